/// Sends, and the numbers of other repeated parts.
extension Role {
    /// What each of the sixteen sends has.
    public enum SendPart: Int, CaseIterable, Sendable { case level, pan, on, pre }

    /// Sends of a node.
    public static var sendCount: Int { @_noLocks @_noAllocation get { 16 } }

    /// Bands of an equaliser.
    public static var bandCount: Int { 4 }

    /// References of a session at most.
    public static var referenceCount: Int { @_noLocks @_noAllocation get { 16 } }

    /// A part of a send.
    ///
    /// - Parameter number: 1…16.
    public static func send(_ number: Int, _ part: SendPart) -> Role {
        allCases[Role.send1Level.rawValue + (number - 1) * SendPart.allCases.count + part.rawValue]
    }

    /// Number and part, if the role is one of a send.
    public var send: (number: Int, part: SendPart)? {
        let offset = rawValue - Role.send1Level.rawValue
        guard (0..<Role.sendCount * SendPart.allCases.count).contains(offset) else { return nil }
        return SendPart(rawValue: offset % SendPart.allCases.count).map { (offset / SendPart.allCases.count + 1, $0) }
    }
}
