import Texts

/// Texts as JSON writes them; YAML reads the same between double quotes.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                let next = index + 1 < scalars.count ? scalars[index + 1] : nil
                let isSafe = AliasScan.isSafe(scalar, before: next, after: index > 0 ? scalars[index - 1] : nil)
                if isSafe, isPlain(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result + "\""
    }

    /// Whether a scalar may stand in YAML and JSON as it is: printable, no break of a line, no mark of byte order.
    static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xD800, 0xE000..<0xFEFF, 0xFF00..<0xFFFE: true
        case 0x10000...: true
        default: false
        }
    }
}
