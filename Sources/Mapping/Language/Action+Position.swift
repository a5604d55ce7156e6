public import MixModel
import Units

extension Action {
    /// Where the action puts its parameter; `nil` for one that needs a control's position.
    ///
    /// - Parameters:
    ///   - present: the position that its control shows now.
    ///   - ticks: of an encoder, signed; 1 for a button.
    public func position(of role: Role, from present: Float, ticks: Int = 1) -> Float? {
        switch self {
        case .set(_, let position): role.spec.clamped(position)
        case .toggle: present >= 0.5 ? 0 : 1
        case .momentary: 1
        case .cycle(_, let positions): Action.next(after: present, in: positions)
        case .step(_, let step): Action.position(present, of: role, steppedBy: step * Double(ticks))
        case .follow, .command: nil
        }
    }

    /// Whether its effect lasts only while a control is held.
    public var isMomentary: Bool {
        switch self {
        case .momentary: true
        case .command(let command): command.isMomentary
        default: false
        }
    }
}
