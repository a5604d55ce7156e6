/// Trims: of each level a second one, in dB, that is added to it. What sounds is the sum of both.
extension Role {
    /// The trim of a fader or of a send's level; `nil`: the role has none.
    public var trim: Role? {
        if self == .fader { return .trimFader }
        guard let send, send.part == .level else { return nil }
        return Role.allCases[Role.trimSend1.rawValue + send.number - 1]
    }

    /// Of a trim: the level that it is added to.
    public var trimmed: Role? {
        guard rawValue >= Role.trimFader.rawValue else { return nil }
        return self == .trimFader ? .fader : .send(rawValue - Role.trimSend1.rawValue + 1, .level)
    }

    /// A fader, or what is added to one.
    public var isFader: Bool { self == .fader || self == .trimFader }
}

extension ParameterID {
    /// What is added to this level; `nil`: nothing can be.
    public var trim: ParameterID? { role.trim.map { ParameterID(node, $0) } }

    /// Of a trim: the level that it is added to.
    public var trimmed: ParameterID? { role.trimmed.map { ParameterID(node, $0) } }
}
