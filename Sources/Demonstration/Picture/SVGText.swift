import Texts

/// Builds the text of an SVG file: names are escaped, numbers are short.
struct SVGText {
    private(set) var text = ""

    mutating func line(_ words: String) { text += words + "\n" }

    /// A text element.
    ///
    /// - Parameters:
    ///   - style: a class of the style sheet, such as `axis`.
    ///   - more: further attributes, ready to print.
    mutating func words(_ words: String, x: Double, y: Double, style: String, more: String = "") {
        let attributes = more.isEmpty ? "" : " " + more
        line(
            "<text x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\" class=\"\(style)\"\(attributes)>"
                + "\(SVGText.escaped(words))</text>")
    }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, style: String, more: String = ""
    ) {
        let attributes = more.isEmpty ? "" : " " + more
        line(
            "<rect x=\"\(SVGText.number(x))\" y=\"\(SVGText.number(y))\" width=\"\(SVGText.number(width))\" "
                + "height=\"\(SVGText.number(height))\" class=\"\(style)\"\(attributes)/>")
    }

    mutating func stroke(x1: Double, y1: Double, x2: Double, y2: Double, style: String) {
        line(
            "<line x1=\"\(SVGText.number(x1))\" y1=\"\(SVGText.number(y1))\" x2=\"\(SVGText.number(x2))\" "
                + "y2=\"\(SVGText.number(y2))\" class=\"\(style)\"/>")
    }

    /// A number with two decimals at most; 0 if it is not finite.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let whole = abs(hundredths) / 100
        let rest = abs(hundredths) % 100
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Safe inside an element or an attribute; characters that XML 1.0 forbids become U+FFFD.
    static func escaped(_ words: String) -> String {
        var result = ""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\t", "\n", "\r": result += " "
            default:
                let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
                result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }

    /// The words cut to a width, with an ellipsis in place of what is missing.
    ///
    /// - Parameters:
    ///   - width: units that there is room for.
    ///   - size: of the font; a letter is taken to be 0.6 of it wide, one of East Asia twice that, which is wide even for DejaVu.
    static func fitted(_ words: String, width: Double, size: Double) -> String {
        let room = Int(width / (size * 0.6))
        return TextWidth.cut(words, columns: room)
    }

    /// How wide words are drawn, estimated to the safe side.
    static func width(of words: String, size: Double) -> Double { Double(TextWidth.columns(words)) * size * 0.6 }
}
