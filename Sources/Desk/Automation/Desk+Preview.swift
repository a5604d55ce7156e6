import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

/// Preview: values are tried over their lanes, and punched in when they are right. Capture: values of one place are written at another.
extension Desk {
    /// What preview holds is written from here on, in latch.
    func punchPreview(at frame: FramePosition) -> String? {
        guard automation.preview.isOn, !automation.preview.values.isEmpty else {
            return "preview holds nothing that could be punched in"
        }
        let values = automation.preview.values
        let complaint = writeFromHere(values, at: frame)
        automation.preview.isOn = false
        automation.preview.isSuspended = false
        automation.preview.values = [:]
        // What may not be written goes back to its lane.
        automation.giveUp(
            values.keys.sorted().filter { !automation.gates[$0].isWriting && !automation.gates[$0].isPrimed },
            at: frame)
        return complaint
    }

    // MARK: Capture

    /// Remembers the values of what is being written, else of the selected strip.
    func capture() {
        let writing = automation.gates.writing.filter { !automation.gates[$0].isGliding }
        let ids = writing.isEmpty ? remembered(of: selected) : writing
        automation.preview.captured = Dictionary(
            uniqueKeysWithValues: ids.compactMap { id in engine.index(of: id).map { (id, shownPosition(of: $0)) } })
        let whose = writing.isEmpty ? "of \(document.mix.name(of: selected))" : "that are being written"
        say("captured \(ids.count) value\(ids.count == 1 ? "" : "s") \(whose)")
    }

    /// Parameters of a node to remember: fader, pan, mute, and whatever has a lane or was moved.
    private func remembered(of node: Node) -> [ParameterID] {
        guard node != .monitor else { return [] }
        return Role.roles(of: node).map { ParameterID(node, $0) }.filter { id in
            guard id.trimmed == nil else { return false }
            return [.fader, .pan, .mute].contains(id.role) || document.lanes[id]?.isEmpty == false
                || automation.lastMoved[id] != nil
        }
    }

    /// Writes what was captured from here on.
    func punchCapture(at frame: FramePosition) -> String? {
        guard !automation.preview.captured.isEmpty else { return "nothing was captured: /capture remembers values" }
        return writeFromHere(automation.preview.captured, at: frame)
    }

    // MARK: Both

    /// Writes values from here on, in latch; in stop from the next start.
    ///
    /// - Returns: what could not be written, and why.
    private func writeFromHere(_ values: [ParameterID: Float], at frame: FramePosition) -> String? {
        let ids = values.keys.sorted().filter { automation.mode(ruling: $0) != .off }
        let safe = ids.filter { mayNeverWrite($0) }
        let written = ids.filter { !mayNeverWrite($0) }
        let unlatched = latch(written, at: frame)
        for id in written where !unlatched.contains(id) {
            automation.preview.values[id] = nil
            automation.put(id, at: values[id] ?? 0, from: frame, ramp: 0)
        }
        if !unlatched.isEmpty, let mode = document.modes.session {
            return "the session's mode \(mode.rawValue) does not keep writing: nothing is punched in"
        }
        guard !safe.isEmpty else { return nil }
        return "not written, since it is safe or disabled: " + safe.map(title(of:)).joined(separator: ", ")
    }

    /// Safe, or of a kind that is disabled.
    private func mayNeverWrite(_ id: ParameterID) -> Bool { document.flagged(.latch, id).policy.starts == .never }

    /// Puts parameters into latch that would not go on writing by themselves.
    ///
    /// - Returns: those that the mode of the whole session keeps from it.
    private func latch(_ ids: [ParameterID], at frame: FramePosition) -> [ParameterID] {
        func keepsWriting(_ id: ParameterID) -> Bool {
            let policy = automation.mode(ruling: id).asHeld(byFader: id.role.isFader).policy
            return policy.onRelease == .keepWriting
        }
        for id in ids where !keepsWriting(id) && document.modes.session == nil {
            let level = id.trimmed ?? id
            let hasOwn = document.modes.parameters[level] != nil || document.modes.nodes[id.node] == .touchLatch
            setMode(.latch, of: hasOwn ? .parameter(level) : .node(id.node), at: frame)
        }
        return ids.filter { !keepsWriting($0) }
    }

}
