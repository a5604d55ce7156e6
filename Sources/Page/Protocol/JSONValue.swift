import Foundation

/// A JSON text as a value.
enum JSONValue: Sendable, Hashable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// Reads a text whose nesting is bounded; `nil` if it is none.
    init?(_ text: String, nesting: Int) {
        guard JSONValue.nesting(of: text) <= nesting,
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let bool = try? container.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// How deep brackets stand in each other, outside of strings.
    private static func nesting(of text: String) -> Int {
        var (depth, deepest, isInside, isEscaped) = (0, 0, false, false)
        for byte in text.utf8 {
            if isInside {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte
                    == UInt8(ascii: "\"")
                {
                    isInside = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInside = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var list: [JSONValue]? { if case .list(let list) = self { list } else { nil } }
    var object: [String: JSONValue]? { if case .object(let object) = self { object } else { nil } }

    /// One text, or a list of texts.
    var texts: [String]? {
        if let text { return [text] }
        guard let list else { return nil }
        let texts = list.compactMap(\.text)
        return texts.count == list.count ? texts : nil
    }
}
