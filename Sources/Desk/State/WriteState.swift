public import Automation

/// What automation does with a parameter now, as every display shows it: seven different looks.
public enum WriteState: String, CaseIterable, Sendable, Hashable {
    /// A hand on it writes nothing.
    case idle
    /// A hand on it would be written.
    case armed
    /// A hand is on it.
    case touching
    /// It is written on without a hand.
    case latched
    /// On its way back to the lane.
    case gliding
    /// Moved against its lane, as a whole.
    case trimming
    /// A control was moved and has to meet the value first.
    case waiting

    /// - Parameters:
    ///   - mode: as the parameter has it.
    ///   - isTrim: the gate is that of a trim.
    ///   - isWaiting: a control waits for pick-up.
    public init(_ gate: WriteGate, mode: AutomationMode, isTrim: Bool = false, isWaiting: Bool = false) {
        if gate.isGliding {
            self = .gliding
        } else if isTrim, !gate.hands.isEmpty || gate.isWriting {
            self = .trimming
        } else if !gate.hands.isEmpty {
            self = .touching
        } else if gate.isWriting {
            self = .latched
        } else if isWaiting {
            self = .waiting
        } else {
            self = mode.policy.starts == .never ? .idle : .armed
        }
    }

    /// Of two, the one that an eye should be drawn to: a strip shows the most striking of its parameters.
    func orMoreStriking(_ other: WriteState) -> WriteState {
        WriteState.rank(self) < WriteState.rank(other) ? other : self
    }

    private static func rank(_ state: WriteState) -> Int { ranks.firstIndex(of: state) ?? 0 }

    private static let ranks: [WriteState] = [.idle, .armed, .waiting, .gliding, .latched, .trimming, .touching]
}
