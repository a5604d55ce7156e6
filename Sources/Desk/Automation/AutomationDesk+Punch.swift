import Automation
import SessionStore
import Units

/// What the punch range does to what is written.
extension AutomationDesk {
    /// The range is another one while the song rolls. Hands that are in it now write from here on, as if it began here; what is written
    /// and is no longer in it ends with its glide.
    func punchChanged(from old: Range<FramePosition>?, at frame: FramePosition) {
        guard transport.isRolling, old != session.document.settings.punch else { return }
        if let old, !old.contains(transport.position(at: frame)) { return tellGates(.punchIn, at: frame) }
        for index in activeGates.sorted() where punch(of: index, at: frame) != .inside {
            handle(.punchOut, on: index, at: frame)
        }
    }

    /// Where the play head is in the punch range, as a parameter sees it.
    func punch(of index: Int32, at frame: FramePosition) -> WriteGate.Punch {
        if isOnlyListening || !transport.speed.isForward { return .over }
        guard let range = session.document.settings.punch else { return .inside }
        let here = transport.position(at: frame)
        if here < range.lowerBound { return .before }
        if here >= range.upperBound { return .over }
        return here < punchOutStart(of: index, in: range) ? .inside : .gliding
    }

    /// Session frame at which the glide begins that ends with the punch range: it lies inside, so it is not longer than half of it.
    private func punchOutStart(of index: Int32, in range: Range<FramePosition>) -> FramePosition {
        guard !spec(of: index).isStepped else { return range.upperBound }
        let glide = transport.speed.sessionFrames(glideFrames(of: index))
        return range.upperBound - min(glide, Int64(range.count) / 2)
    }

    /// Frames from an engine frame inside the punch range to its end; `nil` if there is none.
    func framesToPunchOut(from frame: FramePosition) -> Int64? {
        guard let range = session.document.settings.punch else { return nil }
        let here = transport.position(at: frame)
        return range.contains(here) ? transport.frames(upTo: range.upperBound, from: frame) : nil
    }

    /// Engine frame at which a parameter that is being written has to begin its glide to the punch range's end; `nil`: not ahead.
    func punchOut(of index: Int32, after now: FramePosition) -> FramePosition? {
        let gate = gates[id(of: index)]
        guard gate.isWriting, !gate.isGliding, let range = session.document.settings.punch else { return nil }
        return transport.engineFrame(ofSession: punchOutStart(of: index, in: range), after: now)
    }
}
