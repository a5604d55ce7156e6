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
        /// In preview: it is held apart from its lane; nothing is written before a punch, and a release does not return it.
        public var isPreviewed = false
        /// Whether writing that is latched at a loop's end goes on from its start.
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
        /// In the last part of the range, as long as a glide, where what was written glides back to the lane.
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
        /// The touch has lasted 200 ms without a movement, so it is no tap; the position is the one that was grabbed.
        case settled(Float)
        /// The transport has begun to roll.
        case roll
        /// The transport has stopped. Hands on touch-sensitive controls stay; the caller releases the others.
        case stop
        /// Stop was pressed once more: what was primed is not to be written.
        case unprime
        /// The song went back to the loop's start.
        case wrap
        /// The play head was put elsewhere while rolling.
        case locate
        /// The punch range begins here.
        case punchIn
        /// The glide that ends with the punch range has to begin here; without a glide, the range ends here.
        case punchOut
        /// Its lane, which was ignored, is about to rule again: it keeps its position until the next event decides.
        case keep
        /// The mode is another one now (`Moment.mode`).
        case modeChanged
        /// The mode changed by itself after a pass in write: nothing begins, since the end of the pass has decided what goes on.
        case modeLeft
        /// Stop writing with a glide, whoever holds it.
        case match
        /// What is written is in the lane from here on, and the lane rules.
        case handOver
        /// Ends preview: what is held and not written goes back to the lane.
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
        /// Writing ends here, and the hand is still heard. `glides`: the written curve gets an unheard glide back to the lane, so that
        /// it does not end in a step.
        case endWriting(glides: Bool)
        /// Move the rest position (the value without a lane).
        case rest(Float)
        /// Hold until the lane's next breakpoint, then report `breakpoint`.
        case awaitBreakpoint
        /// Report `settled` with the position of this moment, 200 ms from now.
        case awaitSettled
        /// This movement has no effect: say so.
        case drop(Drop)

        public var isMove: Bool { if case .move = self { true } else { false } }
    }

    /// Why a movement came to nothing although the mode writes.
    public enum Drop: String, Sendable, Hashable, CaseIterable {
        /// The control has no touch, and the mode waits for one.
        case noTouch
        /// In the last part of the punch range, where what was written glides back to the lane.
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
    /// A touch younger than 200 ms that has not moved it: the lane goes on until it is known not to be a tap.
    public internal(set) var isYoung = false
    /// Set in stop in latch: writes from the next start.
    public internal(set) var isPrimed = false
    /// It has the position at which it was left in off, which does not wait to be written.
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

    /// Removes a hand without a release: the next event decides what follows.
    public mutating func forget(_ hand: Hand) { hands.remove(hand) }

    /// Shifts the target although no hand has moved: a VCA above it was moved, and what sounds is to stay.
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
    /// The action that takes it where it stands, unless a hand has it already.
    var taking: [Action] { isInHand ? [] : [.hold] }

    /// Writes from here on, including a movement that is under way.
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
