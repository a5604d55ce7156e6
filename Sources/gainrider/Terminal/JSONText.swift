import Foundation
import Units

/// Values as JSON, for programs.
enum JSONText {
    /// What the encoder leaves as it is and a terminal would obey, in the notation of JSON. It stands in strings only.
    static func escaped(_ text: String) -> String {
        guard VisibleText.lines(text) != text else { return text }
        return text.unicodeScalars.map { scalar in
            VisibleText.lines(String(scalar)) == String(scalar)
                ? String(scalar) : "\\u" + String(format: "%04x", scalar.value)
        }.joined()
    }

    /// On one line.
    static func line(of value: some Encodable) -> String { text(of: value, []) }

    static func of(_ value: some Encodable) -> String { text(of: value, .prettyPrinted) }

    private static func text(of value: some Encodable, _ form: JSONEncoder.OutputFormatting) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = form.union([.sortedKeys, .withoutEscapingSlashes])
        return (try? encoder.encode(value)).map { escaped(String(decoding: $0, as: UTF8.self)) } ?? ""
    }
}
