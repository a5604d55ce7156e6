import Glibc

/// What the header of a plain PCM container says and libsndfile does not tell: the length that it promises, and numbers for
/// which libsndfile refuses it.
///
/// - Source: Microsoft, "Multimedia Programming Interface and Data Specifications 1.0", 1991 (RIFF); EBU Tech 3306 (RF64);
///   Apple, "Audio Interchange File Format 1.3", 1989; Sony Wave64; Sun/NeXT audio header.
enum ContainerHeader {
    /// Chunks that are looked at: a file with more before its sound is no longer a matter of length.
    private static let maximumChunks = 1000

    /// Bytes that the file must have to hold all of its sample data; `nil` where the header does not say (a program that wrote
    /// into a pipe leaves 0 or all ones) or the container is another.
    static func promisedBytes(inFile path: String) -> Int64? {
        withReading(path) { promisedBytes($0) }
    }

    private static func withReading<Result>(_ path: String, _ body: ((Int64, Int) -> [UInt8]?) -> Result?) -> Result?
    {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return body { offset, count in
            var bytes = [UInt8](repeating: 0, count: count)
            let read = pread(descriptor, &bytes, count, off_t(offset))
            return read == count ? bytes : nil
        }
    }

    /// Channels and sample rate as the header of a WAV file has them: libsndfile refuses some without naming the number.
    static func shape(inFile path: String) -> (channels: Int, sampleRate: Int)? {
        withReading(path) { read in
            guard let head = read(0, 12), ["RIFF", "RIFX", "RF64", "BW64"].contains(tag(head, 0)),
                tag(head, 8) == "WAVE"
            else { return nil }
            let bigEndian = tag(head, 0) == "RIFX"
            var offset: Int64 = 12
            for _ in 0..<maximumChunks {
                guard let chunk = read(offset, 16) else { return nil }
                if tag(chunk, 0) == "fmt " {
                    return (
                        Int(number(chunk, 10, 2, bigEndian: bigEndian)),
                        Int(number(chunk, 12, 4, bigEndian: bigEndian))
                    )
                }
                let size = number(chunk, 4, 4, bigEndian: bigEndian)
                offset += 8 + size + (size & 1)
            }
            return nil
        }
    }

    /// The same for any source of bytes: `read(offset, count)` gives all of them or `nil`.
    static func promisedBytes(_ read: (Int64, Int) -> [UInt8]?) -> Int64? {
        guard let head = read(0, 12) else { return nil }
        switch (tag(head, 0), tag(head, 8)) {
        case ("RIFF", "WAVE"): return chunked(read, data: "data", from: 12, bigEndian: false)
        case ("RF64", "WAVE"), ("BW64", "WAVE"): return chunked(read, data: "data", from: 12, bigEndian: false)
        case ("RIFX", "WAVE"): return chunked(read, data: "data", from: 12, bigEndian: true)
        case ("FORM", "AIFF"), ("FORM", "AIFC"): return chunked(read, data: "SSND", from: 12, bigEndian: true)
        case ("riff", _): return wave64(read)
        case (".snd", _):
            let size = number(head, 8, 4, bigEndian: true)
            return size == 0xFFFF_FFFF ? nil : number(head, 4, 4, bigEndian: true) + size
        default: return nil
        }
    }

    private static func chunked(
        _ read: (Int64, Int) -> [UInt8]?, data: String, from start: Int64, bigEndian: Bool
    ) -> Int64? {
        var offset = start
        var longData: Int64?
        for _ in 0..<maximumChunks {
            guard let head = read(offset, 8) else { return nil }
            let size = number(head, 4, 4, bigEndian: bigEndian)
            let name = tag(head, 0)
            if name == data {
                if size == 0xFFFF_FFFF || size == 0xFFFF_FFFE {
                    // Greater numbers than any file has are no promise.
                    return longData.flatMap { $0 < 1 << 60 ? offset + 8 + $0 : nil }
                }
                return size == 0 ? nil : offset + 8 + size
            }
            if name == "ds64", let body = read(offset + 8, 16) { longData = number(body, 8, 8, bigEndian: false) }
            offset += 8 + size + (size & 1)
        }
        return nil
    }

    private static func wave64(_ read: (Int64, Int) -> [UInt8]?) -> Int64? {
        var offset: Int64 = 40
        for _ in 0..<maximumChunks {
            guard let head = read(offset, 24) else { return nil }
            let size = number(head, 16, 8, bigEndian: false)
            guard size >= 24, size < 1 << 60 else { return nil }
            if tag(head, 0) == "data" { return offset + size }
            offset += (size + 7) & ~7
        }
        return nil
    }

    private static func tag(_ bytes: [UInt8], _ index: Int) -> String {
        String(decoding: bytes[index..<index + 4], as: UTF8.self)
    }

    private static func number(_ bytes: [UInt8], _ index: Int, _ count: Int, bigEndian: Bool) -> Int64 {
        let slice = bytes[index..<index + count]
        let value = (bigEndian ? Array(slice) : slice.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(clamping: value)
    }
}
