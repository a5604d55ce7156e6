import Automation
import Units

/// What is to happen by itself at an engine frame: what gates have to be told, and hands that let go.
struct Timers {
    struct Due: Equatable {
        var index: Int32
        var frame: FramePosition
        var event: WriteGate.Event
    }

    /// A return to the lane that waits for the movement before it.
    struct Return: Equatable {
        /// Engine frame at which it begins.
        var frame: FramePosition
        var position: Float
        /// Frames that it takes.
        var length: Int64
    }

    /// By parameter: returns of VCAs that have not begun, and move their members when they do.
    private var returns: [Int32: Return] = [:]
    /// By parameter: what its gate has to be told.
    private var gates: [Int32: (frame: FramePosition, event: WriteGate.Event)] = [:]
    /// By parameter: when the hand of an action that came from no control lets go.
    private var hands: [Int32: FramePosition] = [:]
    /// By parameter: when the hand of a recall lets go, which every other hand takes the parameter from.
    private var recalls: [Int32: FramePosition] = [:]

    /// A gate is told something at a frame; what it was to be told before is forgotten.
    mutating func tellGate(of index: Int32, _ event: WriteGate.Event, at frame: FramePosition) {
        gates[index] = (frame, event)
    }

    /// What a gate is to be told, and when.
    func gate(of index: Int32) -> (frame: FramePosition, event: WriteGate.Event)? { gates[index] }

    mutating func forgetGate(of index: Int32) { (gates[index], returns[index]) = (nil, nil) }

    /// A VCA begins to return later.
    mutating func beginLater(_ coming: Return, of index: Int32) { returns[index] = coming }

    /// A hand without a control lets go at a frame.
    mutating func letGo(of index: Int32, at frame: FramePosition) { hands[index] = frame }

    /// The hand of a recall lets go at a frame.
    mutating func endRecall(of index: Int32, at frame: FramePosition) { recalls[index] = frame }

    /// Another hand takes a parameter from a recall's.
    ///
    /// - Returns: whether that held it.
    mutating func yieldRecall(of index: Int32) -> Bool { recalls.removeValue(forKey: index) != nil }

    /// The first frame after another at which something is due.
    func next(after frame: FramePosition) -> FramePosition? {
        let frames = gates.values.lazy.map(\.frame).filter { $0 > frame } + hands.values.lazy.filter { $0 > frame }
        let others =
            recalls.values.lazy.filter { $0 > frame } + returns.values.lazy.map(\.frame).filter { $0 > frame }
        return (frames + others).min()
    }

    /// The next return that begins by a frame; in the order below, and forgotten.
    mutating func takeReturn(upTo frame: FramePosition) -> (index: Int32, coming: Return)? {
        let due = returns.filter { $0.value.frame <= frame }.min {
            ($0.value.frame, $0.key) < ($1.value.frame, $1.key)
        }
        guard let due else { return nil }
        returns[due.key] = nil
        return (due.key, due.value)
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

    /// The hands of recalls that let go by a frame, of which there may be thousands at once; in the same order, and forgotten.
    mutating func takeRecalls(upTo frame: FramePosition) -> [(index: Int32, frame: FramePosition)] {
        guard !recalls.isEmpty else { return [] }
        let due = recalls.filter { $0.value <= frame }
        for index in due.keys { recalls[index] = nil }
        return due.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
