import Automation

/// What a parameter's automation is doing now, as people look at it: seven different looks.
public enum WriteState: String, Sendable, Hashable, CaseIterable, Comparable {
    /// It plays its lane, or rests; what a hand does now would not be written.
    case idle
    /// A hand would write, or it writes from the next start.
    case armed
    /// A control was moved and has to meet the value first.
    case waiting = "waiting for pick-up"
    /// On its way back to the lane; written.
    case gliding
    /// Nobody holds it, and what a hand has left is being written on.
    case latched
    /// A hand is on it and changes what is there; written.
    case trimming
    /// A hand is on it; written.
    case touching

    /// The least striking first: a strip shows the most striking of its parameters'.
    public static func < (a: WriteState, b: WriteState) -> Bool { a.rank < b.rank }

    private var rank: Int { WriteState.allCases.firstIndex(of: self) ?? 0 }

    /// - Parameters:
    ///   - mode: that rules the parameter.
    ///   - isWaiting: a control waits for pick-up.
    init(_ gate: WriteGate, mode: AutomationMode, isWaiting: Bool) {
        if gate.isWriting {
            self = gate.isGliding ? .gliding : gate.hands.isEmpty ? .latched : .touching
        } else if isWaiting {
            self = .waiting
        } else if gate.isGliding {
            self = .gliding
        } else {
            self = gate.isPrimed || mode.policy.starts != .never ? .armed : .idle
        }
    }
}
