import TestSupport

/// One way to spoil an input.
enum Mutation: CaseIterable {
    case flip, byte, number, digits, remove, repeated, insert, swapped, splice, cut, line

    /// Numbers at which arithmetic breaks.
    private static let edges: [UInt64] = [
        0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF,
        0x1_0000_0000, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF,
    ]

    /// The same for texts.
    private static let words = [
        "0", "-1", "1e30", "-1e308", "nan", "inf", "2147483648", "9223372036854775807", "9223372036854775808",
        "-9223372036854775809", "99999999999999999999", "1e-320", "0x7fffffffffffffff", "", "1:30", "~", "[]", "{}",
        "*a",
        "&a", "!!binary", "\u{FEFF}", "\u{0}",
    ]

    /// - Parameters:
    ///   - other: another input, from which a piece may come.
    func apply(to bytes: inout [UInt8], other: [UInt8], _ dice: inout Dice) {
        guard !bytes.isEmpty else { return bytes = other }
        let place = Int.random(in: bytes.indices, using: &dice)
        // Short pieces mostly: a long one leaves nothing to be read.
        let length = min(bytes.count - place, 1 << Int.random(in: 0...10, using: &dice))
        switch self {
        case .flip: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &dice)
        case .byte: bytes[place] = .random(in: 0...255, using: &dice)
        case .number: Mutation.number(&bytes, place, &dice)
        case .digits: Mutation.digits(&bytes, place, &dice)
        case .remove: bytes.removeSubrange(place..<place + length)
        case .repeated:
            let times = Int.random(in: 1...4, using: &dice)
            for _ in 0..<times { bytes.insert(contentsOf: Array(bytes[place..<place + length]), at: place) }
        case .insert:
            let count = Int.random(in: 1...16, using: &dice)
            bytes.insert(contentsOf: (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }, at: place)
        case .swapped:
            let second = Int.random(in: 0...bytes.count - length, using: &dice)
            for offset in 0..<length { bytes.swapAt(place + offset, second + offset) }
        case .splice:
            guard !other.isEmpty else { return }
            let start = Int.random(in: other.indices, using: &dice)
            let count = min(other.count - start, 1 << Int.random(in: 0...10, using: &dice))
            bytes.replaceSubrange(place..<place + length, with: other[start..<start + count])
        case .cut: bytes.removeSubrange(place...)
        case .line: Mutation.line(&bytes, place, &dice)
        }
    }

    /// Writes one of ``edges`` over 1 to 8 bytes, in either byte order.
    private static func number(_ bytes: inout [UInt8], _ place: Int, _ dice: inout Dice) {
        let width = min(bytes.count - place, 1 << Int.random(in: 0...3, using: &dice))
        let edge = edges[Int.random(in: edges.indices, using: &dice)] &+ UInt64.random(in: 0...2, using: &dice) &- 1
        let isBig = Bool.random(using: &dice)
        for index in 0..<width {
            let shift = 8 * UInt64(isBig ? width - 1 - index : index)
            bytes[place + index] = UInt8(truncatingIfNeeded: edge >> shift)
        }
    }

    /// Puts a word in the place of the number that stands at or after a place.
    private static func digits(_ bytes: inout [UInt8], _ place: Int, _ dice: inout Dice) {
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: words[Int.random(in: words.indices, using: &dice)].utf8)
    }

    /// Repeats a line, at the same depth or another.
    private static func line(_ bytes: inout [UInt8], _ place: Int, _ dice: inout Dice) {
        let start = (bytes[..<place].lastIndex(of: 10) ?? -1) + 1
        let end = bytes[place...].firstIndex(of: 10) ?? bytes.endIndex
        let indent = [UInt8](repeating: 0x20, count: 2 * Int.random(in: 0...2, using: &dice))
        bytes.insert(contentsOf: indent + bytes[start..<end] + [10], at: start)
    }
}
