/// What a device has to hear all the time, or it takes us for gone.
public struct KeepAlive: Sendable, Hashable {
    /// Whole messages.
    public var bytes: [UInt8]
    /// Time from one to the next, in ns.
    public var interval: Int64
    /// What it says to that; `nil`: nothing, or it is not known.
    public var answer: [UInt8]?

    public init(bytes: [UInt8], interval: Int64, answer: [UInt8]? = nil) {
        self.bytes = bytes
        self.interval = max(interval, 1_000_000)
        self.answer = answer
    }

    /// It counts as gone after so many that it did not answer.
    public static let patience: Int64 = 3
}
