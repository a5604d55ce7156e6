/// A system-exclusive message that is the same byte for byte but for the places of a number.
public struct SysExPattern: Sendable, Hashable {
    public enum Piece: Sendable, Hashable {
        case byte(UInt8)
        /// Any byte when it arrives, 7F when it is sent: the number of a device.
        case any
        /// Seven bits of the number, from this bit up.
        case bits(from: Int)
    }

    /// From F0 to F7.
    public let pieces: [Piece]

    public init(_ pieces: [Piece]) { self.pieces = pieces }

    /// Whether it carries a number; else its arrival is a press.
    public var hasNumber: Bool { pieces.contains { if case .bits = $0 { true } else { false } } }

    /// Greatest number: 127 without one.
    public var maximum: Int {
        let shifts = pieces.compactMap { if case .bits(let from) = $0 { from } else { nil } }
        return (1 << ((shifts.max() ?? 0) + 7)) - 1
    }

    /// The number in a message, the greatest if the pattern has none; `nil` if it is another message.
    public func number(in bytes: [UInt8]) -> Int? {
        guard bytes.count == pieces.count else { return nil }
        var number = 0
        for (piece, byte) in zip(pieces, bytes) {
            switch piece {
            case .byte(let fixed): guard byte == fixed else { return nil }
            case .any: guard byte < 0x80 else { return nil }
            case .bits(let from):
                guard byte < 0x80 else { return nil }
                number |= Int(byte) << from
            }
        }
        return hasNumber ? number : maximum
    }

    /// The message that carries a number.
    public func bytes(carrying number: Int) -> [UInt8] {
        pieces.map { piece in
            switch piece {
            case .byte(let byte): byte
            case .any: 0x7F
            case .bits(let from): UInt8(truncatingIfNeeded: number >> from) & 0x7F
            }
        }
    }

    /// Whether some message fits both.
    public func overlaps(_ other: SysExPattern) -> Bool {
        guard pieces.count == other.pieces.count else { return false }
        return zip(pieces, other.pieces).allSatisfy { pair in
            if case (.byte(let one), .byte(let two)) = pair { one == two } else { true }
        }
    }
}
