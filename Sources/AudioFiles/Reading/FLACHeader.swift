/// The length of a FLAC file by its header, and by its last frame.
///
/// A program that writes into a pipe leaves a total of 0, and one that is ended early a wrong one; libsndfile plays neither to the
/// end. Frames are numbered, so the last one gives the length.
///
/// - Source: RFC 9639, "Free Lossless Audio Codec (FLAC)", 2024.
struct FLACHeader {
    /// Frames by the header; 0: unknown.
    let promised: Int64
    /// Frames up to the end of the last frame, where the file ends with a whole one.
    let held: Int64?
    /// Where the total stands: its lowest 36 bits in five bytes.
    private let place: Int64
    private let upperBits: UInt8

    private static let longestFrame: Int64 = 1 << 20

    init?(_ file: HeaderBytes) {
        guard let head = file.bytes(at: 0, 42), head.tag(0) == "fLaC", head[4] & 0x7F == 0 else { return nil }
        place = 21
        upperBits = head[21] & 0xF0
        promised = Int64(head.number(21, 5, bigEndian: true) & 0xF_FFFF_FFFF)
        let blockSize = Int64(head.number(10, 2, bigEndian: true))
        held = FLACHeader.lastFrame(file, blockSize: blockSize)
    }

    /// The header's bytes with the right total, and their place.
    func mended(_ frames: Int64) -> (place: Int64, bytes: [UInt8]) {
        let low = (0..<4).map { UInt8(truncatingIfNeeded: frames >> Int64(24 - 8 * $0)) }
        return (place, [upperBits | UInt8(truncatingIfNeeded: frames >> 32 & 0xF)] + low)
    }

    private static func lastFrame(_ file: HeaderBytes, blockSize: Int64) -> Int64? {
        var end = file.length
        // A tag of ID3 version 1 behind it.
        if let tag = file.bytes(at: end - 128, 3), tag == Array("TAG".utf8) { end -= 128 }
        let first = max(42, end - longestFrame)
        guard end > first, let bytes = file.bytes(at: first, Int(end - first)) else { return nil }
        var index = bytes.count - 8
        while index >= 0 {
            if bytes[index] == 0xFF, bytes[index + 1] & 0xFE == 0xF8,
                let frame = Frame(bytes[index...], blockSize: blockSize), checksum16(bytes[index...]) == 0
            {
                let (total, isTooLarge) = frame.start.addingReportingOverflow(frame.length)
                return isTooLarge || total >= 1 << 36 ? nil : total
            }
            index -= 1
        }
        return nil
    }

    /// The head of a frame.
    private struct Frame {
        let start: Int64
        let length: Int64

        init?(_ bytes: ArraySlice<UInt8>, blockSize: Int64) {
            let base = bytes.startIndex
            let isVariable = bytes[base + 1] & 1 == 1
            let sizeCode = bytes[base + 2] >> 4
            let rateCode = bytes[base + 2] & 15
            var place = base + 4
            // A number as UTF-8 writes letters, up to seven bytes.
            guard let lead = bytes.dropFirst(4).first else { return nil }
            let ones = (~lead).leadingZeroBitCount
            guard ones != 1, ones < 8, bytes.endIndex - place > max(1, ones) + 5 else { return nil }
            var number = Int64(ones == 0 ? lead : lead & (0x7F >> UInt8(ones)))
            for offset in 1..<max(1, ones) {
                guard bytes[place + offset] & 0xC0 == 0x80 else { return nil }
                number = number << 6 | Int64(bytes[place + offset] & 0x3F)
            }
            place += max(1, ones)
            switch sizeCode {
            case 0: return nil
            case 1: length = 192
            case 2...5: length = 576 << Int64(sizeCode - 2)
            case 6:
                length = Int64(bytes[place]) + 1
                place += 1
            case 7:
                length = (Int64(bytes[place]) << 8 | Int64(bytes[place + 1])) + 1
                place += 2
            default: length = 256 << Int64(sizeCode - 8)
            }
            switch rateCode {
            case 12: place += 1
            case 13, 14: place += 2
            case 15: return nil
            default: break
            }
            guard place < bytes.endIndex, FLACHeader.checksum8(bytes[base..<place]) == bytes[place] else {
                return nil
            }
            // At most 36 bits by 16.
            start = isVariable ? number : number * blockSize
        }
    }

    /// x⁸ + x² + x + 1.
    private static func checksum8(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        bytes.reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ byte) { value, _ in value & 0x80 != 0 ? value << 1 ^ 0x07 : value << 1 }
        }
    }

    /// x¹⁶ + x¹⁵ + x² + 1; 0 over a frame with its own sum.
    private static func checksum16(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        bytes.reduce(0) { sum, byte in
            (0..<8).reduce(sum ^ UInt16(byte) << 8) { value, _ in
                value & 0x8000 != 0 ? value << 1 ^ 0x8005 : value << 1
            }
        }
    }
}
