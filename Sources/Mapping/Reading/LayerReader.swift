import ControlSurfaces
import Texts

extension Section {
    // swift-format-ignore
    static let layer = Section(name: "a layer", words: [
        Keyword("also", "layer or list of layers", "where controls that this layer does not name are looked up", .either([.text, .list(.text)])),
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "for all of this layer", .words(takeovers)),
    ])
}

/// Reads `layers` against the controls that the mapping has.
struct LayerReader {
    let controls: [String: ControlSpec]
    let controlNames: [String]
    /// Controls that are described with a mistake: no second message for them.
    let broken: Set<String>
    let layerNames: [String]
    private let knownLayers: Set<String>
    let defaults: DeviceMapping.Defaults
    let saysTakeover: Bool
    let findings: Findings
    private let budget = Budget()

    /// Controls that do nothing on purpose.
    var idle: Set<String> { budget.idle }

    init(
        controls: [ControlSpec], broken: Set<String>, layerNames: [String], defaults: DeviceMapping.Defaults,
        saysTakeover: Bool,
        findings: Findings
    ) {
        self.controls = Dictionary(controls.map { ($0.name, $0) }) { first, _ in first }
        controlNames = controls.map(\.name)
        self.broken = broken
        self.layerNames = layerNames
        knownLayers = Set(layerNames)
        self.defaults = defaults
        self.saysTakeover = saysTakeover
        self.findings = findings
    }

    /// What is counted over all layers: how many assignments are left to make.
    private final class Budget {
        private var left = LayerReader.maximumAssignments
        /// Controls that the file says are to do nothing.
        var idle: Set<String> = []

        func spend(_ count: Int) -> Bool {
            left -= count
            return left >= 0
        }
    }

    /// Reserved words inside a layer.
    static let words = Set(Section.layer.words.map(\.name))

    /// Most layers of a mapping.
    static let maximumLayers = 1_024
    /// Most assignments of a mapping, ranges expanded.
    static let maximumAssignments = 65_536

    func read(_ pairs: YAMLPairs) -> [Layer] {
        if pairs.count > Self.maximumLayers, let key = pairs.dropFirst(Self.maximumLayers).first?.key {
            findings.error("too-large", at: key.location, "more than \(Self.maximumLayers) layers in one mapping")
            return []
        }
        let layers = pairs.compactMap { key, value -> Layer? in
            guard !findings.isFull else { return nil }
            guard ControlReader.isName(key.text) else {
                findings.error(
                    "wrong-name", at: key.location, "`\(key.text)` is not the name of a layer",
                    help: "letters, digits, `-`, `_` and `/`")
                return nil
            }
            return layer(key, value)
        }
        return Borrower(layers, controls: controls, findings: findings).layersWithoutBorrowing(spend: budget.spend)
    }

    private func layer(_ key: YAMLText, _ value: YAMLTree) -> Layer? {
        guard case .table(let pairs, _) = value else {
            findings.error(
                "wrong-type", at: key.location, "layer `\(key.text)` is \(value.kind), expected a table of controls")
            return nil
        }
        let reserved = pairs.filter { Self.words.contains($0.key.text) }
        let table = TableReader(.table(YAMLPairs(reserved), value.location), .layer, findings)
        let takeover = table?.word("takeover", TakeoverMode.self)
        var layer = Layer(name: key.text, also: also(table), location: key.location)
        var seen: [Slot: SourceLocation] = [:]
        for (key, value) in pairs where !Self.words.contains(key.text) && !findings.isFull {
            guard budget.spend(RangeText(key).counts.first ?? 1) else {
                findings.error(
                    "too-large", at: key.location,
                    "more than \(Self.maximumAssignments) assignments in one mapping")
                break
            }
            let entry = AssignmentReader(key: key, value: value, layerTakeover: takeover, context: self)
            for assignment in entry.read() {
                let slot = Slot(
                    control: assignment.control, modifiers: Set(assignment.modifiers),
                    gesture: assignment.gesture.kind)
                if seen[slot] != nil, key.location.file != findings.file { continue }
                if let other = seen[slot] {
                    let chord = (assignment.modifiers + [assignment.control]).joined(separator: " + ")
                    findings.error(
                        "assigned-twice", at: key.location,
                        "`\(chord)` is assigned twice in layer `\(layer.name)`; first on line \(other.line)")
                    break
                }
                seen[slot] = key.location
                if value.isNone {
                    budget.idle.insert(assignment.control)
                    continue
                }
                layer.assignments.append(assignment)
            }
        }
        return layer
    }

    private struct Slot: Hashable {
        var control: String
        var modifiers: Set<String>
        var gesture: String
    }

    private func also(_ table: TableReader?) -> [String] {
        guard let tree = table?.tree("also") else { return [] }
        let items: [YAMLTree] = if case .list(let items, _) = tree { items } else { [tree] }
        return items.compactMap { item in
            guard case .text(let text) = item, !text.text.isEmpty else {
                findings.error(
                    "wrong-type", at: item.location, "`also` is \(item.kind), expected the name of a layer")
                return nil
            }
            guard isLayer(text) else { return nil }
            return text.text
        }
    }

    /// Whether the mapping has such a layer; reports if not.
    func isLayer(_ name: YAMLText) -> Bool {
        if knownLayers.contains(name.text) { return true }
        findings.error(
            "unknown-layer", at: name.location, "no layer `\(name.text)`",
            help: Suggestion.help(for: name.text, among: layerNames))
        return false
    }
}

extension Gesture {
    /// As written, without its time.
    var kind: String {
        switch self {
        case .turn: "turn"
        case .press: "press"
        case .release: "release"
        case .hold: "hold"
        case .double: "double"
        case .repeat: "repeat"
        case .none: "show"
        }
    }
}
