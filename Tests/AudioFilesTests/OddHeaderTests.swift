import Foundation
import Testing

@testable import AudioFiles

/// Files of programs that write their header once, or wrong, or in a way of their own.
@Suite struct `Odd headers` {
    private let folder = TestFolder()

    /// A way to write samples, and the samples themselves.
    struct Sound: Sendable, CustomTestStringConvertible {
        var tag: UInt16 = 1
        var bits: Int
        var channels = 1
        var frames: Int
        var testDescription: String {
            "\(tag == 3 ? "float" : "") \(bits) bit, \(channels) channels, \(frames) frames"
        }

        var width: Int { bits / 8 * channels }

        /// Bytes that look like nothing but sound.
        var bytes: [UInt8] {
            var noise = TestNoise(state: UInt64(bits * frames))
            return (0..<frames * channels).flatMap { _ -> [UInt8] in
                let sample = Float(noise.next(below: 20_000) - 10_000) * 0x1p-15
                switch (tag, bits) {
                case (3, 32): return withUnsafeBytes(of: sample.bitPattern.littleEndian, Array.init)
                case (3, _): return withUnsafeBytes(of: Double(sample).bitPattern.littleEndian, Array.init)
                case (_, 8): return [UInt8(128 + Int(sample * 128))]
                default:
                    let word = UInt32(bitPattern: Int32(sample * 0x1p31))
                    return Array(withUnsafeBytes(of: word.littleEndian, Array.init).suffix(bits / 8))
                }
            }
        }

        var format: [UInt8] {
            little(UInt64(tag), 2) + little(UInt64(channels), 2) + little(44_100, 4)
                + little(UInt64(44_100 * width), 4) + little(UInt64(width), 2) + little(UInt64(bits), 2)
        }
    }

    static let sounds = [
        Sound(bits: 16, frames: 4801), Sound(bits: 24, frames: 1001), Sound(bits: 8, channels: 2, frames: 777),
        Sound(tag: 3, bits: 32, channels: 2, frames: 5000), Sound(bits: 32, frames: 40_001),
        Sound(tag: 3, bits: 64, frames: 333),
    ]

    private static func little(_ value: UInt64, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    private static func chunk(_ name: String, _ bytes: [UInt8], size: UInt64? = nil, padded: Bool = true) -> [UInt8] {
        Array(name.utf8) + little(size ?? UInt64(bytes.count), 4) + bytes
            + (padded && bytes.count % 2 == 1 ? [0] : [])
    }

    /// - Parameters:
    ///   - size: of the sound by the header.
    ///   - whole: of the file by the header.
    private func wave(
        _ sound: Sound, magic: String = "RIFF", size: UInt64?, whole: UInt64? = nil, before: [UInt8] = [],
        after: [UInt8] = []
    ) -> [UInt8] {
        let body =
            Array("WAVE".utf8) + before + Self.chunk("fmt ", sound.format)
            + Self.chunk("data", sound.bytes, size: size) + after
        return Array(magic.utf8) + Self.little(whole ?? UInt64(body.count), 4) + body
    }

    /// Opens the file and compares all of its samples with those of a right one.
    private func check(_ bytes: [UInt8], _ sound: Sound, _ faults: (String) -> [FileError]) throws {
        let path = folder.put(Data(bytes), as: "odd.wav")
        let right = folder.put(Data(wave(sound, size: nil)), as: "right.wav")
        let found = try AudioFile.verify(path)
        #expect(found.faults == faults(path))
        #expect(found.properties.frames == Int64(sound.frames))
        #expect(found.properties.sampleRate == 44_100 && found.properties.channels == sound.channels)
        let (one, other) = (try AudioFile.open(path), try AudioFile.open(right))
        #expect(one.planes(at: 0, sound.frames + 9) == other.planes(at: 0, sound.frames + 9))
        #expect(one.planes(at: 0, sound.frames).left.contains { $0 != 0 })
    }

    private static let tags = chunk("LIST", Array("INFOISFT".utf8) + little(5, 4) + Array("hand\0".utf8) + [0])

    @Test(arguments: sounds, [UInt64(0), 0x7FFF_FFDB, 0x7FFF_F000, 0x8000_0000, 0xFFFF_FFDB, 0xFFFF_0000])
    func `with a size that no program counted are read to the end, and that is said`(sound: Sound, size: UInt64)
        throws
    {
        let promised = Int64(size) / Int64(sound.width) + (Int64(size) % Int64(sound.width) == 0 ? 0 : 1)
        for whole in [UInt64(0), 0x7FFF_FFFF, 0xFFFF_FFFF, 36] {
            try check(wave(sound, size: size, whole: whole), sound) {
                [.misdeclared(path: $0, promised: promised, found: Int64(sound.frames))]
            }
        }
        // Tags behind the sound are no sound.
        try check(wave(sound, size: size, whole: size, after: Self.tags), sound) {
            [.misdeclared(path: $0, promised: promised, found: Int64(sound.frames))]
        }
    }

    @Test(arguments: sounds)
    func `that know nothing of the length promise nothing`(sound: Sound) throws {
        try check(wave(sound, size: 0xFFFF_FFFF, whole: 0xFFFF_FFFF), sound) { _ in [] }
        try check(wave(sound, size: 0xFFFF_FFFF, whole: 0xFFFF_FFFF, after: Self.tags), sound) { _ in [] }
    }

    @Test(arguments: sounds, [0.1, 0.5, 0.97])
    func `that were written once, before the rest of the sound, do not end it`(sound: Sound, share: Double) throws {
        let frames = Int(Double(sound.frames) * share)
        let size = UInt64(frames * sound.width)
        try check(wave(sound, size: size, whole: size + 36), sound) {
            [.misdeclared(path: $0, promised: Int64(frames), found: Int64(sound.frames))]
        }
    }

    @Test(arguments: sounds)
    func `with a size too large for a file that is whole are not cut short`(sound: Sound) throws {
        let bytes = wave(sound, size: UInt64(2 * sound.frames * sound.width))
        try check(bytes, sound) {
            [.misdeclared(path: $0, promised: Int64(2 * sound.frames), found: Int64(sound.frames))]
        }
        // But a file that says as a whole that more belongs to it is.
        let cut = wave(
            sound, size: UInt64(2 * sound.frames * sound.width), whole: UInt64(2 * sound.frames * sound.width + 36))
        try check(cut, sound) {
            [.truncated(path: $0, promised: Int64(2 * sound.frames), found: Int64(sound.frames))]
        }
    }

    @Test(arguments: sounds, ["RF64", "BW64"])
    func `of 64 bits are believed whatever the 32 say`(sound: Sound, magic: String) throws {
        let size = UInt64(sound.frames * sound.width)
        for marker in [UInt64(0xFFFF_FFFF), 0x00FF_FFFF, 0, size] {
            for extra in [0, 12] {
                let long = Self.little(size + 80, 8) + Self.little(size, 8) + Self.little(UInt64(sound.frames), 8)
                let ds64 = Self.chunk(
                    "ds64", long + Self.little(UInt64(extra / 12), 4) + [UInt8](repeating: 7, count: extra))
                let bytes = wave(sound, magic: magic, size: marker, whole: 0xFFFF_FFFF, before: ds64)
                try check(bytes, sound) { _ in [] }
            }
        }
    }

    @Test(arguments: [UInt64(1) << 63, 1 << 63 - 1, 1 << 60, .max, 1 << 62 + 5])
    func `whose 64 bits mean more than any file holds are read as far as there is sound`(size: UInt64) throws {
        let sound = Sound(bits: 16, frames: 900)
        let ds64 = Self.chunk("ds64", Self.little(size, 8) + Self.little(size, 8) + [UInt8](repeating: 0, count: 12))
        let bytes = wave(sound, magic: "RF64", size: 0xFFFF_FFFF, whole: 0xFFFF_FFFF, before: ds64)
        try check(bytes, sound) {
            [.misdeclared(path: $0, promised: Int64(clamping: size / 2 + size % 2), found: 900)]
        }
    }

    @Test(arguments: sounds, ["LIST", "bext", "JUNK", "iXML", "zzzz"])
    func `with an odd chunk find the sound behind it, with its pad or without`(sound: Sound, name: String) throws {
        for length in [1, 7, 603] {
            for padded in [true, false] {
                let odd = Self.chunk(name, (0..<length).map { UInt8($0 & 0x3F) }, padded: padded)
                try check(wave(sound, size: nil, before: odd), sound) { _ in [] }
                try check(wave(sound, size: nil, after: odd), sound) { _ in [] }
            }
        }
    }

    @Test(arguments: [
        ("42ni", 24), ("in24", 24), ("23ni", 32), ("in32", 32), ("sowt", 16), ("sowt", 24), ("twos", 24), ("raw ", 8),
    ])
    func `of AIFF-C in either order of bytes are read`(name: String, bits: Int) throws {
        let sound = Sound(bits: bits, frames: 1234)
        let isLittle = ["42ni", "23ni", "sowt", "raw "].contains(name)
        let bytes = stride(from: 0, to: sound.bytes.count, by: bits / 8).flatMap { index in
            let sample = Array(sound.bytes[index..<index + bits / 8])
            return isLittle ? sample : sample.reversed()
        }
        func big(_ value: UInt64, _ count: Int) -> [UInt8] { Self.little(value, count).reversed() }
        func chunk(_ name: String, _ bytes: [UInt8], size: UInt64? = nil) -> [UInt8] {
            Array(name.utf8) + big(size ?? UInt64(bytes.count), 4) + bytes + (bytes.count % 2 == 1 ? [0] : [])
        }
        let rate: [UInt8] = [0x40, 0x0E, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]
        let common = chunk(
            "COMM", big(1, 2) + big(1234, 4) + big(UInt64(bits), 2) + rate + Array(name.utf8) + [0, 0])
        for isSoundFirst in [false, true] {
            for size in [nil, UInt64(0), 0xFFFF_FFFF] where !isSoundFirst || size == nil {
                let data = chunk("SSND", [UInt8](repeating: 0, count: 8) + bytes, size: size)
                let body = Array("AIFC".utf8) + (isSoundFirst ? data + common : common + data)
                try check(Array("FORM".utf8) + big(UInt64(body.count), 4) + body, sound) {
                    size == 0 ? [.misdeclared(path: $0, promised: 0, found: 1234)] : []
                }
            }
        }
    }

    @Test func `of an empty file with tags are believed`() throws {
        let path = folder.put(
            Data(wave(Sound(bits: 16, frames: 0), size: 0, after: Self.tags)), as: "empty.wav")
        #expect(throws: FileError.empty(path: path)) { try AudioFile.verify(path) }
    }

    @Test(arguments: [
        Array("TAG".utf8) + [UInt8](repeating: 65, count: 125), [UInt8](repeating: 0, count: 500), [9, 9, 9],
    ])
    func `are believed where nothing but a tag, zeros or crumbs follow`(tail: [UInt8]) throws {
        let sound = Sound(bits: 16, channels: 2, frames: 300)
        try check(wave(sound, size: nil) + tail, sound) { _ in [] }
    }

    @Test func `of a WAV beyond 4 GiB, whose 32 bits went round, lose nothing of it`() throws {
        let frames: Int64 = 1 << 31 + 1000
        let size = UInt64(2 * frames)
        let sound = Sound(bits: 16, frames: 0)
        let head = wave(sound, size: size & 0xFFFF_FFFF, whole: size + 36 & 0xFFFF_FFFF)
        let path = folder.put(Data(head), as: "large.wav")
        // Sparse: it takes no room. The last frames are something.
        let descriptor = open(path, O_RDWR)
        defer { close(descriptor) }
        try #require(ftruncate(descriptor, off_t(44) + off_t(size)) == 0)
        let last: [UInt8] = [0, 0x40, 0, 0xC0]
        #expect(pwrite(descriptor, last, 4, off_t(44) + off_t(size) - 4) == 4)
        #expect(pwrite(descriptor, last, 4, off_t(44) + 2100) == 4)
        let file = try AudioFile.open(path)
        #expect(file.properties.frames == frames)
        #expect(file.openingFault == .misdeclared(path: path, promised: 1000, found: frames))
        #expect(file.planes(at: frames - 3, 4).left == [0, 0.5, -0.5, 0])
    }
}

private func little(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}
