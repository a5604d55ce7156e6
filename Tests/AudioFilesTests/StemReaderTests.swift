import AudioFiles
import Foundation
import MixModel
import Testing

@Suite struct `Stem readers` {
    private let folder = TestFolder()

    static let rates: [(file: Int, session: Int)] = [
        (44100, 48000), (48000, 44100), (96000, 48000), (48000, 96000), (22050, 48000), (192_000, 44100),
        (8000, 48000),
        (44100, 48001), (47952, 48000), (384_000, 8000), (8000, 384_000),
    ]

    @Test(arguments: rates)
    func `give the same bits wherever reading began`(file: Int, session: Int) throws {
        let frames = min(60_000, max(4000, file / 4))
        let path = folder.make("a.wav", .wavFloat, rate: file, TestNoise.samples(2 * frames))
        let length = Source(path: path, fingerprint: "", channels: 2, sampleRate: file, frames: Int64(frames))
            .frames(at: session)
        let whole = try reader(path, session)
        #expect(whole.frames == length)
        let planes = whole.planes(at: 0, Int(length))
        let other = try reader(path, session)
        var noise = TestNoise()
        for _ in 0..<12 {
            let position = noise.next(below: Int(length))
            let count = min(1 + noise.next(below: 9000), Int(length) - position)
            #expect(other.planes(at: Int64(position), count) == planes[position..<position + count])
        }
    }

    /// Rates, and frequencies below the filter's edge: nine tenths of the lower Nyquist frequency.
    static let tones: [(file: Int, session: Int, hertz: Double)] = [
        (44100, 48000, 1000), (44100, 48000, 15000), (48000, 44100, 1000), (48000, 44100, 15000),
        (96000, 48000, 15000),
        (88200, 48000, 1000), (44100, 48001, 15000), (22050, 48000, 1000), (32000, 48000, 10000),
    ]

    @Test(arguments: tones)
    func `convert a tone to within -100 dB`(file: Int, session: Int, hertz: Double) throws {
        let frames = file * 2
        var samples: [Float] = []
        for frame in 0..<frames {
            samples.append(Float(0.5 * sin(2 * .pi * hertz * Double(frame) / Double(file))))
            samples.append(Float(0.5 * cos(2 * .pi * hertz * Double(frame) / Double(file))))
        }
        let reader = try reader(folder.make("a.wav", .wavFloat, rate: file, samples), session)
        let planes = reader.planes(at: 0, Int(reader.frames))
        var worst = 0.0
        // The tone's own ends are no part of it.
        for frame in 1000..<Int(reader.frames) - 1000 {
            let phase = 2 * .pi * hertz * Double(frame) / Double(session)
            worst = max(worst, abs(Double(planes.left[frame]) - 0.5 * sin(phase)))
            worst = max(worst, abs(Double(planes.right[frame]) - 0.5 * cos(phase)))
        }
        #expect(20 * log10(worst / 0.5) < -100)
    }

    @Test func `play a mono file on both sides`() throws {
        for session in [48000, 44100] {
            let reader = try reader(folder.make("a.wav", .wav24, channels: 1, TestNoise.samples(9000)), session)
            let planes = reader.planes(at: 0, 8000)
            #expect(planes.left == planes.right)
            #expect(planes.left.contains { $0 != 0 })
        }
    }

    @Test(arguments: [48000, 44100])
    func `are silent before the start and after the end`(session: Int) throws {
        let reader = try reader(folder.make("a.wav", .wavFloat, TestNoise.samples(2 * 5000)), session)
        let length = Int(reader.frames)
        let sound = reader.planes(at: 0, length)
        let planes = reader.planes(at: -100, length + 300)
        #expect(planes[100..<length + 100] == sound)
        #expect(planes.left[..<100].allSatisfy { $0 == 0 } && planes.left[(length + 100)...].allSatisfy { $0 == 0 })
        #expect(planes.right[..<100].allSatisfy { $0 == 0 } && planes.right[(length + 100)...].allSatisfy { $0 == 0 })
        #expect(reader.planes(at: -500, 200).left.allSatisfy { $0 == 0 })
        #expect(reader.planes(at: Int64(length), 200).left.allSatisfy { $0 == 0 })
    }

    @Test func `go on with silence where a file is cut short`() throws {
        folder.make("whole.flac", .flac24, TestNoise.samples(2 * 100_000))
        let path = folder.cut("whole.flac", to: 0.5, as: "cut.flac")
        let reader = try reader(path, 48000)
        let planes = reader.planes(at: 0, 100_000)
        #expect(planes.left[..<30_000].contains { $0 != 0 })
        #expect(planes.left[70_000...].allSatisfy { $0 == 0 })
        #expect(planes.left.allSatisfy { $0.isFinite })
        let found = try AudioFile.verify(path).properties.frames
        #expect(reader.faults == [.truncated(path: path, promised: 100_000, found: found)])
        #expect(reader.planes(at: 0, 20_000) == planes[0..<20_000])
    }

    private func reader(_ path: String, _ session: Int) throws -> StemReader {
        try StemReader(file: AudioFile.open(path), sessionRate: session)
    }
}
