/// Decides, for one parameter, who rules it and whether what it does is written: hands, lane, mode and transport in; orders
/// to the engine out. It has no clock and does nothing itself.
///
/// ```
///            touch (touch, latch)                       release (touch)
/// following ─────────────────────▶ held, writing ─────────────────────▶ gliding, writing ──▶ following
///     ▲                                  │ release (latch)                    │ touch
///     │ stop, seam, locate               ▼                                    ▼
///     └────────────────────────── kept, writing ◀───────────────────── held, writing
/// ```
///
/// In off, and in read where there is no lane, a hand moves the parameter's rest position instead.
public struct WriteGate: Sendable, Hashable {
    /// What the gate needs to know of the moment.
    public struct Moment: Sendable {
        public var mode: AutomationMode
        public var isRolling: Bool
        /// Whether the lane says anything.
        public var hasLane: Bool
        /// Switches and stepped parameters: they step, and in touch stay until the lane's next breakpoint.
        public var isStepped: Bool
        /// Inside the punch range, if there is one.
        public var mayWrite: Bool

        public init(
            mode: AutomationMode, isRolling: Bool, hasLane: Bool, isStepped: Bool = false, mayWrite: Bool = true
        ) {
            self.mode = mode
            self.isRolling = isRolling
            self.hasLane = hasLane
            self.isStepped = isStepped
            self.mayWrite = mayWrite
        }
    }

    /// A hand on a control: two controls on one parameter are two hands.
    public typealias Hand = Int

    public enum Event: Sendable, Hashable {
        case touch(Hand)
        /// A new position from a control, and whether a hand is known to be on it.
        case value(Float, Hand, touched: Bool)
        case release(Hand)
        /// The transport has begun to roll.
        case roll
        /// The transport has stopped.
        case stop
        /// The song went back to the loop's start.
        case wrap
        /// The play head was put elsewhere while rolling.
        case locate
        /// The mode is another one now (`Moment.mode`).
        case modeChanged
        /// Stop writing with a glide, whoever holds it.
        case match
        /// The lane's next breakpoint has come, for a switch that was let go.
        case breakpoint
        /// The glide has come to its end.
        case glided
    }

    /// An order to the engine, all at the event's own frame.
    public enum Action: Sendable, Hashable {
        /// Take the parameter where it stands.
        case hold
        /// Move it, as a hand does.
        case move(Float)
        /// Write from here on; `endsAtSeam`: only up to a loop's end.
        case write(endsAtSeam: Bool)
        /// Glide back to the lane, then follow it; what is written ends there.
        case glide
        /// The lane rules at once; what is written ends here.
        case follow
        /// Move the rest position (the value without a lane).
        case rest(Float)
        /// Hold until the lane's next breakpoint, then report `breakpoint`.
        case awaitBreakpoint
    }

    /// Hands that are on it.
    public private(set) var hands: Set<Hand> = []
    /// What it does is being written.
    public private(set) var isWriting = false
    /// A hand's position rules, not the lane's.
    public private(set) var isHeld = false
    /// On its way back to the lane.
    public private(set) var isGliding = false
    /// Set in stop in latch: writes from the next start.
    public private(set) var isPrimed = false
    /// The last position that a hand asked for; what feedback shows while it is held.
    public private(set) var target: Float?

    public init() {}

    /// Takes one event and returns what is to be done, in order.
    public mutating func handle(_ event: Event, _ moment: Moment) -> [Action] {
        switch event {
        case .touch(let hand): return touch(hand, moment)
        case .value(let position, let hand, let touched): return move(position, hand, touched, moment)
        case .release(let hand): return release(hand, moment)
        case .roll: return roll(moment)
        case .stop: return stop(moment)
        case .wrap: return wrap(moment)
        case .locate: return locate(moment)
        case .modeChanged: return modeChanged(moment)
        case .match:
            guard isWriting, moment.isRolling else { return [] }
            hands = []
            return glideBack()
        case .breakpoint:
            guard isHeld, hands.isEmpty else { return [] }
            return followLane()
        case .glided:
            if isGliding { _ = followLane() }
            return []
        }
    }

    private mutating func touch(_ hand: Hand, _ moment: Moment) -> [Action] {
        guard hands.insert(hand).inserted else { return [] }
        guard moment.isRolling, moment.mode.policy.starts != .never, moment.mayWrite else {
            let wasRuled = !isHeld || isGliding
            (isHeld, isGliding) = (true, false)
            return wasRuled ? [.hold] : []
        }
        let order: [Action] = isHeld && !isGliding ? [] : [.hold]
        (isHeld, isGliding, isWriting) = (true, false, true)
        return order + [.write(endsAtSeam: false)]
    }

    private mutating func move(_ position: Float, _ hand: Hand, _ touched: Bool, _ moment: Moment) -> [Action] {
        if touched, !hands.contains(hand) {
            let orders = touch(hand, moment)
            return orders + move(position, hand, touched, moment)
        }
        let policy = moment.mode.policy
        if isWriting || touched {
            (isHeld, isGliding) = (true, false)
            target = position
            if !moment.isRolling, policy.starts == .onTouch, policy.onRelease == .keepWriting { isPrimed = true }
            return [.move(position)] + (movesRest(moment) ? [.rest(position)] : [])
        }
        // A value without a touch.
        if movesRest(moment) {
            (isHeld, target) = (true, position)
            return [.move(position), .rest(position)]
        }
        guard policy.onRelease == .keepWriting, moment.mayWrite else { return [] }
        (isHeld, isGliding, target) = (true, false, position)
        guard moment.isRolling else {
            isPrimed = true
            return [.move(position)]
        }
        isWriting = true
        return [.hold, .write(endsAtSeam: true), .move(position)]
    }

    private mutating func release(_ hand: Hand, _ moment: Moment) -> [Action] {
        guard hands.remove(hand) != nil, hands.isEmpty else { return [] }
        guard moment.isRolling else {
            // In stop the lane shows again, unless the value is to be written at the next start.
            if isPrimed || moment.mode == .write || movesRest(moment) { return [] }
            return followLane()
        }
        switch moment.mode.policy.onRelease {
        case .stay: return []
        case .keepWriting: return isWriting ? [.write(endsAtSeam: true)] : []
        case .glideBack:
            if isWriting, moment.isStepped { return [.write(endsAtSeam: true), .awaitBreakpoint] }
            if isWriting || moment.hasLane { return moment.isStepped ? followLane() : glideBack() }
            return []
        }
    }

    private mutating func roll(_ moment: Moment) -> [Action] {
        let starts = moment.mode.policy.starts
        let writes = starts == .onRoll || (starts == .onTouch && (!hands.isEmpty || isPrimed))
        isPrimed = false
        guard writes, moment.mayWrite else {
            return isHeld && hands.isEmpty && !movesRest(moment) ? followLane() : []
        }
        let order: [Action] = isHeld ? [] : [.hold]
        (isHeld, isWriting) = (true, true)
        return order + [.write(endsAtSeam: hands.isEmpty)]
    }

    private mutating func stop(_ moment: Moment) -> [Action] {
        // A hand that stays on its control over the stop is no touch at the next start: it has to move or let go first.
        hands = []
        isPrimed = false
        let wasWriting = isWriting
        isWriting = false
        guard isHeld, wasWriting || !movesRest(moment) else { return [] }
        return followLane()
    }

    private mutating func wrap(_ moment: Moment) -> [Action] {
        guard isWriting, hands.isEmpty else { return [] }
        _ = followLane()
        return []  // the engine has gone back to the lane at the seam itself
    }

    private mutating func locate(_ moment: Moment) -> [Action] {
        guard isHeld else { return [] }
        isWriting = false
        if !hands.isEmpty, moment.mode.policy.starts != .never, moment.mayWrite {
            isWriting = true
            return [.write(endsAtSeam: false)]
        }
        return movesRest(moment) || !hands.isEmpty ? [] : followLane()
    }

    private mutating func modeChanged(_ moment: Moment) -> [Action] {
        let policy = moment.mode.policy
        let starts = policy.starts
        isPrimed = isPrimed && starts == .onTouch && policy.onRelease == .keepWriting
        // In off the value stays where a hand has put it.
        if isHeld, starts == .never, !policy.followsLane {
            let rest = target.map { [Action.rest($0)] } ?? []
            return rest + followLane()
        }
        // A mode that would not have written this stops it, as a release does.
        if isWriting, !isGliding, starts == .never || (hands.isEmpty && policy.onRelease != .keepWriting) {
            return moment.isRolling ? glideBack() : followLane()
        }
        if !isWriting, moment.isRolling, moment.mayWrite, starts == .onRoll || (starts == .onTouch && !hands.isEmpty)
        {
            (isHeld, isWriting, isGliding) = (true, true, false)
            return [.hold, .write(endsAtSeam: hands.isEmpty)]
        }
        // Held by nobody and not to stay: back to the lane.
        if isHeld, hands.isEmpty, !isWriting, !isPrimed, moment.mode.policy.followsLane, moment.hasLane {
            return followLane()
        }
        return []
    }

    /// A hand moves the value itself: there is no lane to come back to, or the mode does not look at it.
    private func movesRest(_ moment: Moment) -> Bool {
        if isWriting { return false }
        switch moment.mode.policy.starts {
        case .never: return moment.mode == .off || !moment.hasLane
        case .onTouch, .onRoll: return !moment.hasLane && !moment.isRolling
        }
    }

    private mutating func glideBack() -> [Action] {
        isGliding = true
        target = nil
        return [.glide]
    }

    private mutating func followLane() -> [Action] {
        (isHeld, isGliding, isWriting, target) = (false, false, false, nil)
        return [.follow]
    }
}
