import Automation
import Engine
import MixModel
import SessionStore
import Units

/// Where latch stopped writing, a later roll goes on with it.
extension AutomationDesk {
    struct Join {
        /// Session frame of the stop.
        var frame: FramePosition
        var values: [ParameterID: Float]
    }

    /// Remembers what was being latched as the song stops.
    func rememberJoin(at frame: FramePosition) {
        guard session.document.settings.joins else { return }
        let ids = gates.writing.filter { !gates[$0].isGliding && latches($0) }
        let here = transport.position(at: frame)
        guard !ids.isEmpty, here < transport.end else { return }
        let values = ids.compactMap { id in engineIndex(of: id).map { (id, shownPosition(of: $0)) } }
        join = Join(frame: here, values: Dictionary(uniqueKeysWithValues: values))
    }

    /// The song is where latch stopped: all that was written then is written on.
    func joinHere(at frame: FramePosition) {
        guard let join, session.document.settings.joins, !isOnlyListening, transport.isRolling,
            (0...transport.speed.overshoot).contains(transport.position(at: frame) - join.frame)
        else { return }
        self.join = nil
        for (id, position) in join.values.sorted(by: { $0.key < $1.key }) where latches(id) && !gates[id].isWriting {
            put(id, at: position, from: frame, ramp: 0)
        }
    }

    /// Engine frame at which the song will be there.
    func joinFrame(after now: FramePosition) -> FramePosition? {
        guard let join, session.document.settings.joins else { return nil }
        return transport.engineFrame(ofSession: join.frame, after: now)
    }

    /// Writes on without a hand, and is not write, which ends with its pass.
    private func latches(_ id: ParameterID) -> Bool {
        let policy = mode(ruling: id).asHeld(byFader: id.role.isFader).policy
        return policy.onRelease == .keepWriting && policy.starts == .onTouch
    }
}
