/// What hands do.
extension WriteGate {
    mutating func touch(_ hand: Hand, _ moment: Moment) -> [Action] {
        guard hands.insert(hand).inserted, !isPunchingOut(moment) else { return [] }
        guard moment.isRolling, !isHeld else { return grip(moment) }
        guard hands.count == 1 else { return isYoung ? [] : grip(moment) }
        isYoung = true
        return [.awaitSettled]
    }

    /// The touch was no tap: it holds what it grabbed.
    mutating func settle(_ position: Float, _ moment: Moment) -> [Action] {
        guard isYoung, !hands.isEmpty else { return [] }
        target = position
        return grip(moment) + [.move(position)]
    }

    /// A hand takes the parameter where it stands, and writes if the mode says so.
    private mutating func grip(_ moment: Moment) -> [Action] {
        let order = taking
        let writes = moment.isArmed && moment.mayWrite
        // The hand takes it out of its glide at a place where writing is not possible any more.
        let ends: [Action] = isWriting && !writes ? [.endWriting(glides: true)] : []
        (isHeld, isGliding, isYoung, isLeftOver, isWriting) = (true, false, false, false, writes)
        return order + ends + (writes ? [.write(endsAtSeam: false)] : [])
    }

    mutating func move(_ position: Float, _ hand: Hand, _ moment: Moment) -> [Action] {
        let isNew = hands.insert(hand).inserted
        if isPunchingOut(moment) { return moment.isArmed ? [.drop(.punchOut)] : [] }
        let isToWrite = moment.isArmed && moment.mayWrite && !isWriting
        let orders = isNew || isYoung || !isHeld || isGliding || isToWrite ? grip(moment) : []
        target = position
        let policy = moment.mode.policy
        if !moment.isRolling, policy.starts == .onTouch, policy.onRelease == .keepWriting { isPrimed = true }
        return orders + [.move(position)] + (movesRest(moment) ? [.rest(position)] : []) + dropped(moment)
    }

    /// A hand that came in the last part of the punch range is heard and writes nothing.
    private func dropped(_ moment: Moment) -> [Action] {
        moment.isArmed && moment.punch == .gliding && !isWriting ? [.drop(.punchOut)] : []
    }

    /// A value without a touch: it has no hand that could let go.
    mutating func moveUntouched(_ position: Float, _ moment: Moment) -> [Action] {
        if movesRest(moment) {
            (isHeld, target) = (true, position)
            return [.move(position), .rest(position)]
        }
        guard moment.mode.policy.onRelease == .keepWriting else {
            return moment.isArmed ? [.drop(.noTouch)] : []
        }
        if isPunchingOut(moment) { return [.drop(.punchOut)] }
        let (order, isInHand) = (taking, isInHand)
        (isHeld, isGliding, isYoung, isLeftOver, target) = (true, false, false, false, position)
        guard moment.isRolling else {
            isPrimed = moment.mode.policy.starts == .onTouch
            return [.move(position)]
        }
        guard !isWriting || !isInHand, moment.mayWrite else {
            return order + [.move(position)] + dropped(moment)
        }
        isWriting = true
        return [.hold, .write(endsAtSeam: hands.isEmpty), .move(position)]
    }

    mutating func release(_ hand: Hand, _ moment: Moment) -> [Action] {
        guard hands.remove(hand) != nil, hands.isEmpty else { return [] }
        isYoung = false
        guard moment.isRolling else {
            // In stop the lane shows again, unless the value is to be written at the next start.
            let stays = isPrimed || moment.isPreviewed || moment.mode == .write || movesRest(moment)
            if !isHeld || stays { return [] }
            return followLane()
        }
        guard isHeld, !isGliding else { return [] }
        switch moment.mode.policy.onRelease {
        case .stay: return []
        case .keepWriting where isWriting: return [.write(endsAtSeam: true)]
        case .keepWriting where moment.punch == .before: return []
        case .keepWriting, .glideBack:
            if isWriting, moment.isStepped { return [.write(endsAtSeam: true), .awaitBreakpoint] }
            // Without a lane it goes back to its rest position, unless that is what the hand has moved.
            return movesRest(moment) ? [] : goBack(moment)
        }
    }

    mutating func match(_ moment: Moment) -> [Action] {
        guard moment.isRolling else { return unprime(moment) }
        guard isWriting, !isGliding else { return [] }
        hands = []
        return goBack(moment)
    }

    mutating func unprime(_ moment: Moment) -> [Action] {
        guard isPrimed else { return [] }
        isPrimed = false
        return isHeld && hands.isEmpty && !moment.isPreviewed && !movesRest(moment) ? followLane() : []
    }
}
