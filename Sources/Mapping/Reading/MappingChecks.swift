import ControlSurfaces

/// Faults that only show when the whole mapping is known.
struct MappingChecks {
    let mapping: DeviceMapping
    let reader: ControlReader
    /// Controls that do nothing on purpose.
    let idle: Set<String>
    let findings: Findings

    func run() {
        sameMessages()
        unknownPorts()
        alsoLoops()
        unreachableLayers()
        assignedModifiers()
        // A line that was refused would make its controls look idle.
        if !findings.hasErrors { unassignedControls() }
    }

    private func alsoLoops() {
        for (layer, loops) in zip(mapping.layers, LayerGraph.loops(mapping.layers)) where loops {
            findings.error("also-loop", at: layer.location, "layer `\(layer.name)` falls through to itself")
        }
    }

    private func unreachableLayers() {
        // It shows whatever layer a device beside it chooses, so none is out of reach.
        guard mapping.joins == nil || !mapping.shares.contains(.layer) else { return }
        guard let first = mapping.layers.first else { return }
        let places = LayerGraph.places(mapping.layers)
        var reached: Set<String> = [], open = [first.name]
        for case .command(.layer(let name)) in mapping.hooks.flatMap(\.actions) { open.append(name) }
        // What a layer falls through to is in reach with it, and so is what its controls lead to.
        while let name = open.popLast() {
            guard let place = places[name], reached.insert(name).inserted else { continue }
            let layer = mapping.layers[place]
            open += layer.also
            for action in layer.assignments.flatMap(\.actions) {
                if case .command(.layer(let next)) = action { open.append(next) }
                if case .command(.heldLayer(let next)) = action { open.append(next) }
            }
        }
        for layer in mapping.layers where !reached.contains(layer.name) {
            findings.error(
                "unreachable-layer", at: layer.location, "no control leads to layer `\(layer.name)`",
                help: "give a button `layer \(layer.name)` in a layer that is in reach")
        }
    }

    /// Modifiers that have an action of their own: a press would act and hold at once.
    private func assignedModifiers() {
        let modifiers = mapping.modifiers
        var users: [String: Assignment] = [:]
        for assignment in mapping.layers.flatMap(\.assignments) {
            for modifier in assignment.modifiers where users[modifier] == nil { users[modifier] = assignment }
        }
        for layer in mapping.layers where !findings.isFull {
            for assignment in layer.assignments
            where modifiers.contains(assignment.control) && !assignment.actions.isEmpty {
                guard assignment.gesture != .double, assignment.modifiers.isEmpty else { continue }
                let line = users[assignment.control].map { "on line \($0.location.line)" } ?? ""
                findings.error(
                    "modifier-assigned", at: assignment.location,
                    "`\(assignment.control)` acts here, but it is a modifier \(line)",
                    help: "a modifier can only have a `double` of its own")
            }
        }
    }

    private func unassignedControls() {
        let used = Set(mapping.layers.flatMap(\.assignments).map(\.control)).union(mapping.modifiers).union(
            reader.touchButtons.map(\.name)
        ).union(idle)
        for (key, names) in reader.entries where key.location.file == findings.file {
            let idle = names.filter { !used.contains($0) }
            guard !idle.isEmpty else { continue }
            let shown =
                idle.count == 1
                ? "`\(idle[0])` does"
                : idle.count == names.count ? "`\(key.text)` do" : "`\(idle[0])` and \(idle.count - 1) more do"
            findings.warning("unassigned-control", at: key.location, "\(shown) nothing in any layer")
        }
    }
}
