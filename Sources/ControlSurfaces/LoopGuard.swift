/// Notices that our output is wired to our input, or that a device floods us.
public struct LoopGuard: Sendable {
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case clear
        /// What we send comes back: stop sending, and tell.
        case looped
        /// More messages than hands can make.
        case flooded
    }

    public private(set) var verdict = Verdict.clear

    public init() {}

    /// We sent a message. Not to be told of messages to motors: a fader may honestly report where it was driven.
    public mutating func sent(_ bytes: [UInt8], at time: Int64) {}

    /// A message arrived; returns the verdict, which stays until ``reset()``.
    public mutating func received(_ bytes: [UInt8], at time: Int64) -> Verdict { verdict }

    /// The connection has been made anew.
    public mutating func reset() { self = LoopGuard() }
}
