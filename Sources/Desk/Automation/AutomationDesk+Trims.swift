import Automation
import MixModel
import SessionStore
import Units

/// Trim: a hand on a level moves what is added to it, which has a lane of its own.
extension AutomationDesk {
    /// What a control of a parameter moves and shows: the parameter, or in trim what is added to it.
    func controlled(_ index: Int32) -> Int32 {
        guard !session.document.flags.isEmpty else { return index }
        let id = id(of: index)
        return engineIndex(of: session.document.controlled(id, in: mode(ruling: id))) ?? index
    }

    /// What a hand is on, or takes hold of: a hand that was there before trim was switched keeps what it holds.
    func held(_ index: Int32, by event: WriteGate.Event) -> Int32 {
        let id = id(of: index)
        guard let hand = event.hand, let trim = id.trim, let trimIndex = engineIndex(of: trim) else {
            return controlled(index)
        }
        if gates[trim].hands.contains(hand) { return trimIndex }
        return gates[id].hands.contains(hand) ? index : controlled(index)
    }

    /// The mode that rules a parameter; what a hand was on when trim was switched on is written as in touch until it lets go, for it is
    /// heard until then.
    func heldMode(of id: ParameterID) -> AutomationMode {
        let mode = mode(ruling: id)
        guard mode == .read, !gates[id].hands.isEmpty, let other = id.trim,
            self.mode(ruling: other).policy.starts != .never
        else { return mode }
        return .touch
    }

    /// Trim is switched off while it is written: writing ends with a glide, as a match ends it. A hand that is on would move the level
    /// itself from now on, to where its control happens to stand: it moves nothing before it has let go.
    func leaveTrim(_ index: Int32, at frame: FramePosition) {
        let id = id(of: index)
        guard let trimmed = id.trimmed, let level = engineIndex(of: trimmed), gates[id].isWriting,
            !session.document.flags(of: trimmed).contains(.trim)
        else { return }
        parameters[Int(level)].leftHands = gates[id].hands
        handle(.match, on: index, at: frame)
    }

    /// Whether the event is of a hand that trim was switched off under; said once, when it moves.
    func isLeft(_ index: Int32, by event: WriteGate.Event) -> Bool {
        guard let hand = event.hand, parameters[Int(index)].leftHands.contains(hand) else { return false }
        switch event {
        case .release: parameters[Int(index)].leftHands.remove(hand)
        case .value where told.left.insert(hand).inserted:
            say("\(title(of: id(of: index))): trim was switched off under the hand: let go before it moves the level")
        default: break
        }
        return true
    }

    /// Where a parameter is heard: a level with its trim.
    func soundingPosition(of id: ParameterID) -> Float {
        guard let trim = id.trim else { return ownPosition(of: id) }
        return Scale.sum(ownPosition(of: id), ownPosition(of: trim), limit: id.role.spec.highest)
    }

    /// A level that its trim would lift above the end of its range stays there; that is said, once in a roll.
    func tellIfClamped(_ index: Int32, at trim: Float) {
        guard let id = id(of: index).trimmed, let level = engineIndex(of: id) else { return }
        let spec = id.role.spec
        let sum = Scale.sum(livePosition(of: level), trim, limit: .greatestFiniteMagnitude)
        guard sum > spec.highest, told.clamps.insert(index).inserted else { return }
        say("\(title(of: id)): trimmed above \(spec.text(at: spec.highest)), where it ends; held there")
    }
}

extension WriteGate.Event {
    /// The hand that made the event; `nil`: none did.
    var hand: WriteGate.Hand? {
        switch self {
        case .touch(let hand), .value(_, let hand, _), .release(let hand): hand
        default: nil
        }
    }
}
