public import MixModel
import Units

/// Kinds of parameters, so that writing can be permitted for one and not for another.
public enum ParameterKind: String, CaseIterable, Sendable, Hashable, Comparable {
    case fader, pan, mute, send, filter, dynamics, effect, insert

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The kind of a role; `nil` for the input stage and the monitors, which are always permitted.
    public init?(_ role: Role) {
        guard let kind = ParameterKind.kinds[role.rawValue] else { return nil }
        self = kind
    }

    /// In the order of the roles; a table, since it is needed for each shown parameter sixty times a second.
    private static let kinds: [ParameterKind?] = Role.allCases.map { role in
        let role = role.trimmed ?? role
        switch role.stage.family {
        case .filter: return .filter
        case .dynamics: return .dynamics
        case .effect: return .effect
        case .send: return .send
        case .output:
            switch role {
            case .fader: return .fader
            case .pan, .panStereo: return .pan
            default: return .mute
            }
        case .input, .monitor, .trim: return nil
        }
    }
}
