import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Units

/// What was tried and not written yet.
struct Preview {
    /// Parameters that are touched are isolated: what hands do is heard, and not written.
    var isOn = false
    /// The lanes are heard again for a while; what was tried is kept.
    var isSuspended = false
    /// Where hands have put what is isolated.
    var values: [ParameterID: Float] = [:]
    /// Values that were remembered, to be written elsewhere.
    var captured: [ParameterID: Float] = [:]

    /// Whether a parameter is held apart from its lane.
    func holds(_ id: ParameterID) -> Bool { !isSuspended && values[id] != nil }
}

/// Preview: values are tried over their lanes, and punched in when they are right. Capture: values of one place are written at another.
extension Desk {
    /// The hand that holds what nobody touches.
    static let previewHand = -2

    // MARK: Preview

    func switchPreview(_ switching: Switching, at frame: FramePosition) {
        let isOn = switching.outcome(preview.isOn)
        guard isOn != preview.isOn else { return }
        let held = preview.isSuspended ? [] : preview.values.keys.sorted()
        preview.isOn = isOn
        preview.isSuspended = false
        preview.values = [:]
        if !isOn { giveUp(held, at: frame) }
    }

    /// The lanes are heard again, until it is taken back.
    func suspendPreview(_ switching: Switching, at frame: FramePosition) -> String? {
        guard preview.isOn else { return "there is no preview to suspend: switch /preview on first" }
        let isSuspended = switching.outcome(preview.isSuspended)
        guard isSuspended != preview.isSuspended else { return nil }
        let ids = preview.values.keys.sorted()
        preview.isSuspended = isSuspended
        guard isSuspended else {
            for id in ids { put(id, at: preview.values[id] ?? 0, from: frame, ramp: frames(milliseconds: 20)) }
            return nil
        }
        giveUp(ids, at: frame)
        return nil
    }

    /// A hand has touched or moved something: in preview it is isolated.
    func isolate(_ index: Int32, by event: WriteGate.Event) {
        guard preview.isOn, !preview.isSuspended, event.hand != nil else { return }
        let id = id(of: index)
        // A hand that is writing goes on until it lets go.
        let gate = gates[id]
        guard id.node != .monitor, mode(ruling: id) != .off, !(gate.isWriting && !gate.hands.isEmpty) else { return }
        switch event {
        case .touch: if preview.values[id] == nil { preview.values[id] = shownPosition(of: index) }
        case .value(let position, _, _): preview.values[id] = id.role.spec.clamped(position)
        default: break
        }
    }

    /// What preview holds is written from here on, in latch.
    func punchPreview(at frame: FramePosition) -> String? {
        guard preview.isOn, !preview.values.isEmpty else { return "preview holds nothing that could be punched in" }
        let values = preview.values
        let complaint = writeFromHere(values, at: frame)
        preview.isOn = false
        preview.isSuspended = false
        preview.values = [:]
        // What may not be written goes back to its lane.
        giveUp(values.keys.sorted().filter { !gates[$0].isWriting && !gates[$0].isPrimed }, at: frame)
        return complaint
    }

    /// Back to the lanes, without a click.
    private func giveUp(_ ids: [ParameterID], at frame: FramePosition) {
        for id in ids {
            guard let index = engine.index(of: id) else { continue }
            shortGlide = frames(milliseconds: 20)
            handle(.giveUp, on: index, at: frame)
            shortGlide = nil
        }
    }

    // MARK: Capture

    /// Remembers the values of what is being written, else of the selected strip.
    func capture() {
        let writing = gates.writing.filter { !gates[$0].isGliding }
        let ids = writing.isEmpty ? remembered(of: selected) : writing
        preview.captured = Dictionary(
            uniqueKeysWithValues: ids.compactMap { id in engine.index(of: id).map { (id, shownPosition(of: $0)) } })
        let whose = writing.isEmpty ? "of \(document.mix.name(of: selected))" : "that are being written"
        say("captured \(ids.count) value\(ids.count == 1 ? "" : "s") \(whose)")
    }

    /// Of a strip all that has a lane or was moved, and what every strip is mixed with.
    private func remembered(of node: Node) -> [ParameterID] {
        guard node != .monitor else { return [] }
        return Role.roles(of: node).map { ParameterID(node, $0) }.filter { id in
            guard id.trimmed == nil else { return false }
            return [.fader, .pan, .mute].contains(id.role) || document.lanes[id]?.isEmpty == false
                || lastMoved[id] != nil
        }
    }

    /// Writes what was captured from here on.
    func punchCapture(at frame: FramePosition) -> String? {
        guard !preview.captured.isEmpty else { return "nothing was captured: /capture remembers values" }
        return writeFromHere(preview.captured, at: frame)
    }

    // MARK: Both

    /// Writes values from here on, in latch; in stop from the next start.
    ///
    /// - Returns: what could not be written, and why.
    private func writeFromHere(_ values: [ParameterID: Float], at frame: FramePosition) -> String? {
        let ids = values.keys.sorted().filter { mode(ruling: $0) != .off }
        let safe = ids.filter { mayNeverWrite($0) }
        let written = ids.filter { !mayNeverWrite($0) }
        let unlatched = latch(written, at: frame)
        for id in written where !unlatched.contains(id) {
            preview.values[id] = nil
            put(id, at: values[id] ?? 0, from: frame, ramp: 0)
        }
        if !unlatched.isEmpty, let mode = document.modes.session {
            return "the session's mode \(mode.rawValue) does not keep writing: nothing is punched in"
        }
        guard !safe.isEmpty else { return nil }
        return "not written, since it is safe or disabled: " + safe.map(title(of:)).joined(separator: ", ")
    }

    /// Safe, or of a kind that is disabled.
    private func mayNeverWrite(_ id: ParameterID) -> Bool { document.flagged(.latch, id).policy.starts == .never }

    /// Latch for what would not go on writing by itself.
    ///
    /// - Returns: what an override of the session keeps from it.
    private func latch(_ ids: [ParameterID], at frame: FramePosition) -> [ParameterID] {
        func keepsWriting(_ id: ParameterID) -> Bool {
            let policy = mode(ruling: id).asHeld(byFader: id.role.isFader).policy
            return policy.onRelease == .keepWriting
        }
        for id in ids where !keepsWriting(id) && document.modes.session == nil {
            let level = id.trimmed ?? id
            let hasOwn = document.modes.parameters[level] != nil || document.modes.nodes[id.node] == .touchLatch
            setMode(.latch, of: hasOwn ? .parameter(level) : .node(id.node), at: frame)
        }
        return ids.filter { !keepsWriting($0) }
    }

    /// Takes a parameter to a position as if a hand without touch had moved it there.
    func put(_ id: ParameterID, at position: Float, from frame: FramePosition, ramp: Int64) {
        guard let index = engine.index(of: id) else { return }
        handle(.value(position, Desk.previewHand, touched: false), on: index, at: frame, rampFrames: ramp)
    }
}
