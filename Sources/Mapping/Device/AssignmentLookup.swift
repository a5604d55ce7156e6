extension DeviceMapping {
    /// What a control does now: the assignments with the most held modifiers, one for each gesture.
    ///
    /// Entries with more held modifiers come first, then the layer itself, then its `also` layers in their order. A control
    /// that has no entry for the held modifiers does what it does without them, so that a fader still works while a hand is
    /// on shift.
    ///
    /// - Parameters:
    ///   - control: name of a control.
    ///   - layer: name of the layer shown.
    ///   - held: names of all controls that are held now, modifiers or not.
    public func assignments(for control: String, layer: String, held: Set<String> = []) -> [Assignment] {
        AssignmentIndex.closest(
            layersInReach(of: layer).lazy.map { $0.assignments.filter { $0.control == control } }, held: held)
    }

    /// The layer and all that it falls through to, nearest first, each once.
    ///
    /// - Complexity: O(layers and their `also` entries).
    public func layersInReach(of name: String) -> [Layer] {
        // Most layers fall through to nothing.
        guard let first = layer(named: name), !first.also.isEmpty else {
            return layer(named: name).map { [$0] } ?? []
        }
        let places = LayerGraph.places(layers)
        var found: [Layer] = []
        var seen: Set<String> = []
        // A stack: the last name is looked at next.
        var open = [name]
        while let next = open.popLast() {
            guard let place = places[next], seen.insert(next).inserted else { continue }
            found.append(layers[place])
            open += layers[place].also.reversed()
        }
        return found
    }
}

extension Assignment {
    /// The highest slot number named, 0 if none.
    var highestSlot: Int {
        let shown = [show, touched].compactMap { $0?.node }
        let moved = actions.compactMap(\.node)
        return (shown + moved).map { if case .slot(let number) = $0 { number } else { 0 } }.max() ?? 0
    }
}

extension Target {
    /// Whose parameter it is, if that is known before playing: not for ``touched``.
    public var node: NodeReference? {
        switch self {
        case .parameter(let node, _), .send(let node, _, _): node
        case .touched: nil
        }
    }
}

extension AutomationScope {
    var node: NodeReference? {
        switch self {
        case .session: nil
        case .node(let node): node
        case .parameter(let target): target.node
        }
    }
}

extension Action {
    var node: NodeReference? {
        switch self {
        case .command(.select(let node)), .command(.bankTo(let node)): node
        case .command(.pin(let slot, _)): .slot(slot)
        case .command(.mode(let scope, _)), .command(.match(let scope)), .command(.automation(let scope, _)):
            scope.node
        default: target?.node
        }
    }
}

extension Shown {
    var node: NodeReference? {
        switch self {
        case .value(let target): target.node
        case .name(let node), .meter(let node): node
        case .mode(let scope), .writeState(let scope): scope.node
        case .state(let action): action.node
        case .time, .bars, .text: nil
        }
    }
}
