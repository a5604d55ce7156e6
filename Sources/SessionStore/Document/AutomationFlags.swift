public import Automation
public import MixModel

/// What is taken out of automation for a while, whatever the mode.
public struct AutomationFlags: OptionSet, Sendable, Hashable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Its lanes play and are never written.
    public static let safe = AutomationFlags(rawValue: 1)
    /// Its lanes neither play nor are written.
    public static let suspended = AutomationFlags(rawValue: 2)

    /// Each flag with its word in sessions.
    static let all: [(flag: AutomationFlags, word: String)] = [(.safe, "safe"), (.suspended, "suspended")]

    /// The words of those that are set.
    var words: [String] { AutomationFlags.all.filter { contains($0.flag) }.map(\.word) }

    /// Reads words with a space between them.
    init?(words text: String) {
        self = []
        for word in text.split(separator: " ") {
            guard let known = AutomationFlags.all.first(where: { $0.word == word }) else { return nil }
            insert(known.flag)
        }
        if isEmpty { return nil }
    }
}

extension SessionDocument {
    /// What counts for a parameter: its own flags, those of its node, and those of the whole session.
    public func flags(of id: ParameterID) -> AutomationFlags {
        guard !flags.isEmpty else { return [] }
        return (flags[.session] ?? []).union(flags[.node(id.node)] ?? []).union(flags[.parameter(id)] ?? [])
    }

    /// What a mode comes to for a parameter that may be safe or suspended: what is safe, or of a kind
    /// that is disabled, is read; what is suspended is off.
    public func flagged(_ mode: AutomationMode, _ id: ParameterID) -> AutomationMode {
        let flags = flags(of: id)
        if flags.contains(.suspended) { return .off }
        let isEnabled = ParameterKind(id.role).map { !settings.disabled.contains($0) } ?? true
        return !isEnabled || flags.contains(.safe) ? (mode.policy.starts == .never ? mode : .read) : mode
    }

    /// Sets a flag of a place, or takes it away.
    public mutating func set(_ flag: AutomationFlags, of place: ModePlace, on isOn: Bool) {
        var own = flags[place] ?? []
        if isOn { own.formUnion(flag) } else { own.subtract(flag) }
        flags[place] = own.isEmpty ? nil : own
    }
}
