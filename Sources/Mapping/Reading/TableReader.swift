import ControlSurfaces
import Texts
import Units

/// A word of the mapping language.
typealias Keyword = Word

extension Section {
    static let takeovers = TakeoverMode.allCases.map(\.rawValue)
    static let echoes = EchoPolicy.allCases.map(\.rawValue)

    static let all = [
        mapping, keepAlive, handshake, banks, hooks, match, defaults, control, lamp, meter, ring, layer, assignment,
        performance,
        surface, event,
        expectation,
    ]
}

/// Reads a table whose keys are a section's words.
struct TableReader {
    let section: Section
    let location: SourceLocation
    let findings: Findings
    private(set) var pairs = YAMLPairs()
    /// Whether there were unknown words: one of them may be, misspelt, what a caller misses.
    private(set) var hasUnknownWords = false

    /// Reports what is not a table, unknown words and missing ones. Keys that `isFree` accepts are left to the caller.
    init?(_ tree: YAMLTree, _ section: Section, _ findings: Findings, isFree: (String) -> Bool = { _ in false }) {
        self.section = section
        self.findings = findings
        location = tree.location
        guard case .table(let pairs, let place) = tree else {
            findings.error("wrong-type", at: tree.location, "\(section.name) is \(tree.kind), expected a table")
            return nil
        }
        self.pairs = pairs
        let names = section.words.map(\.name)
        var meant: Set<String> = []
        for (key, _) in pairs where !names.contains(key.text) && !isFree(key.text) {
            if let word = Suggestion.nearest(to: key.text, among: names) { meant.insert(word) }
            hasUnknownWords = true
            findings.error(
                "unknown-key", at: key.location, "`\(key.text)` is not a word of \(section.name)",
                help: Suggestion.help(for: key.text, among: names))
        }
        // A word that was misspelt is not missing besides.
        for word in section.words
        where word.isRequired && !meant.contains(word.name) && !pairs.contains(where: { $0.key.text == word.name }) {
            findings.error(
                "missing-key", at: place, "\(section.name) has no `\(word.name)`",
                help: "\(word.name): \(word.summary)")
        }
    }

    func tree(_ name: String) -> YAMLTree? { pairs.first { $0.key.text == name }?.value }
    func key(_ name: String) -> YAMLText? { pairs.first { $0.key.text == name }?.key }

    /// The text of a word; anything else is reported.
    func text(_ name: String) -> YAMLText? {
        guard let tree = tree(name), let key = key(name) else { return nil }
        guard case .text(let text) = tree, !text.text.isEmpty else {
            let place = tree.kind == "nothing" ? key.location : tree.location
            findings.error("wrong-type", at: place, "`\(name)` is \(tree.kind), expected a text")
            return nil
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard ReadNumber.isWhole(text.text) else {
            findings.error(
                "wrong-type", at: text.location,
                "`\(name)` is `\(text.text)`, expected a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
            return nil
        }
        guard let number = ReadNumber.whole(text.text, in: range) else {
            findings.error(
                "value-out-of-range", at: text.location,
                "`\(name)` is \(text.text), expected \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// One word out of an enum's raw values.
    func word<Choice: RawRepresentable & CaseIterable>(_ name: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        if let choice = Choice(rawValue: text.text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        findings.error(
            "unknown-word", at: text.location, "`\(name)` is `\(text.text)`, expected " + Suggestion.oneOf(words),
            help: Suggestion.nearest(to: text.text, among: words).map { "did you mean `\($0)`?" })
        return nil
    }

    /// Whole milliseconds, `250ms` or `0.25s`.
    func milliseconds(_ name: String, in range: ClosedRange<Int>) -> Int? {
        text(name).flatMap { Duration.read($0, name, in: range, findings) }
    }

    /// Nanoseconds, exactly, of a time inside a range of milliseconds.
    func nanoseconds(_ name: String, in range: ClosedRange<Int>) -> Int64? {
        text(name).flatMap { Duration.nanoseconds($0, name, in: range, findings) }
    }
}
