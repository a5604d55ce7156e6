/// Begin or end of a hand on a control, at its own time in nanoseconds.
public enum TouchEdge: Sendable, Hashable {
    case began(at: Int64)
    case ended(at: Int64)
}

/// Knows whether a hand is on one control, by the control's ``TouchSpec``.
///
///     idle ──touched──▶ held ──untouched──▶ settling ──100 ms, or touched──▶ idle
///     idle ──movement─▶ moving(until) ──touched──▶ held         (sense: the note joins the gesture, no new edge)
///     moving ──movement─▶ moving(later)      moving ──time-out, untouched──▶ idle
///
/// Give it every change of its control in order of time. With pick-up takeover give it a movement only once that is
/// admitted: a control that waits is not touching its parameter. Ask ``isHand(_:at:)`` of a movement first.
public struct TouchTracker: Sendable, Hashable {
    /// What a control sends within this time after a touch-off is its finger leaving, in ns: no hand.
    public static let settling: Int64 = 100_000_000
    /// Ends a motion touch where neither the mapping nor the session says another time, in ns.
    public static let usualTimeOut: Int64 = 1_000_000_000

    public let spec: TouchSpec
    /// Device steps by which a control that was let go has to move before it counts as moved by a hand that its touch sense
    /// missed.
    public let deadBand: Int
    /// Ends a motion touch whose mapping names no time, and a movement of a control whose touch sense did not fire (a sleeve, a
    /// nail), in ns: the session's.
    public var timeOut = TouchTracker.usualTimeOut

    private var state = State.idle
    private var releasedAt: Int64?
    /// The step that the control reported last, and where it came to rest after it was let go.
    private var step: Int?

    private enum State: Hashable {
        case idle
        case held
        case moving(until: Int64)
    }

    /// - Parameter deadBand: ``ControlSpec/deadBand``, in device steps.
    public init(_ spec: TouchSpec, deadBand: Int = 0) {
        self.spec = spec
        self.deadBand = deadBand
    }

    /// When the present touch began, in nanoseconds; `nil` while no hand is on the control.
    public private(set) var touchedSince: Int64?

    public var isTouched: Bool { touchedSince != nil }

    /// Whether a touch message says that the hand is there, and not a movement alone.
    public var isSensed: Bool { state == .held && touchedSince != nil }

    /// When ``expire(at:)`` must be called; `nil` while no time-out is running.
    public var deadline: Int64? { if case .moving(let until) = state { until } else { nil } }

    /// Whether a change can be a hand's doing: what a fader sends while the finger leaves it, and what does not leave the place
    /// where it was let go, is none.
    public mutating func isHand(_ change: ControlEvent.Change, at time: Int64) -> Bool {
        switch change {
        case .moved(_, let step, _):
            guard !isTouched, let releasedAt else {
                self.step = step
                return true
            }
            if time - releasedAt < TouchTracker.settling {
                self.step = step
                return false
            }
            if let rest = self.step, abs(step - rest) <= deadBand { return false }
            (self.step, self.releasedAt) = (step, nil)
            return true
        case .turned:
            guard !isTouched, let releasedAt, time - releasedAt < TouchTracker.settling else { return true }
            return false
        case .pressed, .released, .touched, .untouched: return true
        }
    }

    /// Takes one change and returns the edges that it makes, an overdue time-out first.
    public mutating func handle(_ change: ControlEvent.Change, at time: Int64) -> [TouchEdge] {
        var edges = expire(at: time)
        switch (spec, change) {
        case (.none, _): break
        case (_, .touched), (.motion, .pressed): edges += hold(at: time)
        case (_, .untouched), (.motion, .released): edges += release(at: time)
        case (_, .moved(_, _, isJitter: true)): break
        case (.sense, .moved), (.sense, .turned): edges += move(at: time, timeOut: timeOut)
        case (.motion(let milliseconds), .moved), (.motion(let milliseconds), .turned):
            let wanted = milliseconds.map { Int64($0) * 1_000_000 } ?? timeOut
            edges += move(at: time, timeOut: min(max(wanted, 50_000_000), 5_000_000_000))
        case (.button, .moved), (.button, .turned), (_, .pressed), (_, .released): break
        }
        return edges
    }

    /// Ends a motion touch whose time is over; the edge bears the deadline, not `time`.
    public mutating func expire(at time: Int64) -> [TouchEdge] {
        guard case .moving(let until) = state, time >= until else { return [] }
        state = .idle
        touchedSince = nil
        return [.ended(at: until)]
    }

    /// The transport has stopped: a movement is over with it, a hand that is sensed stays.
    public mutating func endMotion(at time: Int64) -> [TouchEdge] {
        let edges = expire(at: time)
        guard case .moving = state else { return edges }
        state = .idle
        touchedSince = nil
        return edges + [.ended(at: time)]
    }

    /// The device has gone, or what it said was lost: a touch ends as if released.
    public mutating func disconnect(at time: Int64) -> [TouchEdge] {
        var edges = expire(at: time)
        if isTouched { edges.append(.ended(at: time)) }
        state = .idle
        touchedSince = nil
        releasedAt = nil
        return edges
    }

    private mutating func hold(at time: Int64) -> [TouchEdge] {
        state = .held
        return begin(at: time)
    }

    private mutating func release(at time: Int64) -> [TouchEdge] {
        if !isMotion { releasedAt = time }
        guard isTouched else { return [] }
        state = .idle
        touchedSince = nil
        return [.ended(at: time)]
    }

    private mutating func begin(at time: Int64) -> [TouchEdge] {
        guard touchedSince == nil else { return [] }
        touchedSince = time
        return [.began(at: time)]
    }

    private mutating func move(at time: Int64, timeOut: Int64) -> [TouchEdge] {
        if state == .held { return [] }
        state = .moving(until: time + timeOut)
        return begin(at: time)
    }

    private var isMotion: Bool { if case .motion = spec { true } else { false } }
}
