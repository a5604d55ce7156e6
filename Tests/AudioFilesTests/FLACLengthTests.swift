import Foundation
import Testing

@testable import AudioFiles

@Suite struct `FLAC files` {
    private let folder = TestFolder()

    /// The same file with another total in its header.
    private func patched(_ path: String, total: Int64) -> String {
        var bytes = FileManager.default.contents(atPath: path) ?? Data()
        bytes[21] = bytes[21] & 0xF0 | UInt8(truncatingIfNeeded: total >> 32 & 15)
        for index in 0..<4 { bytes[22 + index] = UInt8(truncatingIfNeeded: total >> Int64(24 - 8 * index)) }
        return folder.put(bytes, as: "patched.flac")
    }

    static let kinds = [Kind.flac16, .flac24].filter(\.isAvailable)

    @Test(arguments: kinds, [1, 4095, 4096, 4097, 100_000])
    func `of unknown length are read to the end without a word, from anywhere`(kind: Kind, frames: Int) throws {
        let whole = folder.make("whole.flac", kind, TestNoise.samples(2 * frames))
        let path = patched(whole, total: 0)
        let found = try AudioFile.verify(path)
        #expect(found.properties.frames == Int64(frames) && found.faults == [])
        let (one, other) = (try AudioFile.open(path), try AudioFile.open(whole))
        for place in [0, frames / 2, max(0, frames - 100)] {
            #expect(one.planes(at: Int64(place), 200) == other.planes(at: Int64(place), 200))
        }
    }

    @Test(arguments: kinds, [Int64(1), 500, 99_999, 100_001, 240_000, 1 << 35])
    func `with a wrong total are read to the end, and that is said`(kind: Kind, total: Int64) throws {
        let whole = folder.make("whole.flac", kind, TestNoise.samples(2 * 100_000))
        let path = patched(whole, total: total)
        let found = try AudioFile.verify(path)
        #expect(found.properties.frames == 100_000)
        #expect(found.faults == [.misdeclared(path: path, promised: total, found: 100_000)])
        #expect(try AudioFile.open(path).planes(at: 0, 100_000) == AudioFile.open(whole).planes(at: 0, 100_000))
    }

    @Test(arguments: kinds)
    func `of unknown length that were cut are cut short, and are not decoded again to know where`(kind: Kind) throws {
        folder.make("whole.flac", kind, TestNoise.samples(2 * 100_000))
        let path = patched(folder.cut("whole.flac", to: 0.6, as: "cut.flac"), total: 0)
        let found = try AudioFile.verify(path)
        #expect((50_000...70_000).contains(found.properties.frames))
        #expect(found.faults == [.truncated(path: path, promised: nil, found: found.properties.frames)])
        // A length that nobody could count shows that nobody counted.
        #expect(try AudioFile.probe(path, knownFrames: 12_345).frames == 12_345)
    }

    @Test func `with a tag behind them are known by their last frame`() throws {
        let whole = folder.make("whole.flac", .flac16, TestNoise.samples(2 * 9000))
        let path = patched(whole, total: 0)
        let tag = Data("TAG".utf8) + Data(repeating: 0x41, count: 125)
        let tagged = folder.put((FileManager.default.contents(atPath: path) ?? Data()) + tag, as: "tagged.flac")
        #expect(try AudioFile.verify(tagged).properties.frames == 9000)
    }
}
