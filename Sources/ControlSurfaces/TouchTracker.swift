/// Begin or end of a hand on a control, at its own time in nanoseconds.
public enum TouchEdge: Sendable, Hashable {
    case began(at: Int64)
    case ended(at: Int64)
}

/// Knows whether a hand is on one control, by the control's ``TouchSpec``.
///
///     idle ──touched──▶ held ──untouched──▶ idle
///     idle ──movement─▶ moving(until) ──touched──▶ held         (sense: the note joins the gesture, no new edge)
///     moving ──movement─▶ moving(later)      moving ──time-out, untouched──▶ idle
///
/// Give it every change of its control in order of time. With pick-up takeover give it a movement only once that is
/// admitted: a control that waits is not touching its parameter.
public struct TouchTracker: Sendable, Hashable {
    /// A movement that arrives this soon after a touch message's release still belongs to the gesture that ended.
    public static let trailing: Int64 = 20_000_000
    /// How long a movement counts on a control with touch sense that did not fire (a sleeve, a nail).
    public static let unsensedTimeOut: Int64 = 1_000_000_000

    public let spec: TouchSpec
    private var state = State.idle
    private var releasedAt: Int64?

    private enum State: Hashable {
        case idle
        case held
        case moving(until: Int64)
    }

    public init(_ spec: TouchSpec) { self.spec = spec }

    /// When the present touch began, in nanoseconds; `nil` while no hand is on the control.
    public private(set) var touchedSince: Int64?

    public var isTouched: Bool { touchedSince != nil }

    /// When ``expire(at:)`` must be called; `nil` while no time-out is running.
    public var deadline: Int64? { if case .moving(let until) = state { until } else { nil } }

    /// Takes one change and returns the edges that it makes, an overdue time-out first.
    public mutating func handle(_ change: ControlEvent.Change, at time: Int64) -> [TouchEdge] {
        var edges = expire(at: time)
        switch (spec, change) {
        case (.none, _): break
        case (_, .touched), (.motion, .pressed): edges += hold(at: time)
        case (_, .untouched), (.motion, .released): edges += release(at: time)
        case (_, .moved(_, _, isJitter: true)): break
        case (.sense, .moved), (.sense, .turned):
            if let releasedAt, time - releasedAt <= TouchTracker.trailing { break }
            edges += move(at: time, timeOut: TouchTracker.unsensedTimeOut)
        case (.motion(let milliseconds), .moved), (.motion(let milliseconds), .turned):
            edges += move(at: time, timeOut: Int64(min(max(milliseconds, 50), 5000)) * 1_000_000)
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

    /// The device has gone: a touch ends as if released.
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
        releasedAt = time
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
}
