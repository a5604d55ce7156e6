/// A message that a device must be sent regularly, or it takes us for gone.
public struct KeepAlive: Sendable, Hashable {
    /// One or more whole messages.
    public var bytes: [UInt8]
    /// Time from one to the next, in ns.
    public var interval: Int64
    /// The device's answer to it; `nil`: none, or not known.
    public var answer: [UInt8]?

    public init(bytes: [UInt8], interval: Int64, answer: [UInt8]? = nil) {
        self.bytes = bytes
        self.interval = max(interval, 1_000_000)
        self.answer = answer
    }

    /// It counts as gone after so many that it did not answer.
    public static let patience: Int64 = 3
}
