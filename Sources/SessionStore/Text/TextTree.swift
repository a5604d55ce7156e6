import Texts
import Units

/// A session as a tree of texts, before it becomes YAML or JSON.
indirect enum TextTree: Equatable {
    /// A number, a switch, a known word: needs no quotes in YAML.
    case value(String)
    /// Nothing, in its place in a list.
    case none
    /// Somebody's own words.
    case name(String)
    /// Somebody's own words, of many lines.
    case text(String)
    /// On one line.
    case row([TextTree])
    /// One line an element.
    case list([TextTree])
    /// One line a key, in this order.
    case map([(key: String, tree: TextTree)])
    /// All keys on one line.
    case inlineMap([(key: String, tree: TextTree)])

    static func == (a: Self, b: Self) -> Bool { JSONWriter.text(a) == JSONWriter.text(b) }
}

/// Writes a tree as YAML in block style.
enum YAMLWriter {
    static func text(_ tree: TextTree) -> String {
        var lines: [String] = []
        guard case .map(let entries) = tree else { return inline(tree) + "\n" }
        append(entries, indent: "", to: &lines)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func append(_ entries: [(key: String, tree: TextTree)], indent: String, to lines: inout [String]) {
        for (key, tree) in entries { append("\(indent)\(key):", tree, indent: indent, to: &lines) }
    }

    /// `head` is what stands before the tree on its first line.
    private static func append(_ head: String, _ tree: TextTree, indent: String, to lines: inout [String]) {
        switch tree {
        case .map(let entries) where !entries.isEmpty:
            lines.append(head)
            append(entries, indent: indent + "  ", to: &lines)
        case .list(let elements) where !elements.isEmpty:
            lines.append(head)
            for element in elements {
                guard case .map(let entries) = element, !entries.isEmpty else {
                    lines.append("\(indent)  - \(inline(element))")
                    continue
                }
                let first = lines.count
                append(entries, indent: indent + "    ", to: &lines)
                lines[first].replaceSubrange(
                    lines[first].startIndex..<lines[first].index(lines[first].startIndex, offsetBy: indent.count + 4),
                    with: indent + "  - ")
            }
        case .text(let text) where isBlock(text):
            lines.append(head + " |")
            lines += text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map {
                $0.isEmpty ? "" : "\(indent)  \($0)"
            }
        default: lines.append("\(head) \(inline(tree))")
        }
    }

    private static func inline(_ tree: TextTree) -> String {
        switch tree {
        case .none: "~"
        case .value(let text): text
        case .name(let text): isPlain(text) ? text : JSONText.quoted(text)
        case .text(let text): JSONText.quoted(text)
        case .row(let elements), .list(let elements): "[\(elements.map(inline).joined(separator: ", "))]"
        case .map(let entries), .inlineMap(let entries):
            "{\(entries.map { "\($0.key): \(inline($0.tree))" }.joined(separator: ", "))}"
        }
    }

    /// Whether a text can stand as it is, line by line, in a block below its key.
    private static func isBlock(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, first != " ", first != "\n", scalars.last == "\n",
            !scalars.dropLast().reversed().starts(with: ["\n"])
        else { return false }
        var before: Unicode.Scalar?
        var rest = scalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\n" || JSONText.isPlain(scalar),
                AliasScan.isSafe(scalar, before: rest.first, after: before ?? "\n")
            else { return false }
            before = scalar
        }
        return true
    }

    /// Words that every reader of YAML takes for a text.
    private static func isPlain(_ text: String) -> Bool {
        let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            isLetter(first) || first == "/", last != " ", !words.contains(text.lowercased())
        else { return false }
        return text.unicodeScalars.allSatisfy {
            isLetter($0) || ("0"..."9").contains($0) || " -_./()+".unicodeScalars.contains($0)
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic && (scalar.isASCII || scalar.value < 0x2000)
    }
}

/// Writes a tree as JSON with the same lines as the YAML.
enum JSONWriter {
    static func text(_ tree: TextTree) -> String { write(tree, indent: "") + "\n" }

    private static func write(_ tree: TextTree, indent: String) -> String {
        let inner = indent + "  "
        switch tree {
        case .none: return "null"
        case .value(let text): return isNumber(text) ? text : JSONText.quoted(text)
        case .name(let text), .text(let text): return JSONText.quoted(text)
        case .row(let elements): return "[\(elements.map { write($0, indent: "") }.joined(separator: ", "))]"
        case .list(let elements):
            guard !elements.isEmpty else { return "[]" }
            return "[\n" + elements.map { inner + write($0, indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .inlineMap(let entries):
            return
                "{\(entries.map { "\(JSONText.quoted($0.key)): \(write($0.tree, indent: ""))" }.joined(separator: ", "))}"
        case .map(let entries):
            guard !entries.isEmpty else { return "{}" }
            return "{\n"
                + entries.map { "\(inner)\(JSONText.quoted($0.key)): \(write($0.tree, indent: inner))" }
                .joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    /// Whether JSON takes the text for a number as it stands.
    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard let first = digits.first, first.isASCII, first.isNumber, ReadNumber.decimal(text) != nil else {
            return false
        }
        return !(first == "0" && digits.dropFirst().first?.isNumber == true)
    }
}
