/// Makes names from files, texts and devices safe for a terminal: characters that would move its cursor, recolour it or turn the
/// direction of writing are shown escaped.
public enum VisibleText {
    /// For a name or a path, which is one line: line ends are escaped too.
    public static func line(_ text: String) -> String { escaped(text) { isHarmful($0) } }

    /// For a text of several lines: line ends stay.
    public static func lines(_ text: String) -> String { escaped(text) { isHarmful($0) && $0 != "\n" } }

    private static func escaped(_ text: String, _ isEscaped: (Unicode.Scalar) -> Bool) -> String {
        guard text.unicodeScalars.contains(where: isEscaped) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if isEscaped(scalar) {
                result += scalar.escaped(asASCII: true)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Controls (C0, DEL, C1), separators of lines and paragraphs, and what overrides the direction of writing.
    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
