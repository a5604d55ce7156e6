import CUnpack

/// The header of a file of plain PCM or float, checked against the file but read leniently: libsndfile refuses some of these files,
/// and believes wrong headers of others.
struct PlainHeader {
    /// Its family, in words.
    var container: String
    var coding: PlainCoding
    /// Whether samples have the most significant byte first.
    var isBigEndian: Bool
    /// 1 or 2.
    var channels: Int
    /// Frames per second, within those that are read.
    var sampleRate: Int
    var extent: SoundExtent

    var bytesPerFrame: Int64 { Int64(coding.bytes * channels) }
    /// Whole frames in the file.
    var frames: Int64 { extent.bytes / bytesPerFrame }
    /// Such as "WAV, 24 bit".
    var words: String { "\(container), \(coding.words)" }

    /// `nil` for other containers and codings, and for faults that only libsndfile can name.
    init?(_ file: HeaderBytes) {
        guard let head = file.bytes(at: 0, 12) else { return nil }
        let parsed: PlainHeader? =
            switch (head.tag(0), head.tag(8)) {
            case ("RIFF", "WAVE"), ("RF64", "WAVE"), ("BW64", "WAVE"): PlainHeader(wave: file, .riff, head)
            case ("RIFX", "WAVE"): PlainHeader(wave: file, .rifx, head)
            case ("riff", _): PlainHeader(wave64: file)
            case ("FORM", "AIFF"), ("FORM", "AIFC"): PlainHeader(aiff: file, head)
            case (".snd", _): PlainHeader(au: file, bigEndian: true)
            case ("dns.", _): PlainHeader(au: file, bigEndian: false)
            default: nil
            }
        guard let parsed, (1...2).contains(parsed.channels), FileError.sampleRates.contains(parsed.sampleRate) else {
            return nil
        }
        self = parsed
    }

    init(
        container: String, coding: PlainCoding, isBigEndian: Bool, channels: Int, sampleRate: Int, extent: SoundExtent
    ) {
        self.container = container
        self.coding = coding
        self.isBigEndian = isBigEndian
        self.channels = channels
        self.sampleRate = sampleRate
        self.extent = extent
    }

    /// What is wrong with the file's length.
    func fault(_ path: String) -> FileError? {
        func frames(_ bytes: UInt64) -> Int64 {
            let width = UInt64(bytesPerFrame)
            return Int64(clamping: bytes / width + (bytes % width == 0 ? 0 : 1))
        }
        return switch extent.promise {
        case .kept: nil
        case .missing(let bytes): .truncated(path: path, promised: frames(bytes), found: self.frames)
        case .wrong(let bytes): .misdeclared(path: path, promised: frames(bytes), found: self.frames)
        }
    }
}

/// How a sample is coded in a plain file.
enum PlainCoding {
    case uint8, int8, int16, int24, int32, float32, float64

    var bytes: Int {
        switch self {
        case .uint8, .int8: 1
        case .int16: 2
        case .int24: 3
        case .int32, .float32: 4
        case .float64: 8
        }
    }

    var words: String {
        switch self {
        case .float32, .float64: "\(8 * bytes) bit float"
        default: "\(8 * bytes) bit"
        }
    }

    var unpacking: unpack_coding {
        switch self {
        case .uint8: UNPACK_UINT8
        case .int8: UNPACK_INT8
        case .int16: UNPACK_INT16
        case .int24: UNPACK_INT24
        case .int32: UNPACK_INT32
        case .float32: UNPACK_FLOAT32
        case .float64: UNPACK_FLOAT64
        }
    }

    /// Integers of so many bits in so many bytes; `nil` for what is kept in more bytes than it needs.
    static func integer(bits: Int, bytes: Int, isUnsigned8: Bool) -> PlainCoding? {
        guard (1...4).contains(bytes), (8 * (bytes - 1) + 1...8 * bytes).contains(bits) else { return nil }
        return [isUnsigned8 ? .uint8 : .int8, .int16, .int24, .int32][bytes - 1]
    }

    static func float(bits: Int, bytes: Int) -> PlainCoding? {
        switch (bits, bytes) {
        case (32, 4): .float32
        case (64, 8): .float64
        default: nil
        }
    }
}
