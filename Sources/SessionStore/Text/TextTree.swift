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
    /// The same of very many, each made when it is written.
    case lines(Int, (Int) -> TextTree)
    /// One line a key, in this order.
    case map([(key: String, tree: TextTree)])
    /// All keys on one line.
    case inlineMap([(key: String, tree: TextTree)])

    static func == (a: Self, b: Self) -> Bool { JSONWriter.text(a) == JSONWriter.text(b) }
}

/// Writes a tree as YAML in block style.
enum YAMLWriter {
    static func text(_ tree: TextTree) -> String {
        guard case .map(let entries) = tree else { return inline(tree) + "\n" }
        var text = ""
        append(entries, indent: "", to: &text)
        return text
    }

    /// - Parameter first: what stands before the first key in the place of the indent.
    private static func append(
        _ entries: [(key: String, tree: TextTree)], indent: String, first: String? = nil, to text: inout String
    ) {
        for (index, entry) in entries.enumerated() {
            let lead = index == 0 ? first ?? indent : indent
            append("\(lead)\(entry.key):", entry.tree, indent: indent, to: &text)
        }
    }

    /// `head` is what stands before the tree on its first line.
    private static func append(_ head: String, _ tree: TextTree, indent: String, to text: inout String) {
        text += head
        switch tree {
        case .map(let entries) where !entries.isEmpty:
            text += "\n"
            append(entries, indent: indent + "  ", to: &text)
        case .list(let elements) where !elements.isEmpty:
            text += "\n"
            for element in elements {
                if case .map(let entries) = element, !entries.isEmpty {
                    append(entries, indent: indent + "    ", first: indent + "  - ", to: &text)
                } else {
                    text += "\(indent)  - \(inline(element))\n"
                }
            }
        case .lines(let count, let line):
            text += "\n"
            for index in 0..<count { text += "\(indent)  - \(inline(line(index)))\n" }
        case .text(let block) where isBlock(block):
            text += " |\n"
            for line in block.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
                text += line.isEmpty ? "\n" : "\(indent)  \(line)\n"
            }
        default: text += " \(inline(tree))\n"
        }
    }

    private static func inline(_ tree: TextTree) -> String {
        switch tree {
        case .none: "~"
        case .value(let text): text
        case .name(let text): isPlain(text) ? text : JSONText.quoted(text)
        case .text(let text): JSONText.quoted(text)
        case .row(let elements), .list(let elements): "[\(elements.map(inline).joined(separator: ", "))]"
        case .lines(let count, let line): "[\((0..<count).map { inline(line($0)) }.joined(separator: ", "))]"
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
        case .lines(let count, let line):
            var text = "["
            for index in 0..<count {
                text += "\(index == 0 ? "\n" : ",\n")\(inner)\(write(line(index), indent: inner))"
            }
            return text + (count == 0 ? "]" : "\n\(indent)]")
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
