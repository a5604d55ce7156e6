import ControlSurfaces

/// Reads what makes one surface of several devices.
enum JoinReader {
    static func read(_ table: TableReader, into mapping: inout DeviceMapping, _ findings: Findings) {
        if let word = table.text("joins"), word.text != "none" {
            if ControlReader.isName(word.text) {
                mapping.joins = word.text
            } else {
                findings.error(
                    "wrong-name", at: word.location, "`\(word.text)` is not a word that devices can join",
                    help: "letters, digits, `-`, `_` and `/`")
            }
        }
        readShares(table, into: &mapping, findings)
        mapping.place = table.integer("place", in: 1...99) ?? DeviceMapping.middle
        mapping.extenders = table.integer("extenders", in: 0...8) ?? 0
        if mapping.joins == nil, mapping.extenders > 0, let key = table.key("extenders") {
            findings.error(
                "missing-key", at: key.location, "it has extenders beside it, but nothing to join them by",
                help: "joins: a word that the extenders' mapping joins, too")
        }
    }

    private static func readShares(_ table: TableReader, into mapping: inout DeviceMapping, _ findings: Findings) {
        guard let tree = table.tree("shares") else { return }
        let items: [YAMLTree] = if case .list(let items, _) = tree { items } else { [tree] }
        let words = Share.allCases.map(\.rawValue)
        mapping.shares = Set(
            items.compactMap { item in
                if case .text(let text) = item, let share = Share(rawValue: text.text) { return share }
                let found = if case .text(let text) = item { "`\(text.text)`" } else { item.kind }
                findings.error(
                    "unknown-word", at: item.location,
                    "`shares` has \(found) in it, expected " + Suggestion.oneOf(words))
                return nil
            })
    }
}

extension MappingChecks {
    /// A control on a port that the device does not have.
    func unknownPorts() {
        let count = max(1, mapping.ports.count)
        for control in mapping.controls where control.port > count {
            guard let place = reader.places[control.name] else { continue }
            findings.error(
                "unknown-port", at: place,
                "`\(control.name)` is on port \(control.port), but the device has \(count)",
                help: "name each port in `ports`")
        }
    }
}
