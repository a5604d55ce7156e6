import AudioFiles
import Foundation
import Testing

@Suite struct `Verifying files` {
    private let folder = TestFolder()

    @Test(arguments: `Audio files`.kinds)
    func `finds nothing wrong with a sound file`(kind: (kind: Kind, words: String)) throws {
        let path = folder.make("a", kind.kind, TestNoise.samples(2 * 60_000))
        let verification = try AudioFile.verify(path)
        #expect(verification.faults == [])
        #expect(verification.properties.frames == 60_000)
        #expect(try verification.fingerprint == AudioFile.fingerprint(path))
    }

    static let cuts: [(kind: Kind, frames: ClosedRange<Int64>)] = [
        (.wav16, 59_989...60_000), (.wav24, 59_989...60_000), (.wavFloat, 59_980...60_000),
        (.aiff24, 59_980...60_000),
        (.rf64, 59_980...60_000), (.wave64, 59_970...60_000), (.au32, 59_989...60_000), (.flac16, 50_000...70_000),
        (.flac24, 50_000...70_000), (.vorbis, 50_000...70_000), (.mp3, 50_000...70_000),
    ].filter(\.0.isAvailable)

    @Test(arguments: cuts)
    func `finds that a file is cut short`(kind: Kind, frames: ClosedRange<Int64>) throws {
        folder.make("whole", kind, TestNoise.samples(2 * 100_000))
        let path = folder.cut("whole", to: 0.6, as: "cut")
        let verification = try AudioFile.verify(path)
        #expect(frames.contains(verification.properties.frames))
        let found = verification.properties.frames
        let isOgg = kind.rawValue == Kind.vorbis.rawValue
        let promised: Int64? = isOgg ? nil : 100_000
        #expect(verification.faults == [.truncated(path: path, promised: promised, found: found)])
    }

    @Test func `counts samples that are not numbers and takes them as silence`() throws {
        var samples = TestNoise.samples(2 * 10_000)
        for index in [2 * 5000, 2 * 5000 + 1, 2 * 9000] { samples[index] = index == 18000 ? -.infinity : .nan }
        let path = folder.make("a.wav", .wavFloat, samples)
        let verification = try AudioFile.verify(path)
        #expect(verification.faults == [.notNumbers(path: path, samples: 3, frame: 5000)])
        #expect(verification.peak <= 0.5)
        let planes = try AudioFile.open(path).planes(at: 4999, 3)
        #expect(planes.left == [samples[9998], 0, samples[10002]])
    }

    @Test(arguments: [Kind.wavFloat, .wavDouble, .aiffFloat])
    func `counts samples so large that no mix can take them, and says that they are silence`(kind: Kind) throws {
        var samples = TestNoise.samples(2 * 10_000)
        samples[2 * 700] = 1e18
        samples[2 * 700 + 1] = -3e30
        samples[2 * 800] = 1e11
        let path = folder.make("a", kind, samples)
        let verification = try AudioFile.verify(path)
        #expect(verification.faults == [.tooLarge(path: path, samples: 2, frame: 700)])
        let planes = try AudioFile.open(path).planes(at: 700, 101)
        #expect(planes.left[0] == 0 && planes.right[0] == 0 && planes.left[100] == 1e11)
    }

    @Test func `measures the peak of both sides`() throws {
        var samples = TestNoise.samples(2 * 20_000)
        samples[2 * 19_999 + 1] = -1.5
        #expect(try AudioFile.verify(folder.make("a.wav", .wavFloat, samples)).peak == 1.5)
    }

    /// A stream's length is unknown while its header is written.
    @Test(arguments: [UInt8(0), 0xFF])
    func `trusts a header that promises nothing`(byte: UInt8) throws {
        var bytes = FileManager.default.contents(atPath: folder.make("a.wav", .wav16, TestNoise.samples(2000)))!
        bytes.replaceSubrange(40..<44, with: Array(repeating: byte, count: 4))
        let path = folder.put(bytes, as: "stream.wav")
        let verification = try AudioFile.verify(path)
        #expect(verification.properties.frames == 1000)
        #expect(
            verification.faults == (byte == 0xFF ? [] : [.misdeclared(path: path, promised: 0, found: 1000)]))
    }

    @Test func `takes the fingerprint of any bytes`() throws {
        // From the reference implementation: xxhsum -H2.
        #expect(try AudioFile.fingerprint(folder.put(Data(), as: "a")) == "99aa06d3014798d86001c324468d497f")
        let large = folder.put(Data((0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 * $0) }), as: "b")
        let same = folder.put(FileManager.default.contents(atPath: large)!, as: "c")
        #expect(try AudioFile.fingerprint(large) == AudioFile.fingerprint(same))
        let other = folder.cut("b", to: 0.999_999, as: "d")
        #expect(try AudioFile.fingerprint(large) != AudioFile.fingerprint(other))
    }
}
