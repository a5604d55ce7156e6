/// Thins what a device sends faster than hands can move it: of each control's values the newest counts, and touches, releases and
/// buttons are always heard, in their order. A device is never made deaf for being fast.
///
/// Count every message with ``count(at:)``, pass every event through ``admit(_:)``, and call ``expire(at:)`` when ``deadline`` has
/// come.
public struct FloodValve: Sendable {
    /// More messages than this in ``window`` are thinned: 10,000 a second, where eight faders at 1,000 are 8,000.
    public static let limit = 1_000
    /// In ns.
    public static let window: Int64 = 100_000_000
    /// While thinning, values get through this often, in ns: as often as the shortest ramp is long.
    public static let spacing: Int64 = 2_000_000
    /// The flood is over after so long without too many messages, in ns.
    public static let calm: Int64 = 500_000_000

    public enum Change: Sendable, Hashable {
        case began
        /// With how many values were passed over.
        case ended(thinned: Int)
    }

    public private(set) var isThinning = false
    private var windowStart = Int64.min
    private var inWindow = 0
    private var lastExcess: Int64 = 0
    private var thinned = 0
    /// The newest value of each control that waits, in the order of their coming.
    private var held: [ControlEvent] = []
    private var freeAt = Int64.min

    public init() {}

    /// A message has arrived.
    ///
    /// - Returns: `began` if from now on values are thinned.
    public mutating func count(at time: Int64) -> Change? {
        if windowStart == .min || time - windowStart >= FloodValve.window {
            (windowStart, inWindow) = (time, 0)
        }
        inWindow += 1
        guard inWindow > FloodValve.limit else { return nil }
        lastExcess = time
        guard !isThinning else { return nil }
        isThinning = true
        return .began
    }

    /// Takes an event and returns those that are to be acted on now, in order.
    public mutating func admit(_ event: ControlEvent) -> [ControlEvent] {
        guard isThinning || !held.isEmpty else { return [event] }
        switch event.change {
        case .moved, .turned: hold(event)
        // What ends or begins a gesture comes after the values before it.
        case .pressed, .released, .touched, .untouched: return release(at: event.time) + [event]
        }
        return event.time >= freeAt ? release(at: event.time) : []
    }

    /// When ``expire(at:)`` has something to do; `nil` while nothing waits.
    public var deadline: Int64? {
        if !held.isEmpty { return freeAt }
        return isThinning ? lastExcess + FloodValve.calm : nil
    }

    /// Values that have waited long enough, and whether the flood is over.
    public mutating func expire(at time: Int64) -> (events: [ControlEvent], change: Change?) {
        let events = held.isEmpty || time < freeAt ? [] : release(at: time)
        guard isThinning, time - lastExcess >= FloodValve.calm else { return (events, nil) }
        defer { (isThinning, thinned) = (false, 0) }
        return (events, .ended(thinned: thinned))
    }

    private mutating func hold(_ event: ControlEvent) {
        guard let place = held.firstIndex(where: { $0.control == event.control }) else { return held.append(event) }
        thinned += 1
        if case (.turned(let before), .turned(let ticks)) = (held[place].change, event.change) {
            held[place].change = .turned(ticks: before + ticks)
            held[place].time = event.time
        } else {
            held[place] = event
        }
    }

    private mutating func release(at time: Int64) -> [ControlEvent] {
        defer {
            held.removeAll(keepingCapacity: true)
            freeAt = time + FloodValve.spacing
        }
        return held.map {
            var event = $0
            event.time = time
            return event
        }
    }
}
