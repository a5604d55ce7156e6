import Texts
import Units

extension Section {
    // swift-format-ignore
    static let event = Section(name: "an event", words: [
        Keyword("at", "`2`, `2.5` or `2..3`", required: true, "seconds from the start; a span goes with `every`"),
        Keyword("every", "`10ms`, 1 ms to 1 h", "repeats over the span, its ends included, on a straight line between two values"),
        Keyword("do", "action", "any action of the mapping language"),
    ])
}

/// One item of `events`.
struct EventReader {
    let surfaces: [String]
    let findings: Findings

    func read(_ tree: YAMLTree) -> [Performance.Event] {
        guard let table = TableReader(tree, .event, findings, isFree: { _ in true }) else { return [] }
        let words = Section.event.words.map(\.name)
        let inputs = table.pairs.filter { !words.contains($0.key.text) }
        let count = inputs.count + (table.key("do") == nil ? 0 : 1)
        guard count == 1 else {
            let found = count == 0 ? "this event does nothing" : "this event does \(count) things"
            findings.error(
                "wrong-event", at: tree.location, found, help: "expected one of `do:`, a surface or `surface/control`"
            )
            return []
        }
        // A wrong time hides no mistake in what happens then: two steps stand for a span that cannot be read.
        let moments = span(table).map { times($0, table) }
        guard let (source, place) = source(table, inputs, steps: moments?.count ?? 2), let moments else { return [] }
        return moments.enumerated().compactMap { step, time in
            source(step).map { Performance.Event(nanoseconds: time, input: $0, location: place) }
        }
    }

    /// What happens at each step, and where that is written.
    private func source(
        _ table: TableReader, _ inputs: [YAMLPairs.Element], steps: Int
    ) -> (input: (Int) -> Performance.Input?, place: SourceLocation)? {
        if let text = table.text("do") {
            return action(text).map { action in ({ _ in .action(action) }, text.location) }
        }
        guard let (key, value) = inputs.first else { return nil }
        return input(key, value, steps: steps).map { ($0, key.location) }
    }

    private func span(_ table: TableReader) -> (from: Int64, to: Int64)? {
        guard let text = table.text("at"), let span = PerformanceTime.span(text, findings) else { return nil }
        if span.from != span.to, table.key("every") == nil {
            findings.error(
                "missing-key", at: text.location, "`at` is a span, but `every` is missing", help: "add `every: 10ms`")
            return nil
        }
        return span
    }

    /// Both ends of the span are times; the last step may be shorter.
    private func times(_ span: (from: Int64, to: Int64), _ table: TableReader) -> [Int64] {
        guard let stride = table.nanoseconds("every", in: 1...3_600_000) else { return [span.from] }
        if span.from == span.to, let text = table.text("every") {
            findings.error("wrong-value", at: text.location, "`every` needs a span, such as `at: 2..3`")
        }
        guard (span.to - span.from) / stride < PerformanceReader.maximumEvents else {
            findings.error("too-large", at: table.location, "more than \(PerformanceReader.maximumEvents) events")
            return []
        }
        var times = Array(Swift.stride(from: span.from, through: span.to, by: Int64.Stride(exactly: stride) ?? 1))
        if times.last != span.to { times.append(span.to) }
        return times
    }

    private func action(_ text: YAMLText) -> Action? {
        do throws(AddressError) { return try Action(parsing: text.text) } catch {
            findings.error(error, in: text)
            return nil
        }
    }

    private func input(_ key: YAMLText, _ value: YAMLTree, steps: Int) -> ((Int) -> Performance.Input?)? {
        let surface = String(key.text.prefix { $0 != "/" })
        guard surfaces.contains(surface) else {
            let known = surfaces + Section.event.words.map(\.name)
            findings.error(
                "unknown-surface", at: key.location, "no surface `\(surface)`",
                help: Suggestion.help(for: surface, among: known))
            return nil
        }
        guard case .text(let text) = value, !text.text.isEmpty else {
            findings.error("wrong-type", at: value.location, "`\(key.text)` is \(value.kind), expected a text")
            return nil
        }
        guard key.text.contains("/") else {
            if let isIn = EventReader.cable[text.text] {
                guard steps == 1 else {
                    findings.error(
                        "wrong-value", at: text.location,
                        "`\(text.text)` happens at one moment, not at each of a span")
                    return nil
                }
                return { _ in .cable(surface: surface, isIn: isIn) }
            }
            guard let bytes = MessageWords(text: text, steps: steps, findings: findings).read() else { return nil }
            return { .bytes(surface: surface, bytes[min($0, bytes.count - 1)]) }
        }
        let control = String(key.text.dropFirst(surface.count + 1))
        guard let inputs = controlInputs(text, steps: steps) else { return nil }
        return { .control(surface: surface, control: control, inputs[min($0, inputs.count - 1)]) }
    }

    /// What becomes of a device's cable, and whether it is in then.
    private static let cable = ["plug": true, "unplug": false]

    /// `0.75`, `0.5..0.75`, `+3`, `-1`, `press`, `release`, `touch`, `let go`.
    private func controlInputs(_ text: YAMLText, steps: Int) -> [ControlInput]? {
        switch text.text {
        case "press": return [.press]
        case "release": return [.release]
        case "touch": return [.touch]
        case "let go": return [.letGo]
        default: break
        }
        if let sign = text.text.first, sign == "+" || sign == "-",
            let ticks: Int = ReadNumber.whole(text.text, in: -1000...1000), ticks != 0
        {
            return [.ticks(ticks)]
        }
        if let travel = travel(text.text) { return [.travel(travel)] }
        if let dots = EventReader.dots(in: text.text), let from = travel(dots.0), let to = travel(dots.1) {
            guard steps > 1 else {
                findings.error(
                    "wrong-value", at: text.location,
                    "`\(text.text)` is a range, which needs `at` with a span and `every`")
                return nil
            }
            return (0..<steps).map { .travel(from + (to - from) * Double($0) / Double(steps - 1)) }
        }
        findings.error(
            "wrong-value", at: text.location, "`\(text.text)` is not a movement of a control",
            help:
                "expected travel from 0 to 1 such as `0.75`, ticks from -1000 to +1000 such as `+3`, `press`, `release`, `touch` or `let go`"
        )
        return nil
    }

    private func travel(_ text: String) -> Double? {
        guard let travel = ReadNumber.decimal(text), (0...1).contains(travel) else { return nil }
        return travel
    }

    /// The two sides of `..`.
    static func dots(in text: String) -> (String, String)? {
        var rest = Substring(text), head = ""
        while let first = rest.first, !rest.hasPrefix("..") {
            head.append(first)
            rest = rest.dropFirst()
        }
        return rest.isEmpty ? nil : (head, String(rest.dropFirst(2)))
    }
}
