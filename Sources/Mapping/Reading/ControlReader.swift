import ControlSurfaces

/// Reads `controls`: names, messages, feedback; ranges expanded.
struct ControlReader {
    /// Most controls of a mapping after expansion.
    static let maximumControls = 4_096

    let defaults: DeviceMapping.Defaults
    let findings: Findings
    private(set) var controls: [ControlSpec] = []
    /// Where each control is written, and the words of its input.
    private(set) var places: [String: SourceLocation] = [:]
    /// Controls whose line has a mistake: they are there, though nothing more can be said of them.
    private(set) var broken: Set<String> = []
    /// Controls that a nearer file takes away.
    private var removed: Set<String> = []
    /// What each line of the file made.
    private(set) var entries: [(key: YAMLText, names: [String])] = []
    /// Controls named by `touch: button NAME`.
    private(set) var touchButtons: [(name: String, place: SourceLocation)] = []

    init(defaults: DeviceMapping.Defaults, findings: Findings) {
        self.defaults = defaults
        self.findings = findings
    }

    mutating func read(_ tree: YAMLTree) {
        guard case .table(let pairs, let place) = tree else {
            findings.error(
                "wrong-type", at: tree.location, "`controls` is \(tree.kind), expected a table of controls")
            return
        }
        if pairs.isEmpty { findings.error("missing-key", at: place, "`controls` names no control") }
        for (key, value) in pairs where !findings.isFull { readEntry(key, value) }
        for (name, place) in touchButtons where !controls.contains(where: { $0.name == name && $0.form == .button }) {
            let buttons = controls.filter { $0.form == .button }.map(\.name)
            findings.error(
                "unknown-control", at: place, "no button `\(name)`",
                help: Suggestion.nearest(to: name, among: buttons).map { "did you mean `\($0)`?" })
        }
    }

    private mutating func readEntry(_ key: YAMLText, _ value: YAMLTree) {
        let range = RangeText(key)
        let steps = range.counts.first ?? 1
        guard range.check(steps: steps, of: key.text, findings) else { return }
        let names = (0..<min(steps, Self.maximumControls)).map(range.text)
        guard names.allSatisfy(Self.isName) else {
            findings.error(
                "wrong-name", at: key.location, "`\(key.text)` is not the name of a control",
                help: "letters, digits, `-`, `_` and `/`, such as `fader/1..8` or `cursor/(up|down)`")
            return
        }
        // A cap that can be pressed is a control of its own.
        let caps = if case .table(let pairs, _) = value { pairs.contains { $0.key.text == "push" } } else { false }
        guard controls.count + (caps ? steps * 2 : steps) <= Self.maximumControls else {
            findings.error(
                "too-large", at: key.location, "`\(key.text)` makes more than \(Self.maximumControls) controls")
            return
        }
        let before = findings.count
        defer {
            if findings.count > before {
                let made = Set(controls.map(\.name))
                let meant = (0..<steps).flatMap { [range.text(at: $0), range.text(at: $0) + "/push"] }
                broken.formUnion(meant.filter { !made.contains($0) })
            }
        }
        if value.isNone {
            removed.formUnion(names.flatMap { [$0, $0 + "/push"] })
            broken.formUnion(names.flatMap { [$0, $0 + "/push"] })
            return
        }
        let isInherited = key.location.file != findings.file
        if isInherited, names.allSatisfy({ places[$0] != nil || removed.contains($0) }) { return }
        guard let table = TableReader(value, .control, findings) else { return }
        var line = ControlLine(table: table, name: key.text, steps: steps, defaults: defaults, findings: findings)
        line.read()
        touchButtons += line.touchButtons
        var made: [String] = []
        for step in 0..<steps {
            if isInherited, places[names[step]] != nil || removed.contains(names[step]) { continue }
            for control in line.controls(named: range.text(at: step), step: step) {
                if let other = places[control.name] {
                    if isInherited { continue }
                    findings.error(
                        "duplicate-control", at: key.location,
                        "`\(control.name)` is described twice; first on line \(other.line)")
                    continue
                }
                places[control.name] = key.location
                made.append(control.name)
                controls.append(control)
            }
        }
        entries.append((key, made))
    }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 64 && !text.hasPrefix("/") && !text.hasSuffix("/")
            && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "/" }
    }
}
