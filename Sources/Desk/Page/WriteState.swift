public import Automation
import Engine
import Mapping
public import MixModel
import SessionStore
import Units

/// What automation does with a parameter now, as every display shows it.
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
}

extension Desk {
    /// What automation does with a parameter now.
    public func writeState(of id: ParameterID) -> WriteState {
        guard let index = engine.index(of: id) else { return .idle }
        return writeState(of: index, mode: mode(ruling: id).asHeld(byFader: id.role == .fader))
    }

    private func writeState(of index: Int32, mode: AutomationMode) -> WriteState {
        let gate = parameters[Int(index)].gate
        if gate.isGliding { return .gliding }
        if !gate.hands.isEmpty { return .touching }
        if gate.isWriting { return .latched }
        return mode.policy.starts == .never ? .idle : .armed
    }

    /// Parameters that something is done with now, beside ``waitingControls``: hands are on them, or they are written.
    public var activeStates: [(parameter: ParameterID, state: WriteState)] {
        activeGates.sorted().compactMap { index in
            let gate = parameters[Int(index)].gate
            guard gate.isGliding || gate.isWriting || !gate.hands.isEmpty else { return nil }
            let id = parameters[Int(index)].id
            return (id, writeState(of: index, mode: mode(ruling: id)))
        }
    }

    /// The mode that a parameter follows.
    public func rulingMode(of id: ParameterID) -> AutomationMode { mode(ruling: id) }

    /// Where the lane has a parameter now; `nil` without a lane that is followed.
    public func lanePosition(of id: ParameterID) -> Float? {
        guard let lane = document.lanes[id], !lane.isEmpty, mode(ruling: id) != .off else { return nil }
        return lane.position(at: transport.position(at: now))
    }
}
