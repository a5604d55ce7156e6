public import MixModel

/// What the slots of a device show: nodes that follow one another in the mix; pinned slots keep theirs.
public struct BankPlace: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// Place of the first slot that moves, from 0, among the nodes that no slot keeps.
    public var first: Int
    /// By the number of the slot, from 1.
    public var pins: [Int: Node]
    /// What slots of this device or of those beside it keep: banks pass over it.
    public var passed: [Node]

    public init(first: Int, pins: [Int: Node] = [:], passed: [Node] = []) {
        self.first = first
        self.pins = pins
        self.passed = passed
    }

    public init(integerLiteral first: Int) { self.init(first: first) }

    /// Place of a slot that moves, from 0, among the nodes that no slot keeps.
    func place(of slot: Int) -> Int { first + slot - 1 - pins.keys.reduce(0) { $0 + ($1 < slot ? 1 : 0) } }
}
