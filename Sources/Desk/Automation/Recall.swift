import Automation

/// What becomes of one parameter when a snapshot is recalled that has it elsewhere.
enum RecallWay: Equatable {
    /// A hand is on it, and wins.
    case held
    /// Its lane rules it, and the mode writes nothing: it cannot stay anywhere else.
    case ruled
    /// The value at rest is another one from here on.
    case rest
    /// It is moved as by a hand, which holds it over the fade: written where its mode writes.
    case hand

    /// - Parameters:
    ///   - hand: that performances' own actions have: what it holds may be taken from it.
    ///   - isTried: what is moved is isolated in preview.
    init(_ gate: WriteGate, _ moment: WriteGate.Moment, besides hand: WriteGate.Hand, isTried: Bool) {
        let policy = moment.mode.policy
        if !gate.hands.subtracting([hand]).isEmpty {
            self = .held
        } else if isTried || (gate.isWriting && policy.starts != .never) {
            self = .hand
        } else if gate.movesRest(moment) {
            self = .rest
        } else if moment.isRolling {
            self = policy.starts == .never ? .ruled : .hand
        } else {
            // In stop what will be written from the next start stays; everything else goes back to its lane.
            self = policy.onRelease == .keepWriting ? .hand : .ruled
        }
    }
}
