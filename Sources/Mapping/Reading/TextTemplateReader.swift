import ControlSurfaces
import Units

/// `F0 00 00 66 14 12 {0..49 by 7} {ascii:7} F7` and plain hex bytes.
struct TextTemplateReader {
    /// Longest text of one display.
    static let maximumLength = 64

    private enum Piece {
        case bytes([UInt8])
        case text(TextTemplate.Coding, Int)
    }

    /// Bytes in hex, two digits each; reports the first word that is none.
    static func bytes(_ text: YAMLText, _ findings: Findings) -> [UInt8]? {
        let words = Words(text)
        var bytes: [UInt8] = []
        for word in words.words {
            guard let byte = byte(word.text) else {
                findings.error(
                    "wrong-bytes", at: text.location(offset: word.offset, length: word.text.unicodeScalars.count),
                    "`\(word.text)` is not a byte, expected two hex digits such as `7F`")
                return nil
            }
            bytes.append(byte)
        }
        guard !bytes.isEmpty else {
            findings.error(
                "wrong-bytes", at: text.location, "there are no bytes here, expected such as `F0 7E 7F 06 01 F7`")
            return nil
        }
        return bytes
    }

    static func byte(_ text: some StringProtocol) -> UInt8? { text.count == 2 ? UInt8(text, radix: 16) : nil }

    /// A template for each step.
    static func read(_ text: YAMLText, steps: Int, of what: String, _ findings: Findings) -> [TextTemplate]? {
        var columns: [[Piece]] = []
        for (word, offset) in braced(text) {
            let place = text.location(offset: offset, length: word.unicodeScalars.count)
            if let byte = byte(word) {
                columns.append([.bytes([byte])])
            } else if let text = slot(for: word) {
                columns.append([text])
            } else if word.hasPrefix("{"), word.hasSuffix("}"),
                let numbers = numbers(String(word.dropFirst().dropLast()))
            {
                guard numbers.count == 1 || numbers.count == steps else {
                    findings.error(
                        "unequal-ranges", at: place,
                        "`\(word)` is \(numbers.count) long, but `\(what)` is \(steps) controls",
                        help: "ranges run in step")
                    return nil
                }
                columns.append(numbers.map { .bytes([$0]) })
            } else {
                findings.error(
                    "wrong-bytes", at: place, "`\(word)` is not a byte of a text template",
                    help:
                        "expected two hex digits, `{ascii:7}` for the text (`{digits:8}` for figures as numbers), or `{0..49 by 7}`, which steps with the control"
                )
                return nil
            }
        }
        let templates = (0..<steps).compactMap { step in template(columns.map { $0[min(step, $0.count - 1)] }) }
        guard templates.count == steps, templates.allSatisfy({ $0.prefix.first == 0xF0 && $0.suffix.last == 0xF7 })
        else {
            findings.error(
                "wrong-bytes", at: text.location,
                "a text template is one message from F0 to F7 with one `{ascii:7}` in it")
            return nil
        }
        return templates
    }

    /// `{ascii:7}`, `{digits:8}`.
    private static func slot(for word: String) -> Piece? {
        guard word.hasPrefix("{"), word.hasSuffix("}") else { return nil }
        let parts = word.dropFirst().dropLast().split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let coding = TextTemplate.Coding(rawValue: String(parts[0])),
            let length = ReadNumber.whole(parts[1], in: 1...maximumLength)
        else { return nil }
        return .text(coding, length)
    }

    private static func template(_ pieces: [Piece]) -> TextTemplate? {
        var halves: [[UInt8]] = [[]]
        var text: (coding: TextTemplate.Coding, length: Int)?
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): halves[halves.count - 1] += bytes
            case .text(let coding, let length):
                guard text == nil else { return nil }
                text = (coding, length)
                halves.append([])
            }
        }
        guard let text else { return nil }
        return TextTemplate(prefix: halves[0], length: text.length, suffix: halves[1], coding: text.coding)
    }

    static func numbers(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: " ")
        var step = 1
        if parts.count == 3, parts[1] == "by", let said = ReadNumber.whole(parts[2], in: 1...127) {
            step = said
        } else if parts.count != 1 {
            return nil
        }
        guard let first = parts.first, let numbers = NumberList.item(first, by: step),
            numbers.allSatisfy((0...127).contains)
        else { return nil }
        return numbers.map { UInt8(truncatingIfNeeded: $0) }
    }

    /// Words, with what is in braces kept together.
    static func braced(_ text: YAMLText) -> [(String, Int)] {
        var words: [(String, Int)] = []
        var word = "", start = 0, isInside = false
        for (offset, scalar) in text.text.unicodeScalars.enumerated() {
            if scalar == "{" { isInside = true }
            if scalar == "}" { isInside = false }
            if scalar == " ", !isInside {
                if !word.isEmpty { words.append((word, start)) }
                word = ""
            } else {
                if word.isEmpty { start = offset }
                word.unicodeScalars.append(scalar)
            }
        }
        if !word.isEmpty { words.append((word, start)) }
        return words
    }
}
