import Glibc

extension PlainHeader {
    /// WAV in all its sizes.
    init?(wave file: HeaderBytes, _ style: ChunkStyle, _ head: [UInt8]) {
        var format: WaveFormat?
        var sound: ChunkStyle.Head?
        var long: (file: UInt64, data: UInt64)?
        var place: Int64 = 12
        for _ in 0..<1000 {
            guard format == nil || sound == nil, let chunk = style.head(file, at: place) else { break }
            switch chunk.name {
            case "fmt ": format = WaveFormat(file, chunk, bigEndian: style.isBigEndian)
            case "data": sound = chunk
            case "ds64":
                long = file.bytes(at: chunk.start, 16).map {
                    ($0.number(0, 8, bigEndian: false), $0.number(8, 8, bigEndian: false))
                }
            default: break
            }
            guard let next = style.next(file, after: chunk) else { break }
            place = next
        }
        guard let format, let sound else { return nil }
        let short = head.number(4, 4, bigEndian: style.isBigEndian)
        let whole = long.map { $0.file > 0 ? $0.file : short } ?? short
        self.init(
            container: head.tag(0) == "RF64" || head.tag(0) == "BW64" ? "RF64" : "WAV", coding: format.coding,
            isBigEndian: style.isBigEndian, channels: format.channels, sampleRate: format.sampleRate,
            extent: SoundExtent(
                file, start: sound.start,
                promised: PlainHeader.size(sound, long: long?.data, of: file),
                end: SoundExtent.isPlaceholder(whole) ? nil : HeaderBytes.place(8, plus: whole), style: style))
    }

    /// The size of the sound of a file that may have it twice: in 32 bits, and in 64, for which the 32 should all be ones.
    private static func size(_ sound: ChunkStyle.Head, long: UInt64?, of file: HeaderBytes) -> UInt64? {
        let isUnknown = sound.size >= 0xFFFF_FFFE
        guard let long, long > 0 else { return isUnknown ? nil : sound.size }
        let available = UInt64(max(0, file.length - sound.start))
        return isUnknown || long <= available || sound.size > available || sound.size == 0 ? long : sound.size
    }

    /// Sony Wave64: names are GUIDs, sizes have 64 bits and count the head.
    init?(wave64 file: HeaderBytes) {
        let style = ChunkStyle.wave64
        guard let head = file.bytes(at: 0, 40), head.tag(24) == "wave" else { return nil }
        var format: WaveFormat?
        var place: Int64 = 40
        for _ in 0..<1000 {
            guard let chunk = PlainHeader.wave64Head(file, at: place) else { return nil }
            if chunk.name == "fmt " { format = WaveFormat(file, chunk, bigEndian: false) }
            if chunk.name == "data", let format {
                let end = head.number(16, 8, bigEndian: false)
                let isKnown = end > 40 && !SoundExtent.isPlaceholder(end)
                self.init(
                    container: "Wave64", coding: format.coding, isBigEndian: false, channels: format.channels,
                    sampleRate: format.sampleRate,
                    extent: SoundExtent(
                        file, start: chunk.start, promised: chunk.size == .max ? nil : chunk.size,
                        end: isKnown ? Int64(end) : nil, style: style))
                return
            }
            guard let next = style.next(file, after: chunk) else { return nil }
            place = next
        }
        return nil
    }

    /// A chunk of Wave64; the size of one with sound may be less than that of its head.
    private static func wave64Head(_ file: HeaderBytes, at place: Int64) -> ChunkStyle.Head? {
        if let head = ChunkStyle.wave64.head(file, at: place) { return head }
        guard let bytes = file.bytes(at: place, 24), bytes.tag(0) == "data" else { return nil }
        return ChunkStyle.Head(name: "data", start: place + 24, size: 0)
    }
}

/// Channels and sample rate as the header of a WAV file has them: libsndfile refuses some without naming the number.
struct WaveShape {
    let channels: Int
    let sampleRate: Int

    init?(_ path: String) {
        guard let (descriptor, status) = try? OpenedFile.open(path) else { return nil }
        defer { close(descriptor) }
        let file = HeaderBytes(descriptor: descriptor, length: Int64(status.st_size))
        guard let head = file.bytes(at: 0, 12), ["RIFF", "RIFX", "RF64", "BW64"].contains(head.tag(0)),
            head.tag(8) == "WAVE"
        else { return nil }
        let style = head.tag(0) == "RIFX" ? ChunkStyle.rifx : .riff
        var place: Int64 = 12
        for _ in 0..<1000 {
            guard let chunk = style.head(file, at: place) else { return nil }
            if chunk.name == "fmt ", let bytes = file.bytes(at: chunk.start, 8) {
                channels = Int(bytes.number(2, 2, bigEndian: style.isBigEndian))
                sampleRate = Int(bytes.number(4, 4, bigEndian: style.isBigEndian))
                return
            }
            guard let next = style.next(file, after: chunk) else { return nil }
            place = next
        }
        return nil
    }
}

/// The `fmt ` chunk.
private struct WaveFormat {
    let coding: PlainCoding
    let channels: Int
    let sampleRate: Int

    private static let pcm: UInt64 = 1
    private static let float: UInt64 = 3
    private static let extensible: UInt64 = 0xFFFE
    /// What follows the format's number in the GUID of an extensible one.
    private static let guid: [UInt8] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]

    init?(_ file: HeaderBytes, _ chunk: ChunkStyle.Head, bigEndian: Bool) {
        guard chunk.size >= 16, let bytes = file.bytes(at: chunk.start, 16) else { return nil }
        func number(_ index: Int, _ count: Int) -> Int { Int(bytes.number(index, count, bigEndian: bigEndian)) }
        var tag = UInt64(number(0, 2))
        channels = number(2, 2)
        sampleRate = number(4, 4)
        guard channels > 0, number(12, 2) % channels == 0 else { return nil }
        let width = number(12, 2) / channels
        let bits = number(14, 2)
        if tag == WaveFormat.extensible {
            guard let more = file.bytes(at: chunk.start, 40), chunk.size >= 40, Array(more[26...]) == WaveFormat.guid
            else {
                return nil
            }
            tag = more.number(24, 2, bigEndian: bigEndian)
        }
        let coding: PlainCoding? =
            switch tag {
            case WaveFormat.pcm: .integer(bits: bits, bytes: width, isUnsigned8: true)
            case WaveFormat.float: .float(bits: bits, bytes: width)
            default: nil
            }
        guard let coding else { return nil }
        self.coding = coding
    }
}
