import Automation
import Units

/// What is to happen by itself at an engine frame: what gates have to be told, and hands that let go.
struct Timers {
    struct Due: Equatable {
        var index: Int32
        var frame: FramePosition
        var event: WriteGate.Event
    }

    /// By parameter: what its gate has to be told.
    private var gates: [Int32: (frame: FramePosition, event: WriteGate.Event)] = [:]
    /// By parameter: when the hand of an action that came from no control lets go.
    private var hands: [Int32: FramePosition] = [:]

    /// A gate is told something at a frame; what it was to be told before is forgotten.
    mutating func tellGate(of index: Int32, _ event: WriteGate.Event, at frame: FramePosition) {
        gates[index] = (frame, event)
    }

    mutating func forgetGate(of index: Int32) { gates[index] = nil }

    /// A hand without a control lets go at a frame.
    mutating func letGo(of index: Int32, at frame: FramePosition) { hands[index] = frame }

    /// The first frame behind another at which something is due.
    func next(after frame: FramePosition) -> FramePosition? {
        let frames = gates.values.lazy.map(\.frame).filter { $0 > frame } + hands.values.lazy.filter { $0 > frame }
        return frames.min()
    }

    /// What a gate is to be told by a frame, the earliest first, of one frame in the order of parameters. It is forgotten.
    mutating func takeGate(upTo frame: FramePosition) -> Due? {
        let due = gates.filter { $0.value.frame <= frame }.min { ($0.value.frame, $0.key) < ($1.value.frame, $1.key) }
        guard let due else { return nil }
        gates[due.key] = nil
        return Due(index: due.key, frame: due.value.frame, event: due.value.event)
    }

    /// The next hand that lets go by a frame; in the same order, and forgotten.
    mutating func takeHand(upTo frame: FramePosition) -> (index: Int32, frame: FramePosition)? {
        let due = hands.filter { $0.value <= frame }.min { ($0.value, $0.key) < ($1.value, $1.key) }
        guard let due else { return nil }
        hands[due.key] = nil
        return (due.key, due.value)
    }
}
