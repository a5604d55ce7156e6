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
    /// What hands do to a level is a difference, written beside its lane.
    public static let trim = AutomationFlags(rawValue: 4)

    /// Each flag with its word in sessions.
    static let all: [(flag: AutomationFlags, word: String)] = [
        (.safe, "safe"), (.suspended, "suspended"), (.trim, "trim"),
    ]

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
        let id = id.trimmed ?? id
        return (flags[.session] ?? []).union(flags[.node(id.node)] ?? []).union(flags[.parameter(id)] ?? [])
    }

    /// What a mode comes to for a parameter that may be safe or suspended: what is safe, or of a kind
    /// that is disabled, is read; what is suspended is off. In trim the trim of a level is what is written, and its lane is read.
    public func flagged(_ mode: AutomationMode, _ id: ParameterID) -> AutomationMode {
        let flags = flags(of: id)
        if flags.contains(.suspended) { return .off }
        let isEnabled = ParameterKind(id.role).map { !settings.disabled.contains($0) } ?? true
        let isRead = mode.policy.starts != .never && (!isEnabled || flags.contains(.safe))
        let ruling = isRead ? .read : mode
        guard ruling != .off else { return .off }
        guard flags.contains(.trim) else { return id.trimmed == nil ? ruling : .read }
        if id.trimmed != nil { return ruling }
        return id.trim == nil ? (ruling.policy.starts == .onRoll ? .touch : ruling) : .read
    }

    /// What a hand on a parameter's control moves: the parameter, or in trim what is added to it.
    ///
    /// - Parameter mode: that rules the parameter.
    public func controlled(_ id: ParameterID, in mode: AutomationMode) -> ParameterID {
        guard !flags.isEmpty, mode != .off, let trim = id.trim, flags(of: id).contains(.trim) else { return id }
        return trim
    }

    /// Sets a flag of a place, or takes it away.
    public mutating func set(_ flag: AutomationFlags, of place: ModePlace, on isOn: Bool) {
        var own = flags[place] ?? []
        if isOn { own.formUnion(flag) } else { own.subtract(flag) }
        flags[place] = own.isEmpty ? nil : own
    }
}
