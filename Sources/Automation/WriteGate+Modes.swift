/// What another mode does.
extension WriteGate {
    mutating func modeChanged(_ moment: Moment, begins mayBegin: Bool) -> [Action] {
        let policy = moment.mode.policy
        isPrimed = isPrimed && policy.starts == .onTouch && policy.onRelease == .keepWriting
        guard policy.starts != .never else { return policy.followsLane ? onlyPlay(moment) : stay() }
        let begins =
            mayBegin && moment.isRolling && moment.mayWrite && (!isWriting || isGliding)
            && (policy.starts == .onRoll || (!hands.isEmpty && !isYoung))
        if begins { return writeOn() }
        // A mode that would not go on writing without a hand ends it, as a release does.
        if isWriting, !isGliding, hands.isEmpty, policy.onRelease != .keepWriting { return goBack(moment) }
        return letGoIfUnheld(moment)
    }

    /// Read: writing ends at once. A hand is heard until it lets go; without one it glides back to the lane.
    private mutating func onlyPlay(_ moment: Moment) -> [Action] {
        guard isWriting, !isGliding else { return letGoIfUnheld(moment) }
        guard hands.isEmpty else {
            isWriting = false
            return [.endWriting(glides: true)]
        }
        return goBack(moment)
    }

    /// Off: the value stays where it is, as the rest position that it has become.
    private mutating func stay() -> [Action] {
        let ends: [Action] = isWriting ? [.endWriting(glides: true)] : []
        return isHeld || isWriting ? ends + followLane() : []
    }

    /// Without a hand, and unless it is to stay: back to the lane. A glide goes on.
    private mutating func letGoIfUnheld(_ moment: Moment) -> [Action] {
        // What was latched on the way to the punch range waits for it in any mode that would latch it.
        let waits = moment.isRolling && moment.punch == .before && !isLeftOver
        if waits, moment.mode.policy.onRelease == .keepWriting { return [] }
        guard isHeld, !isGliding, hands.isEmpty, !isWriting, !isPrimed, !moment.isPreviewed,
            moment.mode.policy.followsLane, !movesRest(moment)
        else { return [] }
        return goBack(moment)
    }
}
