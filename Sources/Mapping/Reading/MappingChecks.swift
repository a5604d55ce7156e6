import ControlSurfaces

/// Faults that only show when the whole mapping is known.
struct MappingChecks {
    let mapping: DeviceMapping
    let reader: ControlReader
    let findings: Findings

    func run() {
        sameMessages()
        alsoLoops()
        unreachableLayers()
        assignedModifiers()
        // A line that was refused would make its controls look idle.
        if !findings.hasErrors { unassignedControls() }
    }

    /// Two controls that one message would move.
    private func sameMessages() {
        struct Key: Hashable {
            var kind: Int
            var number: Int
        }
        var claims: [Key: [(name: String, channel: Int?, isTouch: Bool)]] = [:]
        var told: Set<SourceLocation> = []
        for control in mapping.controls {
            var patterns: [(MessagePattern, Bool)] = control.input.map { [($0, false)] } ?? []
            if case .sense(let pattern) = control.touch { patterns.append((pattern, true)) }
            for (pattern, isTouch) in patterns {
                var keys: [Key]
                switch pattern {
                case .note(let number, _): keys = [Key(kind: 0, number: number)]
                case .controlChange(let number, _):
                    keys = [Key(kind: 1, number: number)]
                    if case .relative(.incDec, _) = control.form, !isTouch {
                        keys.append(Key(kind: 1, number: number + 1))
                    }
                case .controlChangePair(let high, let low, _, _):
                    keys = [Key(kind: 1, number: high), Key(kind: 1, number: low)]
                case .pitchBend: keys = [Key(kind: 2, number: 0)]
                case .channelPressure: keys = [Key(kind: 3, number: 0)]
                case .polyPressure(let number, _): keys = [Key(kind: 4, number: number)]
                case .programChange(let number, _): keys = [Key(kind: 5, number: number)]
                }
                for key in keys {
                    let other = claims[key]?.first {
                        $0.channel == nil || pattern.channel == nil || $0.channel == pattern.channel
                    }
                    if let other, let place = reader.places[control.name], told.insert(place).inserted {
                        let line = reader.places[other.name]?.line ?? 0
                        let touch = isTouch ? "the touch of " : ""
                        let twin = other.name == control.name ? "itself" : "`\(other.name)` on line \(line)"
                        findings.error(
                            "same-message", at: place,
                            "\(touch)`\(control.name)` and \(twin) have the same message, `\(pattern.words)`")
                    }
                    claims[key, default: []].append((control.name, pattern.channel, isTouch))
                }
            }
        }
    }

    private func alsoLoops() {
        for (layer, loops) in zip(mapping.layers, LayerGraph.loops(mapping.layers)) where loops {
            findings.error("also-loop", at: layer.location, "layer `\(layer.name)` falls through to itself")
        }
    }

    private func unreachableLayers() {
        guard let first = mapping.layers.first else { return }
        let places = LayerGraph.places(mapping.layers)
        var reached: Set<String> = [], open = [first.name]
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

    /// A press that would act and hold at once.
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
            reader.touchButtons.map(\.name))
        for (key, names) in reader.entries {
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
