/// What a device has to hear all the time, or it takes us for gone.
public struct KeepAlive: Sendable, Hashable {
    /// Whole messages.
    public var bytes: [UInt8]
    /// Time from one to the next, in ns.
    public var interval: Int64

    public init(bytes: [UInt8], interval: Int64) {
        self.bytes = bytes
        self.interval = max(interval, 1_000_000)
    }
}
