/// Whether a movement of a control reaches its parameter.
public enum Admission: Sendable, Hashable {
    /// The travel to give the parameter, 0…1.
    case admitted(Double)
    /// Nothing reaches the parameter until the control has been moved this way, about this far (travel, above 0).
    case waiting(Direction, distance: Double)

    public enum Direction: String, Sendable, Hashable, CaseIterable { case up, down }
}

/// What the motor of a control is doing.
public enum MotorState: String, Sendable, Hashable, CaseIterable {
    /// There is none, or motors are switched off.
    case off
    /// It was sent somewhere and may not have arrived.
    case travelling
    /// The control stands where it was sent.
    case settled
}

/// How one control joins a value that it does not stand at; all numbers are travel, 0…1.
///
/// `target` is always the travel of the value that the parameter was last told to take, never one that is still being ramped. The law
/// of ``TakeoverMode/pickup``: the parameter never moves further at once than the hand did, give or take one device step. Of
/// ``TakeoverMode/scale``: never further than ``steepest`` times as far, except at the control's stops.
public struct Takeover: Sendable, Hashable {
    /// A scaled parameter moves at most so many times as far as the hand. What is left then is made good at the control's stop.
    public static let steepest = 3.0

    public var mode: TakeoverMode
    /// One step of the device, as travel (``ControlSpec/deviceStep``).
    public let deviceStep: Double
    /// How far a fader may lag behind its motor's target and still be taken as it is.
    public static let motorLag = 0.06

    private var isInStep = false
    private var isWaiting = false
    /// The touch in which the last movement was made.
    private var caughtIn: Int64?
    /// Travel of what the parameter took from the last admitted movement.
    private var applied: Double?

    public init(_ mode: TakeoverMode, deviceStep: Double) {
        self.mode = mode
        self.deviceStep = deviceStep
    }

    /// The layer, bank or parameter of the control has changed: whatever it had caught is let go.
    public mutating func rearm() {
        isInStep = false
        isWaiting = false
        applied = nil
        caughtIn = nil
    }

    /// The parameter took another value than was admitted: it has steps, or a narrower range. Its travel is the target from
    /// now on, and the control is still in step with it.
    public mutating func applied(_ target: Double) { if isInStep { applied = target } }

    /// Takes a movement of the control.
    ///
    /// - Parameters:
    ///   - travel: where it stands now.
    ///   - previous: where it stood before (``PhysicalPositions/move(_:to:at:)``); `nil` if not known.
    ///   - target: travel of the parameter's present value.
    ///   - touch: since when a hand is on the control (``TouchTracker/touchedSince``), `nil` if none is known to be. What was
    ///     caught in a touch stays caught until that touch ends, whoever else moves the parameter.
    ///   - motor: what its motor is doing; only ``TakeoverMode/motor`` looks at it.
    ///   - isSensed: a touch message says that a hand is on the control. It has stopped the motor, wherever that was going: from
    ///     then on the hand rules.
    public mutating func admit(
        _ travel: Double, from previous: Double?, target: Double, touch: Int64?, motor: MotorState = .settled,
        isSensed: Bool = false
    ) -> Admission {
        let admission: Admission =
            switch mode {
            case .jump: .admitted(travel)
            case .motor where motor != .off && (isSensed || (motor == .settled && !isWaiting)): .admitted(travel)
            // A movement without a touch may be the motor's own: it does not pull the value to where the motor was.
            case .motor where motor != .off && abs(travel - target) <= Takeover.motorLag: .admitted(travel)
            case .motor, .pickup: pickUp(travel, from: previous, target: target, touch: touch)
            case .scale: scale(travel, from: previous, target: target, touch: touch)
            }
        isInStep = admission == .admitted(travel)
        isWaiting = admission != .admitted(travel) && mode != .scale
        applied = isInStep ? travel : nil
        caughtIn = touch
        return admission
    }

    /// Whether a hand that is laid on the control, and has not moved it yet, holds its parameter: not where it has to be picked
    /// up first.
    ///
    /// - Parameter position: where the control stands, as far as known.
    public func holds(at position: Double?, target: Double, motor: MotorState = .settled) -> Bool {
        switch mode {
        case .jump, .scale: return true
        case .motor where motor != .off: return true
        case .motor, .pickup:
            if isCaught(target, touch: nil) { return true }
            return position.map { isNear($0, target) } ?? false
        }
    }

    /// What a movement from where the control stands would come to: shows the way before it is moved.
    public func guidance(at position: Double?, target: Double, motor: MotorState = .settled) -> Admission {
        switch mode {
        case .jump, .scale: return .admitted(target)
        case .motor where motor != .off: return .admitted(target)
        case .motor, .pickup:
            guard let position, abs(position - target) > deviceStep else { return .admitted(target) }
            return Takeover.wait(position, target)
        }
    }

    private func pickUp(_ travel: Double, from previous: Double?, target: Double, touch: Int64?) -> Admission {
        if isCaught(target, touch: touch) { return .admitted(travel) }
        if isNear(travel, target) { return .admitted(travel) }
        guard let previous else { return Takeover.wait(travel, target) }
        if isNear(previous, target) || (previous < target) != (travel < target) { return .admitted(travel) }
        return Takeover.wait(travel, target)
    }

    private func scale(_ travel: Double, from previous: Double?, target: Double, touch: Int64?) -> Admission {
        if isCaught(target, touch: touch) { return .admitted(travel) }
        guard let previous else {
            return isNear(travel, target) ? .admitted(travel) : Takeover.wait(travel, target)
        }
        if abs(previous - target) <= deviceStep / 2 { return .admitted(travel) }
        // At its stop it can go no further: the parameter is at its end then, and not short of it.
        if travel != previous, travel <= 0 || travel >= 1 { return .admitted(travel <= 0 ? 0 : 1) }
        let isUp = travel > previous
        let room = isUp ? 1 - previous : previous
        guard travel != previous, room > 0 else { return .admitted(target) }
        let slope = min((isUp ? 1 - target : target) / room, Takeover.steepest)
        return .admitted(min(max(target + (travel - previous) * slope, 0), 1))
    }

    /// Still in step: the same hand is still on it, or nobody else has changed the parameter since (but for the rounding of a taper).
    private func isCaught(_ target: Double, touch: Int64?) -> Bool {
        guard isInStep, let applied else { return false }
        return (touch != nil && touch == caughtIn) || abs(target - applied) < 1e-5
    }

    private func isNear(_ travel: Double, _ target: Double) -> Bool { abs(travel - target) <= deviceStep * 1.0001 }

    private static func wait(_ travel: Double, _ target: Double) -> Admission {
        .waiting(travel < target ? .up : .down, distance: abs(target - travel))
    }
}
