import Texts
import Yams

/// Text to ``YAMLTree``, with limits against hostile files.
enum YAMLReader {
    /// Of a mapping: 1 MiB.
    static let maximumBytes = 1 << 20
    /// Of a performance, which may be a recording of an hour: 16 MiB.
    static let maximumPerformanceBytes = 16 << 20
    /// Each key that is written twice costs one more reading of the file.
    private static let maximumReadings = 32
    static let maximumDepth = 64
    /// Private use: in no real file.
    private static let duplicateMark: Unicode.Scalar = "\u{F8F0}"

    /// A byte order mark, as some editors write it, is no part of the text.
    static func withoutMark(_ text: String) -> String {
        text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    }

    /// `nil` if the text is not YAML, or nothing; the reason is in `findings` then.
    static func read(_ text: String, _ findings: Findings, maximumBytes: Int = maximumBytes) -> YAMLTree? {
        let start = SourceLocation(file: findings.file)
        guard text.utf8.count <= maximumBytes else {
            findings.error(
                "too-large", at: start,
                "the file is \(text.utf8.count) bytes long, expected at most \(maximumBytes >> 20) MiB")
            return nil
        }
        if let place = AliasScan.first(in: text) {
            let location = SourceLocation(
                file: findings.file, line: place.line, column: place.column, length: place.length)
            findings.error(
                "alias", at: location, "anchors and aliases (`&`, `*`) are not used here",
                help: "write the part out again, or use a range")
            return nil
        }
        guard let (node, renamed) = compose(text, findings) else { return nil }
        var converter = Converter(findings: findings, renamed: renamed)
        let tree = converter.tree(node, depth: 0)
        return converter.isTooDeep ? nil : tree
    }

    /// Keys that stand in a table more than once, by the place of those that were renamed for Yams.
    private struct Renamed: Hashable {
        var line: Int
        var column: Int
    }

    /// Composes. A table with the same key twice stops Yams, so the earlier key is renamed and the file read again; the
    /// ``Converter`` gives it its name back and reports the later one.
    private static func compose(_ text: String, _ findings: Findings) -> (Node, [Renamed: String])? {
        var text = text
        var renamed: [Renamed: String] = [:]
        for _ in 0..<maximumReadings {
            do {
                guard let node = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else {
                    findings.error("empty-file", at: SourceLocation(file: findings.file), "the file is empty")
                    return nil
                }
                return (node, renamed)
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                guard let key = keys.first, let changed = renaming(key, at: context.mark, in: text) else {
                    let place = SourceLocation(
                        file: findings.file, line: context.mark.line, column: context.mark.column)
                    findings.error("duplicate-key", at: place, "`\(keys.first ?? "")` is written twice in one table")
                    return nil
                }
                text = changed
                renamed[Renamed(line: context.mark.line, column: context.mark.column)] = key
            } catch {
                report(error, text, findings)
                return nil
            }
        }
        findings.error(
            "duplicate-key", at: SourceLocation(file: findings.file),
            "\(maximumReadings) keys and more are written twice")
        return nil
    }

    private static func renaming(_ key: String, at mark: Mark, in text: String) -> String? {
        var scalars = Array(text.unicodeScalars)
        var line = 1, index = 0
        while index < scalars.count, line < mark.line {
            if scalars[index] == "\n"
                || (scalars[index] == "\r" && !(index + 1 < scalars.count && scalars[index + 1] == "\n"))
            {
                line += 1
            }
            index += 1
        }
        index += mark.column - 1
        if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
        let length = key.unicodeScalars.count
        guard length > 0, index + length <= scalars.count,
            Array(key.unicodeScalars) == Array(scalars[index..<(index + length)])
        else { return nil }
        // As wide as before, and of private-use characters that depend on the place, so that no two are alike.
        var rest = UInt32(truncatingIfNeeded: mark.line &* 8_191 &+ mark.column)
        for offset in 0..<length {
            scalars[index + offset] = Unicode.Scalar(0xE000 + rest % 0x1800) ?? duplicateMark
            rest = rest / 0x1800 &+ 1
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func report(_ error: any Error, _ text: String, _ findings: Findings) {
        func place(_ mark: Mark) -> SourceLocation {
            SourceLocation(file: findings.file, line: max(1, mark.line), column: max(1, mark.column))
        }
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
            let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
            let wantsQuotes = [
                "start any token", "undefined alias", "mapping values are not allowed", "scanning an alias",
            ]
            let help: String? =
                if line.contains("\t") {
                    "YAML indents with spaces; this line has a tab"
                } else if wantsQuotes.contains(where: { problem.contains($0) || context?.text.contains($0) == true })
                {
                    "put the text in quotes, such as \"*MIDI 1\""
                } else {
                    context.map { "\($0.text) that begins on line \($0.mark.line)" }
                }
            // The parser has a limit of its own, far above ours, and tells of it in its own words.
            guard !problem.contains("nesting level") else {
                findings.error("too-deep", at: place(mark), "more than \(maximumDepth) levels inside each other")
                break
            }
            findings.error("yaml-syntax", at: place(mark), "YAML cannot be read here: \(problem)", help: help)
        case YamlError.reader(let problem, _, _, _):
            findings.error(
                "yaml-syntax", at: SourceLocation(file: findings.file), "the file cannot be read: \(problem)",
                help: "a mapping is text in UTF-8")
        default:
            findings.error(
                "yaml-syntax", at: SourceLocation(file: findings.file), "the file cannot be read: \(error)")
        }
    }

    private struct Converter {
        let findings: Findings
        let renamed: [Renamed: String]
        var isTooDeep = false

        mutating func tree(_ node: Node, depth: Int) -> YAMLTree {
            let mark = node.mark
            let place = SourceLocation(file: findings.file, line: mark?.line ?? 1, column: mark?.column ?? 1)
            if depth > maximumDepth {
                if !isTooDeep {
                    findings.error("too-deep", at: place, "more than \(maximumDepth) levels inside each other")
                }
                isTooDeep = true
                return .text(YAMLText(text: "", location: place))
            }
            switch node {
            case .scalar(let scalar): return .text(text(scalar, place))
            case .sequence(let sequence): return .list(sequence.map { tree($0, depth: depth + 1) }, place)
            case .mapping(let mapping):
                var pairs = YAMLPairs()
                var lines: [String: Int] = [:]
                for (key, value) in mapping {
                    guard let key = name(key) else { continue }
                    if let line = lines[key.text] {
                        let message = "`\(key.text)` is written twice in one table; first on line \(line)"
                        findings.error("duplicate-key", at: key.location, message, help: "keep one of them")
                        continue
                    }
                    lines[key.text] = key.location.line
                    pairs.append(key, tree(value, depth: depth + 1))
                }
                return .table(pairs, place)
            case .alias: return .text(YAMLText(text: "", location: place))
            }
        }

        private func name(_ key: Node) -> YAMLText? {
            let mark = key.mark
            let place = SourceLocation(file: findings.file, line: mark?.line ?? 1, column: mark?.column ?? 1)
            guard case .scalar(var scalar) = key else {
                findings.error("wrong-type", at: place, "a key is a list or a table, expected a text")
                return nil
            }
            if let name = renamed[Renamed(line: place.line, column: place.column)] { scalar.string = name }
            return text(scalar, place)
        }

        private func text(_ scalar: Node.Scalar, _ place: SourceLocation) -> YAMLText {
            let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            var place = place
            place.length = max(1, scalar.string.unicodeScalars.count + (isQuoted ? 2 : 0))
            return YAMLText(text: scalar.string, location: place, inset: isQuoted ? 1 : 0)
        }
    }
}
