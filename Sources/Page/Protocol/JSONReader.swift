/// Reads a JSON text in one pass, whole or not at all.
///
/// What two programs could read in different ways is no text: a key that comes twice, half a character, a number that is none.
///
/// - Source: RFC 8259.
struct JSONReader {
    private let bytes: [UInt8]
    private var at = 0
    private let nesting: Int

    /// - Parameter nesting: how deep brackets may stand in each other.
    /// - Complexity: O(bytes).
    static func read(_ text: String, nesting: Int) -> JSONValue? {
        var reader = JSONReader(bytes: Array(text.utf8), nesting: nesting)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipBlanks()
        return reader.at == reader.bytes.count ? value : nil
    }

    private init(bytes: [UInt8], nesting: Int) {
        self.bytes = bytes
        self.nesting = nesting
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func take(_ sign: Character) -> Bool {
        guard next == sign.asciiValue else { return false }
        at += 1
        return true
    }

    private mutating func take(word: StaticString, _ value: JSONValue) -> JSONValue? {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count,
            word.withUTF8Buffer({ $0.elementsEqual(bytes[at..<end]) })
        else { return nil }
        at = end
        return value
    }

    private mutating func value(depth: Int) -> JSONValue? {
        skipBlanks()
        switch next {
        case UInt8(ascii: "{"): return depth < nesting ? object(depth: depth + 1) : nil
        case UInt8(ascii: "["): return depth < nesting ? list(depth: depth + 1) : nil
        case UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "t"): return take(word: "true", .bool(true))
        case UInt8(ascii: "f"): return take(word: "false", .bool(false))
        case UInt8(ascii: "n"): return take(word: "null", .null)
        default: return number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        at += 1
        var object: [String: JSONValue] = [:]
        skipBlanks()
        if take("}") { return .object(object) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\""), let key = string(), object[key] == nil else { return nil }
            skipBlanks()
            guard take(":"), let value = value(depth: depth) else { return nil }
            object[key] = value
            skipBlanks()
            if take("}") { return .object(object) }
            guard take(",") else { return nil }
        }
    }

    private mutating func list(depth: Int) -> JSONValue? {
        at += 1
        var list: [JSONValue] = []
        skipBlanks()
        if take("]") { return .list(list) }
        while true {
            guard let value = value(depth: depth) else { return nil }
            list.append(value)
            skipBlanks()
            if take("]") { return .list(list) }
            guard take(",") else { return nil }
        }
    }

    /// `-`, digits without a leading zero, a fraction, an exponent; finite.
    private mutating func number() -> JSONValue? {
        let start = at
        _ = take("-")
        if !take("0") { guard digits() else { return nil } }
        if take(".") { guard digits() else { return nil } }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            guard digits() else { return nil }
        }
        guard let number = Double(String(decoding: bytes[start..<at], as: UTF8.self)), number.isFinite else {
            return nil
        }
        return .number(number)
    }

    private mutating func digits() -> Bool {
        let start = at
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { at += 1 }
        return at > start
    }

    private mutating func string() -> String? {
        at += 1
        var text: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): guard escape(into: &text) else { return nil }
            case ..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"),
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D,
        UInt8(ascii: "t"): 0x09,
    ]

    private mutating func escape(into text: inout [UInt8]) -> Bool {
        guard let byte = next else { return false }
        at += 1
        if let plain = JSONReader.escapes[byte] {
            text.append(plain)
            return true
        }
        guard byte == UInt8(ascii: "u"), var code = unit() else { return false }
        if code & 0xFC00 == 0xD800 {
            // The first half of a character; the second has to follow.
            guard take("\\"), take("u"), let low = unit(), low & 0xFC00 == 0xDC00 else { return false }
            code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(code) else { return false }
        text += Array(String(scalar).utf8)
        return true
    }

    /// Four hexadecimal digits.
    private mutating func unit() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        var code: UInt32 = 0
        for byte in bytes[at..<(at + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            code = code << 4 | UInt32(digit)
        }
        at += 4
        return code
    }
}
