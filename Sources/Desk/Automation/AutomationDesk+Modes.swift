import Automation
import MixModel
import SessionStore
import Units

/// Which mode rules a parameter, and what another one does to it.
extension AutomationDesk {
    /// The mode that rules a parameter.
    func mode(ruling id: ParameterID) -> AutomationMode {
        let mode = session.document.mode(ruling: id, moved: lastMoved)
        return mode == .write ? writeLeft ?? mode : mode
    }

    /// The modes of all parameters, at the engine's indices.
    var rulingModes: [AutomationMode] { parameters.map { mode(ruling: $0.id) } }

    /// Positions of the parameters that `next` would switch off: they stay there.
    func livePositions(becomingOffIn next: SessionDocument, at frame: FramePosition) -> [ParameterID: Float] {
        var live: [ParameterID: Float] = [:]
        for (index, parameter) in parameters.enumerated() where next.mode(of: parameter.id) == .off {
            guard mode(ruling: parameter.id) != .off else { continue }
            let position =
                gates[parameter.id].isHeld
                ? shownPosition(of: Int32(index)) : heldPosition(of: Int32(index), at: frame)
            if position != session.document.mix[parameter.id] { live[parameter.id] = position }
        }
        return live
    }

    func modesChanged(from old: [AutomationMode], by event: WriteGate.Event = .modeChanged, at frame: FramePosition) {
        told.rules = []
        for (index, before) in old.enumerated() {
            let after = mode(ruling: parameters[index].id)
            guard after != before else { continue }
            if before == .off { handle(.keep, on: Int32(index), at: frame) }
            if (before == .off) != (after == .off) { order(.publish(Int32(index))) }
            // A recall's hand does not hold on as a person's does: where nothing is written any more, what it moves goes back to the
            // lane.
            if after.policy.starts == .never { endRecall(of: Int32(index)) }
            leaveTrim(Int32(index), at: frame)
            handle(event, on: Int32(index), at: frame)
        }
    }

    /// The song goes on elsewhere, and gates are told so.
    ///
    /// - Parameter leavesWrite: write has written. It is left here, and not a block later, when this is reported: what a hand does there
    ///   is no longer done in write, and the punch range may begin in between.
    func goElsewhere(_ event: WriteGate.Event, leavesWrite: Bool, at frame: FramePosition) {
        guard leavesWrite, writeLeft == nil, session.document.modes.haveWrite,
            let next = session.document.settings.afterWrite.mode
        else { return tellGates(event, at: frame) }
        let old = rulingModes
        writeLeft = next
        tellGates(event, at: frame)
        modesChanged(from: old, by: .modeLeft, at: frame)
    }

    /// Ends writing with a glide back to the lane, for all parameters in reach; in stop takes back what was primed.
    func match(_ scope: ModeScope, at frame: FramePosition) {
        for index in activeGates.sorted() where scope.covers(id(of: index)) {
            handle(.match, on: index, at: frame)
        }
    }
}

extension AutomationModes {
    /// Whether some parameter is in write, which writes without being touched.
    var haveWrite: Bool { session == .write || nodes.values.contains(.write) || parameters.values.contains(.write) }
}

extension SessionDocument {
    /// The mode that rules a parameter. Write for the whole session leaves what has a mode of its own as it is, and takes only
    /// what has a lane or was moved in this sitting.
    ///
    /// - Parameter moved: what was moved, with its frames; a table, since a closure would copy all that it belongs to.
    func mode(ruling id: ParameterID, moved: [ParameterID: FramePosition]) -> AutomationMode {
        guard modes.session == .write, id.node != .monitor else { return mode(of: id) }
        let level = id.trimmed ?? id
        if let own = modes.parameters[level] ?? modes.nodes[id.node] { return flagged(own, id) }
        let hasLane = lanes[level]?.isEmpty == false || lanes[id]?.isEmpty == false
        return flagged(hasLane || moved[id] != nil ? .write : .read, id)
    }
}
