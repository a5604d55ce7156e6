/// What the transport and the time line do.
extension WriteGate {
    mutating func roll(_ moment: Moment) -> [Action] {
        let policy = moment.mode.policy
        let writes = policy.starts == .onRoll || (policy.starts == .onTouch && (!hands.isEmpty || isPrimed))
        isPrimed = false
        isYoung = false
        guard writes, moment.mayWrite else {
            let waits = moment.isPreviewed || (writes && moment.punch == .before)
            return isHeld && hands.isEmpty && !movesRest(moment) && !waits ? followLane() : []
        }
        let order: [Action] = isHeld ? [] : [.hold]
        (isHeld, isWriting) = (true, true)
        return order + [.write(endsAtSeam: hands.isEmpty)]
    }

    mutating func stop(_ moment: Moment) -> [Action] {
        isPrimed = false
        isYoung = false
        let wasWriting = isWriting
        isWriting = false
        guard isHeld, !moment.isPreviewed, wasWriting || !movedRest(moment) else { return [] }
        return followLane()
    }

    mutating func wrap(_ moment: Moment) -> [Action] {
        // A glide ends at the seam at the latest, also one to the punch range's end under a hand that stays on.
        if isGliding { _ = followLane() }
        guard isWriting else {
            // What is latched and waits for the punch range ends here as what is written does.
            let ends = isHeld && hands.isEmpty && !moment.continuesInLoop && !moment.isPreviewed && !movesRest(moment)
            return ends ? followLane() : enter(moment)
        }
        guard hands.isEmpty, !moment.continuesInLoop else {
            guard !moment.mayWrite else { return [] }
            isWriting = false
            return [.endWriting(glides: false)]
        }
        _ = followLane()
        return []  // the engine has gone back to the lane at the seam itself
    }

    mutating func locate(_ moment: Moment) -> [Action] {
        guard !moment.isPreviewed else { return [] }
        guard isHeld else { return enter(moment) }
        isWriting = false
        guard !hands.isEmpty else { return movesRest(moment) ? [] : followLane() }
        let order: [Action] = isGliding ? [.hold] : []
        isGliding = false
        guard moment.mode.policy.starts != .never, moment.mayWrite else { return order }
        isWriting = true
        return order + [.write(endsAtSeam: false)]
    }

    /// A hand that was beyond the punch range's end, held or long taken back by the lane: into the range it comes as by playing.
    private mutating func enter(_ moment: Moment) -> [Action] {
        hands.isEmpty ? [] : punchIn(moment)
    }

    mutating func punchIn(_ moment: Moment) -> [Action] {
        let policy = moment.mode.policy
        let isKept = isInHand && policy.onRelease == .keepWriting
        // A hand that was laid on just now may be a tap: it writes when it moves, or has settled.
        let isOn = !hands.isEmpty && !isYoung
        guard moment.isRolling, moment.mayWrite, !isWriting,
            policy.starts == .onRoll || (policy.starts == .onTouch && (isOn || isKept))
        else { return [] }
        return writeOn()
    }

    mutating func punchOut(_ moment: Moment) -> [Action] {
        guard isWriting, !isGliding else { return [] }
        return goBack(moment)
    }
}
