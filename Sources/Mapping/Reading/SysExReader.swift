import ControlSurfaces
import Units

/// `sysex F0 00 20 32 {value:7} F7`: bytes with places for a number.
enum SysExReader {
    /// Longest message.
    private static let maximumLength = 256

    // swift-format-ignore
    /// What may stand in braces, and which bits of the number follow one another there.
    static let places: [(word: String, bits: [SysExPattern.Piece])] = [
        ("{value:7}", [.bits(from: 0)]), ("{value:14}", [.bits(from: 7), .bits(from: 0)]),
        ("{value:14 lsb}", [.bits(from: 0), .bits(from: 7)]), ("{any}", [.any]),
        ("{red:7}", [.bits(from: 14)]), ("{green:7}", [.bits(from: 7)]), ("{blue:7}", [.bits(from: 0)]),
    ]

    /// A pattern, or one for each step; the text may stand in quotes of its own.
    static func read(_ text: YAMLText, after word: String, _ findings: Findings) -> [SysExPattern]? {
        var columns: [[[SysExPattern.Piece]]] = []
        for (written, start) in TextTemplateReader.braced(text).dropFirst() {
            let quotes = written.hasPrefix("\"") ? 1 : 0
            let piece = written.filter { $0 != "\"" }
            let place = text.location(offset: start + quotes, length: max(1, piece.unicodeScalars.count))
            if piece.isEmpty { continue }
            if let byte = TextTemplateReader.byte(piece) {
                columns.append([[.byte(byte)]])
            } else if let row = places.first(where: { $0.word == piece }) {
                columns.append([row.bits])
            } else if piece.hasPrefix("{"), piece.hasSuffix("}"),
                let numbers = TextTemplateReader.numbers(String(piece.dropFirst().dropLast()))
            {
                columns.append(numbers.map { [.byte($0)] })
            } else {
                findings.error(
                    "wrong-bytes", at: place, "`\(piece)` is not a byte of a message",
                    help: "expected two hex digits, \(Suggestion.oneOf(places.map(\.word))), or `{0..49 by 7}`")
                return nil
            }
        }
        let counts = Set(columns.map(\.count)).subtracting([1])
        guard counts.count <= 1 else {
            findings.error("unequal-ranges", at: text.location, "the ranges of `\(text.text)` do not run in step")
            return nil
        }
        let patterns = (0..<(counts.first ?? 1)).map { step in
            SysExPattern(columns.flatMap { $0[min(step, $0.count - 1)] })
        }
        guard patterns.allSatisfy(isWhole) else {
            findings.error(
                "wrong-bytes", at: text.location,
                "`\(word)` needs one message from F0 to F7, with bytes below 80 between")
            return nil
        }
        return patterns
    }

    private static func isWhole(_ pattern: SysExPattern) -> Bool {
        guard (3...maximumLength).contains(pattern.pieces.count), pattern.pieces.first == .byte(0xF0),
            pattern.pieces.last == .byte(0xF7)
        else { return false }
        return pattern.pieces.dropFirst().dropLast().allSatisfy { piece in
            if case .byte(let byte) = piece { byte < 0x80 } else { true }
        }
    }

    /// As written in a mapping, but for where a number of several bytes stands.
    static func words(of pattern: SysExPattern) -> String {
        "sysex "
            + pattern.pieces.map { piece in
                switch piece {
                case .byte(let byte): hex(byte)
                case .any: "{any}"
                case .bits(let from): "{value+\(from)}"
                }
            }.joined(separator: " ")
    }

    static func hex(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }
}
