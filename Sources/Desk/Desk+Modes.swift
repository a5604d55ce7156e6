public import Automation
import Engine
public import MixModel
import SessionStore
public import Units

extension Desk {
    /// Sets a mode for a node, one parameter or (with neither) the whole session; `nil` takes the choice back.
    public func setMode(_ mode: AutomationMode?, of scope: ModeScope, at frame: FramePosition) {
        let old = rulingModes
        let label: String
        var modes = document.modes
        switch scope {
        case .session:
            label = "Automation mode \(mode?.rawValue ?? "as set")"
            modes.session = mode
        case .node(let node):
            label = "\(document.mix.name(of: node)) automation \(mode?.rawValue ?? "read")"
            modes.nodes[node] = mode
        case .parameter(let id):
            label = "\(title(of: id)) automation \(mode?.rawValue ?? "as its strip")"
            modes.parameters[id] = mode
        }
        let live = livePositions(becomingOff: modes, at: frame)
        let chosen = modes
        edit(label) {
            $0.modes = chosen
            for (id, position) in live { $0.mix[id] = position }
        }
        modesChanged(from: old, at: frame)
    }

    /// The mode that rules a parameter.
    func mode(ruling id: ParameterID) -> AutomationMode {
        document.mode(ruling: id, moved: lastMoved)
    }

    /// The modes of all parameters, at the engine's indices.
    var rulingModes: [AutomationMode] { parameters.map { mode(ruling: $0.id) } }

    /// Where parameters stand that other modes would switch off: they stay there.
    private func livePositions(
        becomingOff modes: AutomationModes, at frame: FramePosition
    ) -> [ParameterID: Float] {
        var next = document
        next.modes = modes
        return livePositions(becomingOffIn: next, at: frame)
    }

    /// The same for any change of the document.
    func livePositions(becomingOffIn next: SessionDocument, at frame: FramePosition) -> [ParameterID: Float] {
        var live: [ParameterID: Float] = [:]
        for (index, parameter) in parameters.enumerated() where next.mode(of: parameter.id) == .off {
            guard mode(ruling: parameter.id) != .off else { continue }
            let position =
                gates[parameter.id].isHeld
                ? shownPosition(of: Int32(index)) : heldPosition(of: Int32(index), at: frame)
            if position != document.mix[parameter.id] { live[parameter.id] = position }
        }
        return live
    }

    func modesChanged(from old: [AutomationMode], at frame: FramePosition) {
        told.rules = []
        for (index, before) in old.enumerated() {
            let after = mode(ruling: parameters[index].id)
            guard after != before else { continue }
            if (before == .off) != (after == .off) { publish(Int32(index), lane: true) }
            // A recall is no person who holds on: where nothing is written any more, what it moves goes back to the lane.
            if after.policy.starts == .never { endRecall(of: Int32(index)) }
            handle(.modeChanged, on: Int32(index), at: frame)
        }
    }

    /// Ends writing with a glide back to the lane, for all parameters in reach; in stop takes back what was primed.
    public func match(_ scope: ModeScope, at frame: FramePosition) {
        for index in activeGates.sorted() where scope.covers(parameters[Int(index)].id) {
            handle(.match, on: index, at: frame)
        }
    }

    /// After a pass, write mode becomes the session's choice, so that nothing is overwritten unasked.
    func leaveWriteMode(at frame: FramePosition) {
        let next: AutomationMode
        switch document.settings.afterWrite {
        case .stay: return
        case .touch: next = .touch
        case .latch: next = .latch
        }
        let writing = { @Sendable (mode: AutomationMode) in mode == .write ? next : mode }
        let modes = document.modes
        guard
            modes.session == .write || modes.nodes.values.contains(.write) || modes.parameters.values.contains(.write)
        else { return }
        let old = rulingModes
        edit("Leave write") {
            $0.modes.session = $0.modes.session.map(writing)
            $0.modes.nodes = $0.modes.nodes.mapValues(writing)
            $0.modes.parameters = $0.modes.parameters.mapValues(writing)
        }
        modesChanged(from: old, at: frame)
    }

    /// `Lead Vox fader`, for messages and the history.
    public func title(of id: ParameterID) -> String { document.mix.title(of: id) }
}

extension SessionDocument {
    /// The mode that rules a parameter. Write for the whole session leaves what has a mode of its own as it is, and takes only
    /// what has a lane or was moved in this sitting.
    ///
    /// - Parameter moved: what was moved, with its frames: the table itself, for a closure would take along all that it belongs to.
    func mode(ruling id: ParameterID, moved: [ParameterID: FramePosition]) -> AutomationMode {
        guard modes.session == .write, id.node != .monitor else { return mode(of: id) }
        let level = id.trimmed ?? id
        if let own = modes.parameters[level] ?? modes.nodes[id.node] { return flagged(own, id) }
        let hasLane = lanes[level]?.isEmpty == false || lanes[id]?.isEmpty == false
        return flagged(hasLane || moved[id] != nil ? .write : .read, id)
    }
}
