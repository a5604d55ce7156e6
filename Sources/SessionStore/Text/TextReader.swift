import Units
import Yams

/// Reads pieces of a YAML tree and gathers the mistakes; every scalar is read as the text that stands there.
struct TextReader {
    private(set) var faults: [TextFault] = []

    /// Parses a text into a tree; a mistake of syntax ends the reading.
    static func tree(_ text: String) throws(TextSyntaxError) -> Yams.Node? {
        do {
            return try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw TextSyntaxError(fault: fault(error, text))
        } catch {
            throw TextSyntaxError(fault: TextFault(line: 1, column: 1, message: "\(error)"))
        }
    }

    private static func fault(_ error: YamlError, _ text: String) -> TextFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return TextFault(line: mark.line, column: mark.column, message: "this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return TextFault(
                line: context.mark.line, column: context.mark.column, message: "\(keys) stands here more than once",
                help: "keep one of them")
        case .reader(let problem, let offset, _, _):
            let before = text.unicodeScalars.prefix(offset ?? 0)
            let line = before.count { $0 == "\n" } + 1
            let column = before.reversed().prefix { $0 != "\n" }.count + 1
            return TextFault(line: line, column: column, message: "this is not text: \(problem)")
        default:
            return TextFault(line: 1, column: 1, message: "this is not YAML: \(error)")
        }
    }

    mutating func add(_ node: Yams.Node, _ message: String, help: String? = nil) {
        faults.append(
            TextFault(line: node.mark?.line ?? 1, column: node.mark?.column ?? 1, message: message, help: help))
    }

    /// The text of a scalar.
    mutating func text(_ node: Yams.Node, _ what: String) -> String? {
        if case .scalar(let scalar) = node { return scalar.string }
        add(node, "\(what) is one value, not a list or a block of keys")
        return nil
    }

    /// A whole number within a range.
    mutating func whole(_ node: Yams.Node, _ what: String, _ range: ClosedRange<Int64>) -> Int64? {
        guard let text = text(node, what) else { return nil }
        guard let number = Int64(text) else {
            add(node, "\(what) is \"\(text)\", not a whole number")
            return nil
        }
        guard range.contains(number) else {
            let limits =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound)…\(range.upperBound)"
            add(node, "\(what) is \(number)", help: "it is \(limits)")
            return nil
        }
        return number
    }

    /// One word out of a few.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ node: Yams.Node, _ what: String) -> Word?
    where Word.RawValue == String {
        guard let text = text(node, what) else { return nil }
        if let word = Word(rawValue: text) { return word }
        add(node, "\(what) is \"\(text)\"", help: TextReader.suggestion(text, Word.allCases.map(\.rawValue)))
        return nil
    }

    /// A switch.
    mutating func flag(_ node: Yams.Node, _ what: String) -> Bool? {
        guard let text = text(node, what) else { return nil }
        switch text {
        case "on", "true": return true
        case "off", "false": return false
        default:
            add(node, "\(what) is \"\(text)\"", help: "it is on or off")
            return nil
        }
    }

    /// A value in the parameter's unit, as a position.
    mutating func position(_ node: Yams.Node, _ what: String, _ spec: ParameterSpec) -> Float? {
        guard let text = text(node, what) else { return nil }
        guard let position = LaneText.position(text, spec) else {
            add(node, "\(what) is \"\(text)\"", help: "it takes \(spec.rangeText)")
            return nil
        }
        if let fault = spec.fault(of: position) {
            add(node, fault)
            return nil
        }
        return position
    }

    /// The elements of a list.
    mutating func list(_ node: Yams.Node, _ what: String) -> [Yams.Node]? {
        if case .sequence(let sequence) = node { return Array(sequence) }
        add(node, "\(what) is a list")
        return nil
    }

    /// Keys with their values; a key that is no scalar is a mistake.
    mutating func entries(_ node: Yams.Node, _ what: String) -> [(key: String, node: Yams.Node, value: Yams.Node)]? {
        guard case .mapping(let mapping) = node else {
            add(node, "\(what) is a block of keys with values")
            return nil
        }
        var entries: [(key: String, node: Yams.Node, value: Yams.Node)] = []
        for (key, value) in mapping {
            guard let text = text(key, "a key") else { continue }
            entries.append((text, key, value))
        }
        return entries
    }

    mutating func unknown(
        _ key: String, _ node: Yams.Node, in what: String, known: [String], help: String? = nil
    ) {
        add(node, "unknown key \"\(key)\" in \(what)", help: help ?? TextReader.suggestion(key, known))
    }

    /// The nearest known word, or all of them.
    static func suggestion(_ word: String, _ known: [String]) -> String {
        let near = known.map { ($0, distance(word.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }
        if let near, near.1 <= max(1, near.0.count / 3) { return "did you mean \"\(near.0)\"?" }
        // Many paths are shown by their first words.
        guard known.count > 24 else { return "known: \(known.joined(separator: ", "))" }
        var heads: [String] = []
        for path in known {
            let head = path.prefix { $0 != "/" }
            let short = head.count == path.count ? path : head + "/…"
            if !heads.contains(short) { heads.append(short) }
        }
        return "known: \(heads.joined(separator: ", "))"
    }

    /// Levenshtein's: letters to insert, delete or replace.
    private static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b)
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (letter == b[j] ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[b.count]
    }
}

/// A text that is not YAML.
struct TextSyntaxError: Error {
    let fault: TextFault
}
