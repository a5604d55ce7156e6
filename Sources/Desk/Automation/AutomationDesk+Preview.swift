import Automation
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

/// Preview: values are tried over their lanes. What hands do is heard, and not written before it is punched in.
extension AutomationDesk {
    /// The hand that holds what preview isolates and nobody touches.
    static let previewHand = -2

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

    /// After a release: a parameter that its gate does not hold apart from its lane leaves the preview.
    func forgetUntried(_ id: ParameterID) { if !gates[id].isHeld { preview.values[id] = nil } }

    /// Back to the lanes, without a click.
    func giveUp(_ ids: [ParameterID], at frame: FramePosition) {
        for id in ids {
            guard let index = engineIndex(of: id) else { continue }
            shortGlide = frames(milliseconds: 20)
            handle(.giveUp, on: index, at: frame)
            shortGlide = nil
        }
    }

    /// Takes a parameter to a position as if a hand without touch had moved it there.
    func put(_ id: ParameterID, at position: Float, from frame: FramePosition, ramp: Int64) {
        guard let index = engineIndex(of: id) else { return }
        handle(.value(position, AutomationDesk.previewHand, touched: false), on: index, at: frame, rampFrames: ramp)
    }
}
