import Automation
import MixModel
import Texts
import Units

extension Section {
    // swift-format-ignore
    static let performance = Section(name: "a performance", words: [
        Keyword("performance", "`1`", required: true, "version of this language"),
        Keyword("surfaces", "table", "devices by name: `desk: {mapping: example-eight}`"),
        Keyword("events", "list", required: true, "what happens, with times in seconds"),
        Keyword("expect", "list", "what must come of it"),
    ])

    // swift-format-ignore
    static let surface = Section(name: "a surface", words: [
        Keyword("mapping", "name or file", required: true, "a mapping by its name, or a `.yaml` file beside the performance"),
        Keyword("port", "1 to 16", "which port of the device it is, if that has several; 1 unless said"),
    ])
}

/// A performance file to a ``Performance``, or all of its mistakes.
public enum PerformanceReader {
    /// Most events of a performance after `every` is expanded.
    public static let maximumEvents: Int64 = 1_000_000

    /// Reads a performance in YAML. Surfaces and controls are checked by ``Performance/check(mappings:)`` once the mappings
    /// are known.
    ///
    /// - Returns: the performance if no diagnostic is an error; diagnostics in the order of the file.
    public static func read(text: String, file: String) -> (performance: Performance?, diagnostics: [Diagnostic]) {
        let draft = draft(text: text, file: file)
        return (draft.hasErrors ? nil : draft.performance, draft.diagnostics)
    }

    /// Reads as much of a performance as can be understood, for what others find wrong with it.
    public static func draft(text: String, file: String) -> PerformanceDraft {
        let text = YAMLReader.withoutMark(text)
        let findings = Findings(file: file, text: text)
        var performance = Performance()
        if let tree = YAMLReader.read(text, findings, maximumBytes: YAMLReader.maximumPerformanceBytes),
            let table = TableReader(tree, .performance, findings),
            MappingReader.checkVersion(table, "performance", findings)
        {
            performance = read(table, findings)
        }
        return PerformanceDraft(performance, findings)
    }

    private static func read(_ table: TableReader, _ findings: Findings) -> Performance {
        var performance = Performance()
        if case .table(let pairs, _)? = table.tree("surfaces") {
            for (key, value) in pairs {
                guard let surface = TableReader(value, .surface, findings) else { continue }
                guard ControlReader.isName(key.text), !key.text.contains("/"),
                    !Section.event.words.contains(where: { $0.name == key.text })
                else {
                    findings.error(
                        "wrong-name", at: key.location, "`\(key.text)` is not the name of a surface",
                        help: "letters, digits, `-` and `_`, and no word of an event")
                    continue
                }
                let mapping = surface.text("mapping")
                performance.surfaces.append(
                    .init(
                        name: key.text, mapping: mapping?.text ?? "", location: mapping?.location ?? key.location,
                        port: surface.integer("port", in: 1...16) ?? 1))
            }
        } else if let tree = table.tree("surfaces") {
            findings.error("wrong-type", at: tree.location, "`surfaces` is \(tree.kind), expected a table")
        }
        let names = performance.surfaces.map(\.name)
        for item in items("events", table, findings) {
            guard performance.events.count < maximumEvents else {
                findings.error("too-large", at: item.location, "more than \(maximumEvents) events")
                break
            }
            performance.events += EventReader(surfaces: names, findings: findings).read(item)
        }
        // Swift's sort keeps the order of equals.
        performance.events.sort { $0.nanoseconds < $1.nanoseconds }
        for item in items("expect", table, findings) {
            if let fact = ExpectationReader(surfaces: names, findings: findings).read(item) {
                performance.expectations.append(fact)
            }
        }
        return performance
    }

    private static func items(_ key: String, _ table: TableReader, _ findings: Findings) -> [YAMLTree] {
        guard let tree = table.tree(key) else { return [] }
        if case .list(let items, _) = tree { return items }
        if case .text(let text) = tree, text.text.isEmpty { return [] }
        findings.error("wrong-type", at: tree.location, "`\(key)` is \(tree.kind), expected a list")
        return []
    }
}
