/// Kinds of nodes.
public struct NodeKinds: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let strips = NodeKinds(rawValue: 1)
    public static let buses = NodeKinds(rawValue: 2)
    public static let master = NodeKinds(rawValue: 4)
    public static let vcas = NodeKinds(rawValue: 8)
    public static let monitor = NodeKinds(rawValue: 16)
    /// Everything that sound passes.
    public static let all: NodeKinds = [.strips, .buses, .master]
}
