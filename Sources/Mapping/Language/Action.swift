public import MixModel
import Units

/// What happens when a control is used. Its `description` reads back as the same action.
public enum Action: Sendable, Hashable {
    /// The value goes where the control goes: a fader, a knob, an encoder.
    case follow(Target)
    /// To a position on the parameter's scale.
    case set(Target, position: Float)
    /// By so much of the parameter's unit (Hz, dB, 1 of −1…1). On an encoder: for each tick.
    case step(Target, by: Double)
    /// A switch: on if off, off if on.
    case toggle(Target)
    /// A switch: on while the control is held.
    case momentary(Target)
    /// The next of a list of positions, after the last the first.
    case cycle(Target, positions: [Float])
    case command(Command)

    /// The parameter that it changes, if it changes one.
    public var target: Target? {
        switch self {
        case .follow(let target), .set(let target, _), .step(let target, _), .toggle(let target),
            .momentary(let target), .cycle(let target, _):
            target
        case .command: nil
        }
    }

    /// Reads one action of the mapping language, such as `toggle /slot/1/mute`, `/strip/2/fader = -6 dB` or `/transport/play`.
    ///
    /// The same reader serves mappings, performances and the command line.
    public init(parsing text: String) throws(AddressError) { self = try ActionReader(text).action() }
}

extension Action {
    /// The position that follows in a list: of one that is not in it, the first.
    public static func next(after position: Float, in positions: [Float]) -> Float? {
        guard let place = positions.firstIndex(where: { abs($0 - position) < 1e-4 }) else { return positions.first }
        return positions[(place + 1) % positions.count]
    }

    /// Where a step from a position leads: in the parameter's unit, held inside its range. From silence the first step up
    /// starts at −60 dB, for nothing added to −∞ dB ever leaves it; a parameter with steps goes to its next one, a choice or
    /// whole number by one at least.
    public static func position(_ position: Float, of role: Role, steppedBy step: Double) -> Float {
        let spec = role.spec
        if spec.scale == .whole, step != 0 {
            let whole = step > 0 ? max(1, step.rounded()) : min(-1, step.rounded())
            return spec.clamped(Float(spec.scale.value(at: position) + whole))
        }
        if !spec.steps.isEmpty, step != 0 {
            let value = spec.scale.value(at: position)
            let next = step > 0 ? spec.steps.first { $0 > value } : spec.steps.last { $0 < value }
            return next.map(spec.scale.position(of:)) ?? spec.clamped(position)
        }
        var value = spec.scale.value(at: position)
        if value == -.infinity { value = step > 0 ? -60 - step : value }
        return spec.clamped(spec.scale.position(of: value + step))
    }
}
