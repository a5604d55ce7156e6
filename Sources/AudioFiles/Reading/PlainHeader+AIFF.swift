extension PlainHeader {
    /// AIFF, and AIFF-C in its plain codings.
    init?(aiff file: HeaderBytes, _ head: [UInt8]) {
        let style = ChunkStyle.rifx
        var common: [UInt8]?
        var sound: ChunkStyle.Head?
        var place: Int64 = 12
        for _ in 0..<1000 {
            guard common == nil || sound == nil, let chunk = style.head(file, at: place) else { break }
            if chunk.name == "COMM" { common = file.bytes(at: chunk.start, chunk.size >= 22 ? 22 : 18) }
            if chunk.name == "SSND" { sound = chunk }
            guard let next = style.next(file, after: chunk) else { break }
            place = next
        }
        guard let common, let sound, let offsets = file.bytes(at: sound.start, 8),
            let start = HeaderBytes.place(sound.start + 8, plus: offsets.number(0, 4, bigEndian: true))
        else { return nil }
        let bits = Int(common.number(6, 2, bigEndian: true))
        // Plain AIFF has no field for the compression.
        let name = head.tag(8) == "AIFC" && common.count >= 22 ? common.tag(18) : "NONE"
        guard let (coding, isBigEndian) = PlainHeader.aiffCoding(name, bits: bits) else { return nil }
        let size = sound.size
        let skipped = UInt64(start - sound.start)
        let end = head.number(4, 4, bigEndian: true)
        self.init(
            container: "AIFF", coding: coding, isBigEndian: isBigEndian,
            channels: Int(common.number(0, 2, bigEndian: true)),
            sampleRate: PlainHeader.rate(extended: Array(common[8..<18])),
            extent: SoundExtent(
                file, start: start, promised: size >= 0xFFFF_FFFE ? nil : size > skipped ? size - skipped : 0,
                end: SoundExtent.isPlaceholder(end) ? nil : 8 + Int64(end), style: style))
    }

    /// - Source: Apple, "AIFF-C", 1991, and QuickTime's names for the same codings, `42ni` being `in24` backwards.
    private static func aiffCoding(_ name: String, bits: Int) -> (PlainCoding, isBigEndian: Bool)? {
        let integer = PlainCoding.integer(bits: bits, bytes: (bits + 7) / 8, isUnsigned8: name == "raw ")
        return switch name {
        case "NONE", "none", "twos": integer.map { ($0, true) }
        case "sowt": integer.map { ($0, false) }
        case "raw ": bits <= 8 ? integer.map { ($0, true) } : nil
        case "in24": (.int24, true)
        case "42ni": (.int24, false)
        case "in32": (.int32, true)
        case "23ni": (.int32, false)
        case "fl32", "FL32": (.float32, true)
        case "fl64", "FL64": (.float64, true)
        default: nil
        }
    }

    /// A rate of 80 bits: exponent, and mantissa with its leading one. 0 for what is no rate.
    private static func rate(extended bytes: [UInt8]) -> Int {
        let exponent = Int(bytes.number(0, 2, bigEndian: true)) - 16_383
        let mantissa = bytes.number(2, 8, bigEndian: true)
        guard (0..<32).contains(exponent) else { return 0 }
        let whole = mantissa >> UInt64(63 - exponent)
        let half = mantissa >> UInt64(62 - exponent) & 1
        return Int(whole + half)
    }

    /// Sun and NeXT, of either order.
    /// - Source: Sun Microsystems, audio(4) "audio file format".
    init?(au file: HeaderBytes, bigEndian: Bool) {
        guard let head = file.bytes(at: 0, 24) else { return nil }
        func number(_ index: Int) -> UInt64 { head.number(index, 4, bigEndian: bigEndian) }
        let codings: [UInt64: PlainCoding] = [2: .int8, 3: .int16, 4: .int24, 5: .int32, 6: .float32, 7: .float64]
        guard let coding = codings[number(12)], number(4) >= 24 else { return nil }
        let size = number(8)
        self.init(
            container: "AU", coding: coding, isBigEndian: bigEndian, channels: Int(number(20)),
            sampleRate: Int(number(16)),
            extent: SoundExtent(
                file, start: Int64(number(4)), promised: size == 0xFFFF_FFFF ? nil : size,
                end: SoundExtent.isPlaceholder(size) ? nil : Int64(number(4) + size), style: nil))
    }
}
