import AudioFiles
import CSndfile
import Foundation
import Testing

/// A folder of its own for a test's files; gone with the object.
final class TestFolder {
    let path: String

    init() {
        path = FileManager.default.temporaryDirectory.path + "/gainrider-test-" + UUID().uuidString
        try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    subscript(name: String) -> String { path + "/" + name }

    /// Writes interleaved samples by libsndfile.
    @discardableResult
    func make(
        _ name: String, _ kind: Kind, rate: Int = 48000, channels: Int = 2, _ samples: [Float]
    ) -> String {
        var info = SF_INFO()
        info.samplerate = Int32(rate)
        info.channels = Int32(channels)
        info.format = Int32(kind.rawValue)
        let handle = sf_open(self[name], Int32(SFM_WRITE), &info)
        precondition(handle != nil, String(cString: sf_strerror(nil)))
        sf_writef_float(handle, samples, sf_count_t(samples.count / channels))
        sf_close(handle)
        return self[name]
    }

    /// The first part of a file, as a copy that was broken off leaves it.
    func cut(_ name: String, to share: Double, as new: String) -> String {
        let bytes = FileManager.default.contents(atPath: self[name])!
        return put(bytes.prefix(Int(Double(bytes.count) * share)), as: new)
    }

    func put(_ bytes: Data, as name: String) -> String {
        try! bytes.write(to: URL(fileURLWithPath: self[name]))
        return self[name]
    }

    var names: [String] { try! FileManager.default.contentsOfDirectory(atPath: path).sorted() }
}

/// Formats that the tests write.
struct Kind: RawRepresentable, Sendable, CustomTestStringConvertible {
    var rawValue: Int
    var testDescription: String { String(rawValue, radix: 16) }

    static let wav16 = Kind(rawValue: Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_16))
    static let wav24 = Kind(rawValue: Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_24))
    static let wav32 = Kind(rawValue: Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_32))
    static let wavFloat = Kind(rawValue: Int(SF_FORMAT_WAV) | Int(SF_FORMAT_FLOAT))
    static let wavDouble = Kind(rawValue: Int(SF_FORMAT_WAV) | Int(SF_FORMAT_DOUBLE))
    static let wav8 = Kind(rawValue: Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_U8))
    static let aiff16 = Kind(rawValue: Int(SF_FORMAT_AIFF) | Int(SF_FORMAT_PCM_16))
    static let aiff24 = Kind(rawValue: Int(SF_FORMAT_AIFF) | Int(SF_FORMAT_PCM_24))
    static let aiffFloat = Kind(rawValue: Int(SF_FORMAT_AIFF) | Int(SF_FORMAT_FLOAT))
    static let rf64 = Kind(rawValue: Int(SF_FORMAT_RF64) | Int(SF_FORMAT_PCM_24))
    static let wave64 = Kind(rawValue: Int(SF_FORMAT_W64) | Int(SF_FORMAT_PCM_16))
    static let au32 = Kind(rawValue: Int(SF_FORMAT_AU) | Int(SF_FORMAT_PCM_32))
    static let flac16 = Kind(rawValue: Int(SF_FORMAT_FLAC) | Int(SF_FORMAT_PCM_16))
    static let flac24 = Kind(rawValue: Int(SF_FORMAT_FLAC) | Int(SF_FORMAT_PCM_24))
    static let vorbis = Kind(rawValue: Int(SF_FORMAT_OGG) | Int(SF_FORMAT_VORBIS))
    static let opus = Kind(rawValue: Int(SF_FORMAT_OGG) | Int(SF_FORMAT_OPUS))
    static let mp3 = Kind(rawValue: Int(SF_FORMAT_MPEG) | Int(SF_FORMAT_MPEG_LAYER_III))

    /// Whether the system's library can write (and so read) it.
    var isAvailable: Bool {
        var info = SF_INFO()
        info.samplerate = 48000
        info.channels = 2
        info.format = Int32(rawValue)
        return sf_format_check(&info) != 0
    }
}

/// Numbers that are the same in every run.
struct TestNoise {
    var state: UInt64 = 1

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    /// Samples within ±0.5.
    static func samples(_ count: Int, seed: UInt64 = 1) -> [Float] {
        var noise = TestNoise(state: seed)
        return (0..<count).map { _ in Float(noise.next(below: 1 << 24) - 1 << 23) * 0x1p-24 }
    }
}

/// Planar frames.
struct Planes: Equatable {
    var left: [Float]
    var right: [Float]

    init(frames: Int) { self.init(left: Array(repeating: .nan, count: frames)) }

    /// The same on both sides.
    init(left: [Float]) {
        self.left = left
        right = left
    }

    subscript(range: Range<Int>) -> Planes {
        var part = Planes(frames: 0)
        part.left = Array(left[range])
        part.right = Array(right[range])
        return part
    }

    static func + (one: Planes, other: Planes) -> Planes {
        var sum = one
        sum.left += other.left
        sum.right += other.right
        return sum
    }
}

extension AudioFile {
    func planes(at position: Int64, _ frames: Int) -> Planes {
        var planes = Planes(frames: frames)
        read(at: position, left: &planes.left, right: &planes.right, frames: frames)
        return planes
    }
}

extension StemReader {
    func planes(at position: Int64, _ frames: Int) -> Planes {
        var planes = Planes(frames: frames)
        read(at: position, left: &planes.left, right: &planes.right, frames: frames)
        return planes
    }
}
