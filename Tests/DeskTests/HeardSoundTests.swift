import AudioFiles
import Foundation
import Realtime
import Testing

@testable import Desk

/// What was heard, as a file.
@Suite struct `Heard sound` {
    private static let folder = FileManager.default.temporaryDirectory

    /// Hands pieces over one after another, as an output does, and reads the file that comes of it: left and right, frame by frame.
    private func kept(_ pieces: [[Run]]) throws -> [Float] {
        let path = Self.folder.appendingPathComponent("heard-\(UUID().uuidString).wav").path
        defer { unlink(path) }
        let heard = HeardSound(try AudioWriter(path: path, format: .wavFloat, sampleRate: 48_000))
        for piece in pieces.map({ $0.flatMap(\.samples) }) {
            let other = piece.map { $0 == 0 ? 0 : -$0 }
            #expect(heard.ring.write(left: piece, right: other, frames: piece.count) == piece.count)
            #expect(heard.keep())
        }
        let summary = try heard.finish()
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let start = try #require(data.range(of: Data("data".utf8))).upperBound + 4
        let samples = data[start...].withUnsafeBytes { bytes in
            (0..<(Int(summary.frames) * 2)).map { bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        }
        for frame in stride(from: 0, to: samples.count, by: 2) { #expect(samples[frame] == -samples[frame + 1]) }
        return stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
    }

    /// So many frames of one sample.
    struct Run: Sendable, ExpressibleByFloatLiteral {
        var sample: Float
        var count = 1

        init(_ sample: Float, _ count: Int) { (self.sample, self.count) = (sample, count) }
        init(floatLiteral sample: Float) { self.sample = sample }
        var samples: [Float] { .init(repeating: sample, count: count) }
    }

    private static let silence = Run(0, 5000)

    /// What is handed over piece by piece, and what the file has.
    static let stories: [([[Run]], [Run])] = [
        ([[silence], [0.0, 0.0, 0.5, 0.25, 0.0], [silence]], [0.5, 0.25]),
        ([[0.5], [silence], [0.0, 0.25]], [0.5, silence, 0.0, 0.25]),
        ([[0.0, 0.5, 0.0], [0.0, 0.0], [0.0, 0.25, 0.0]], [0.5, Run(0, 4), 0.25]),
        // As loud as can be, and less than anybody hears.
        ([[4.0, Run(.leastNonzeroMagnitude, 1), 0.0]], [4.0, Run(.leastNonzeroMagnitude, 1)]),
        ([[silence]], []), ([], []),
    ]

    @Test(arguments: stories)
    func `is kept from the first sound to the last, with the silence between`(pieces: [[Run]], expected: [Run]) throws
    {
        #expect((try kept(pieces) == expected.flatMap(\.samples)) as Bool)
    }

    @Test func `keeps its bits on a thread of its own while it is handed over`() throws {
        let path = Self.folder.appendingPathComponent("heard-\(UUID().uuidString).wav").path
        defer { unlink(path) }
        let heard = HeardSound(try AudioWriter(path: path, format: .wavFloat, sampleRate: 48_000))
        heard.start()
        let frames = 400_000
        let sound = (0..<frames).map { Float($0 + 1) / Float(frames) }
        var done = 0
        while done < frames {
            let count = min(256, frames - done)
            done += sound.withUnsafeBufferPointer { sound in
                sound.baseAddress.map { heard.ring.write(left: $0 + done, right: $0 + done, frames: count) } ?? 0
            }
        }
        #expect(try heard.finish().frames == Int64(frames))
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let both = sound.flatMap { [$0, $0] }.withUnsafeBytes { Data($0) }
        #expect((data.suffix(both.count) == both) as Bool)
    }
}
