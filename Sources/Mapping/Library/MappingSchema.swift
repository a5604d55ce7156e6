import Texts
import Units

/// The JSON Schema of mappings, for editors that complete and check while one types. Made from the rows that the reader uses.
public enum MappingSchema {
    /// The schema as JSON, draft 2020-12.
    public static func json() -> String {
        let sections = Section.all.filter { $0.words.contains { $0.shape != .any } }
        let root = object(of: .mapping)
        let definitions = JSON.object(
            sections.filter { $0.name != Section.mapping.name }.map { (id($0.name), object(of: $0)) })
        let head: [(String, JSON)] = [
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("$id", .text("https://gainrider/mapping-\(MappingReader.version).schema.json")),
            ("title", .text("Gainrider mapping")),
        ]
        guard case .object(let parts) = root else { return "" }
        return JSON.object(head + parts + [("$defs", definitions)]).text(indent: 0) + "\n"
    }

    private static func object(of section: Section) -> JSON {
        let properties = section.words.map { word -> (String, JSON) in
            guard case .object(let parts) = schema(of: word.shape) else { return (word.name, .object([])) }
            return (word.name, .object([("description", .text(word.summary))] + parts))
        }
        // A mapping that extends another inherits the rest.
        let required = section.words.filter { $0.isRequired && !["controls", "layers"].contains($0.name) }
        return .object(
            [("type", .text("object")), ("properties", .object(properties))]
                + (required.isEmpty ? [] : [("required", .list(required.map { .text($0.name) }))])
                + [("additionalProperties", section.name == Section.layer.name ? assignment : .bool(false))])
    }

    /// In a layer every other key is a control.
    private static var assignment: JSON {
        schema(of: .either([.text, .list(.text), .table(Section.assignment.name)]))
    }

    private static func schema(of shape: Word.Shape) -> JSON {
        switch shape {
        case .any: .object([])
        // YAML's numbers and switches are read as texts.
        case .text: .object([("type", .list(["string", "number", "boolean"].map { .text($0) }))])
        case .whole(let range):
            .object([
                ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ])
        case .words(let words):
            .object([
                (
                    "enum",
                    .list(
                        words.flatMap { word in
                            (ReadNumber.whole(word, in: 0...65_535).map { [JSON.number($0)] } ?? []) + [.text(word)]
                        })
                )
            ])
        case .table(let name): .object([("$ref", .text("#/$defs/\(id(name))"))])
        case .either(let shapes): .object([("anyOf", .list(shapes.map(schema)))])
        case .list(let element):
            .object([
                (
                    "anyOf",
                    .list([.object([("type", .text("array")), ("items", schema(of: element))]), schema(of: element)])
                )
            ])
        case .named(let element): .object([("type", .text("object")), ("additionalProperties", schema(of: element))])
        }
    }

    private static func id(_ name: String) -> String {
        String(name.filter { $0.isLetter || $0 == " " }.drop { $0 == " " }).replacing(
            "a ", with: "", maxReplacements: 1
        )
        .replacing("an ", with: "", maxReplacements: 1)
    }
}

/// JSON, written in the order in which it was put together.
private enum JSON {
    case text(String)
    case number(Int)
    case bool(Bool)
    case list([JSON])
    case object([(String, JSON)])

    func text(indent: Int) -> String {
        let margin = String(repeating: "  ", count: indent + 1), end = String(repeating: "  ", count: indent)
        switch self {
        case .text(let text): return JSON.quoted(text)
        case .number(let number): return String(number)
        case .bool(let isTrue): return isTrue ? "true" : "false"
        case .list(let items):
            return "[" + items.map { $0.text(indent: indent) }.joined(separator: ", ") + "]"
        case .object(let parts) where parts.isEmpty: return "{}"
        case .object(let parts):
            let lines = parts.map { "\(margin)\(JSON.quoted($0.0)): \($0.1.text(indent: indent + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
