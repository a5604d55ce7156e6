/// Decides, for one parameter, who rules it and whether what it does is written: hands, lane, mode and transport in; orders
/// to the engine out. It has no clock and does nothing itself.
///
/// ```
///            touch                  moved, or held for 200 ms (touch, latch)          release (touch)
/// following ───────▶ young, following ─────────────────▶ held, writing ─────────────────────▶ gliding, writing ──▶ following
///     ▲                   │ release: a tap                    │ release (latch)                    │ touch
///     │◀──────────────────┘                                   ▼                                    ▼
///     └──────── stop, seam, locate, punch-out ───────── kept, writing ◀─────────────────── held, writing
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
        /// Where the play head is in the punch range, if there is one.
        public var punch: Punch
        /// It is held apart from its lane, to be tried: nothing is written before somebody says so, and nothing lets go of it.
        public var isPreviewed = false
        /// What is latched at a loop's end is written on from its start.
        public var continuesInLoop = false

        public init(
            mode: AutomationMode, isRolling: Bool, hasLane: Bool, isStepped: Bool = false, punch: Punch = .inside
        ) {
            self.mode = mode
            self.isRolling = isRolling
            self.hasLane = hasLane
            self.isStepped = isStepped
            self.punch = punch
        }

        /// Whether writing can begin now.
        var mayWrite: Bool { punch == .inside }
        /// Whether what a hand does now would be written, or could soon be.
        var isArmed: Bool { isRolling && mode.policy.starts != .never }
    }

    /// Where the play head is.
    public enum Punch: Sendable, Hashable, CaseIterable {
        /// The range begins later.
        case before
        /// In the range, or there is none.
        case inside
        /// In the last of the range, where what was written glides back to the lane.
        case gliding
        /// The range is over, or nothing may be written at all.
        case over
    }

    /// A hand on a control: two controls on one parameter are two hands.
    public typealias Hand = Int

    public enum Event: Sendable, Hashable {
        case touch(Hand)
        /// A new position from a control, and whether a hand is known to be on it.
        case value(Float, Hand, touched: Bool)
        case release(Hand)
        /// The touch has lasted so long that it is no tap, without a movement; the position is the one that was grabbed.
        case settled(Float)
        /// The transport has begun to roll.
        case roll
        /// The transport has stopped. Hands that are sensed stay; the others are released by whoever knows them.
        case stop
        /// Stop was pressed once more: what was primed is not to be written.
        case unprime
        /// The song went back to the loop's start.
        case wrap
        /// The play head was put elsewhere while rolling.
        case locate
        /// The punch range begins here.
        case punchIn
        /// Here the glide has to begin that ends with the punch range; where there is none, the range's end.
        case punchOut
        /// Its lane, which was not looked at, is about to rule again: it stays where it stands until the next event says what becomes of it.
        case keep
        /// The mode is another one now (`Moment.mode`).
        case modeChanged
        /// The same by itself, since a pass in write is over: nothing begins by it, for what goes on was settled where the pass ended.
        case modeLeft
        /// Stop writing with a glide, whoever holds it.
        case match
        /// What is written goes on in the lane itself, which rules from here on.
        case handOver
        /// What is held apart, and not written, goes back to the lane.
        case giveUp
        /// The lane's next breakpoint has come, for a switch that was let go.
        case breakpoint
        /// The glide has come to its end.
        case glided
    }

    /// An order to the engine, all at the event's own frame.
    public enum Action: Sendable, Hashable {
        /// Take the parameter where it stands.
        case hold
        /// The same, before its lane becomes another one.
        case keep
        /// Move it, as a hand does.
        case move(Float)
        /// Write from here on; `endsAtSeam`: only up to a loop's end.
        case write(endsAtSeam: Bool)
        /// Glide back to the lane, then follow it; what is written ends there.
        case glide
        /// The lane rules at once; what is written ends here.
        case follow
        /// What is written ends here, and the hand is still heard. `glides`: what was written gets a glide back to the lane behind it,
        /// which nobody hears, so that no step is left there.
        case endWriting(glides: Bool)
        /// Move the rest position (the value without a lane).
        case rest(Float)
        /// Hold until the lane's next breakpoint, then report `breakpoint`.
        case awaitBreakpoint
        /// Report `settled` with the position of this moment, 200 ms from now.
        case awaitSettled
        /// Nothing comes of this movement: tell.
        case drop(Drop)

        public var isMove: Bool { if case .move = self { true } else { false } }
    }

    /// Why a movement came to nothing although the mode writes.
    public enum Drop: String, Sendable, Hashable, CaseIterable {
        /// The control has no touch, and the mode waits for one.
        case noTouch
        /// It is the last of the punch range, where what was written is on its way back to the lane.
        case punchOut
    }

    /// Hands that are on it.
    public internal(set) var hands: Set<Hand> = []
    /// What it does is being written.
    public internal(set) var isWriting = false
    /// A hand's position rules, not the lane's.
    public internal(set) var isHeld = false
    /// On its way back to the lane.
    public internal(set) var isGliding = false
    /// A hand was laid on it just now and has not moved it: the lane goes on until it is known that this is no tap.
    public internal(set) var isYoung = false
    /// Set in stop in latch: writes from the next start.
    public internal(set) var isPrimed = false
    /// It stands where it was left in off: nothing that waits to be written.
    var isLeftOver = false
    /// The last position that a hand asked for; what feedback shows while it is held.
    public internal(set) var target: Float?

    public init() {}

    /// Nothing holds it and nothing is to come.
    public var isAtRest: Bool { hands.isEmpty && !isWriting && !isHeld && !isGliding && !isPrimed }

    /// Takes one event and returns what is to be done, in order.
    public mutating func handle(_ event: Event, _ moment: Moment) -> [Action] {
        switch event {
        case .touch(let hand): return touch(hand, moment)
        case .value(let position, let hand, touched: true): return move(position, hand, moment)
        case .value(let position, _, touched: false): return moveUntouched(position, moment)
        case .release(let hand): return release(hand, moment)
        case .settled(let position): return settle(position, moment)
        case .roll: return roll(moment)
        case .stop: return stop(moment)
        case .unprime: return unprime(moment)
        case .wrap: return wrap(moment)
        case .locate: return locate(moment)
        case .punchIn: return punchIn(moment)
        case .punchOut: return punchOut(moment)
        case .keep:
            guard moment.isRolling, moment.hasLane else { return [] }
            // What was moved in off is nothing that waits to be written.
            if hands.isEmpty { (target, isLeftOver) = (nil, true) }
            if isHeld { return [] }
            isHeld = true
            return [.keep]
        case .modeChanged: return modeChanged(moment, begins: true)
        case .modeLeft: return modeChanged(moment, begins: false)
        case .match: return match(moment)
        case .handOver:
            guard isWriting else { return [] }
            hands = []
            return followLane()
        case .giveUp:
            guard isHeld, !isWriting, !isGliding else { return [] }
            (hands, isPrimed) = ([], false)
            return goBack(moment)
        case .breakpoint:
            guard isHeld, hands.isEmpty else { return [] }
            return followLane()
        case .glided:
            if isGliding { _ = followLane() }
            return []
        }
    }

    /// A hand is off it, without the release of one: what becomes of it the next event says.
    public mutating func forget(_ hand: Hand) { hands.remove(hand) }

    /// The written position is another one than the hand's: a VCA above it has moved, and what sounds is to stay.
    public mutating func shift(to position: Float) { target = position }

    /// A hand moves the value itself: there is no lane to come back to, or the mode does not look at it.
    public func movesRest(_ moment: Moment) -> Bool {
        if isWriting || moment.isPreviewed { return false }
        switch moment.mode.policy.starts {
        case .never: return moment.mode == .off || !moment.hasLane
        case .onTouch, .onRoll: return !moment.hasLane && !moment.isRolling
        }
    }

    /// Whether what a hand did until the transport stopped has moved the value itself.
    func movedRest(_ moment: Moment) -> Bool {
        var before = moment
        before.isRolling = true
        return movesRest(before)
    }

    /// What was written is on its way to the punch range's end: no hand takes it from there.
    func isPunchingOut(_ moment: Moment) -> Bool { isWriting && isGliding && moment.punch == .gliding }

    /// A hand's position rules, and does not leave.
    var isInHand: Bool { isHeld && !isGliding }
    /// What takes it where it stands, unless it is taken already.
    var taking: [Action] { isInHand ? [] : [.hold] }

    /// What stands here is written from here on, with whatever is under way.
    mutating func writeOn() -> [Action] {
        let order = taking
        (isHeld, isWriting, isGliding, isYoung) = (true, true, false, false)
        return order + [.write(endsAtSeam: hands.isEmpty)]
    }

    /// Back to the lane: with a glide while the song plays, but for switches, which step; in stop the lane shows at once.
    mutating func goBack(_ moment: Moment) -> [Action] {
        moment.isRolling && !moment.isStepped ? glideBack() : followLane()
    }

    mutating func glideBack() -> [Action] {
        isGliding = true
        target = nil
        return [.glide]
    }

    mutating func followLane() -> [Action] {
        (isHeld, isGliding, isWriting, isYoung, isLeftOver, target) = (false, false, false, false, false, nil)
        return [.follow]
    }
}
