public import MixModel
import Units

/// Kinds of parameters, so that writing can be permitted for one and not for another.
public enum ParameterKind: String, CaseIterable, Sendable, Hashable, Comparable {
    case fader, pan, mute, send, filter, dynamics, effect, insert

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// First words of the paths below a node, and the kind of what begins so.
    private static let heads: [String: ParameterKind] = [
        "fader": .fader, "pan": .pan, "mute": .mute, "solo": .mute, "pfl": .mute, "afl": .mute, "send": .send,
        "hpf": .filter,
        "lpf": .filter, "eq": .filter, "gate": .dynamics, "comp": .dynamics, "deesser": .dynamics,
        "buscomp": .dynamics,
        "limiter": .dynamics, "reverb": .effect, "delay": .effect, "chorus": .effect, "insert": .insert,
    ]

    /// The kind of a role; `nil` for the input stage, which is always permitted.
    public init?(_ role: Role) {
        guard let kind = ParameterKind.kinds[role.rawValue] else { return nil }
        self = kind
    }

    /// In the order of the roles: asked for each parameter that is shown, sixty times a second.
    private static let kinds: [ParameterKind?] = Role.allCases.map { role in
        let role = role.trimmed ?? role
        return heads[String(role.spec.path.prefix { $0 != "/" })]
    }
}
