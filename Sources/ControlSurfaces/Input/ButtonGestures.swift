/// What was done with a button, at its own time in nanoseconds.
public struct ButtonGesture: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It went down; always the first, at once.
        case pressed
        /// It went up; always the last of a press.
        case released
        /// It was down for the hold time, and still is.
        case held
        /// It went down for the second time within the double-press time; follows that press's `pressed`.
        case doublePressed
        /// A short press that turned out to be neither a hold nor the first of a double press.
        case tapped
        /// It is still down, and acts again.
        case repeated
    }

    public var kind: Kind
    public var time: Int64

    public init(_ kind: Kind, at time: Int64) {
        self.kind = kind
        self.time = time
    }
}

/// Tells press, release, hold, double press and repetition of one button apart.
///
///     up ──press──▶ down: pressed          down ──hold time──▶ held (no tap any more)
///     down ──release──▶ released, then tapped: at once, or after the double-press time if a second press may come
///     up, waiting ──press──▶ down: pressed, doublePressed (no tap any more)
public struct ButtonGestures: Sendable, Hashable {
    /// Nanoseconds; `nil`: the gesture is not wanted, and nothing waits for it.
    public let hold: Int64?
    public let doublePress: Int64?
    /// First repetition after `delay`, the next every `interval`.
    public let repetition: Repetition?

    public struct Repetition: Sendable, Hashable {
        public var delay: Int64
        public var interval: Int64
        public init(delay: Int64, interval: Int64) {
            self.delay = delay
            self.interval = max(interval, 1_000_000)
        }
    }

    private static let catchUp: Int64 = 1_000_000_000

    private var isDown = false
    private var mayTap = false
    private var holdAt: Int64?
    private var repeatAt: Int64?
    private var tapAt: Int64?

    public init(hold: Int64? = nil, doublePress: Int64? = nil, repetition: Repetition? = nil) {
        self.hold = hold
        self.doublePress = doublePress
        self.repetition = repetition
    }

    /// When ``expire(at:)`` must be called; `nil` while nothing can happen by itself.
    public var deadline: Int64? { [holdAt, repeatAt, tapAt].compactMap { $0 }.min() }

    /// The button went down. A press while it is down is ignored.
    public mutating func press(at time: Int64) -> [ButtonGesture] {
        var gestures = expire(at: time)
        guard !isDown else { return gestures }
        isDown = true
        gestures.append(ButtonGesture(.pressed, at: time))
        mayTap = tapAt == nil
        if tapAt != nil { gestures.append(ButtonGesture(.doublePressed, at: time)) }
        tapAt = nil
        holdAt = hold.map { time + $0 }
        repeatAt = repetition.map { time + $0.delay }
        return gestures
    }

    /// The button went up. A release while it is up is ignored.
    public mutating func release(at time: Int64) -> [ButtonGesture] {
        var gestures = expire(at: time)
        guard isDown else { return gestures }
        isDown = false
        (holdAt, repeatAt) = (nil, nil)
        gestures.append(ButtonGesture(.released, at: time))
        guard mayTap else { return gestures }
        if let doublePress { tapAt = time + doublePress } else { gestures.append(ButtonGesture(.tapped, at: time)) }
        return gestures
    }

    /// What has happened by itself up to a time, in order; each gesture bears its own time.
    public mutating func expire(at time: Int64) -> [ButtonGesture] {
        var gestures: [ButtonGesture] = []
        while let next = deadline, next <= time {
            if next == holdAt {
                holdAt = nil
                mayTap = false
                gestures.append(ButtonGesture(.held, at: next))
            } else if next == repeatAt, let repetition {
                // A machine that slept does not wake to a thousand repetitions.
                repeatAt = max(next + repetition.interval, time - ButtonGestures.catchUp)
                mayTap = false
                gestures.append(ButtonGesture(.repeated, at: next))
            } else {
                tapAt = nil
                gestures.append(ButtonGesture(.tapped, at: next))
            }
        }
        return gestures
    }

    /// The device has gone: a press ends as if released, and nothing waits any more.
    public mutating func disconnect(at time: Int64) -> [ButtonGesture] {
        var gestures = expire(at: time)
        if isDown { gestures.append(ButtonGesture(.released, at: time)) }
        isDown = false
        (mayTap, holdAt, repeatAt, tapAt) = (false, nil, nil, nil)
        return gestures
    }
}
