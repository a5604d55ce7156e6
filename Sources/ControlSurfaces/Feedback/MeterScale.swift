/// The numbers of a meter on a device.
public struct MeterScale: Sendable, Hashable {
    /// The number below the first level.
    public var base: Int
    /// dBFS, rising: from each one on the number is greater by one. Empty: the message's whole range from ``lowest`` to 0 dBFS.
    public var levels: [Double]
    /// dBFS at which a meter without ``levels`` begins.
    public var lowest: Double
    /// The device lets it fall by itself: while there is a level it is told again after this time, in ns.
    public var refresh: Int64?

    public init(base: Int = 0, levels: [Double] = [], lowest: Double = -60, refresh: Int64? = nil) {
        self.base = base
        self.levels = levels
        self.lowest = lowest
        self.refresh = refresh
    }

    /// The number for a level in dBFS.
    ///
    /// - Parameter maximum: of the message.
    func number(_ level: Double, maximum: Int) -> Int {
        guard levels.isEmpty else { return base + levels.prefix { $0 <= level }.count }
        let travel = level > lowest ? min(1, 1 - level / lowest) : 0
        return base + Int((travel * Double(max(0, maximum - base))).rounded())
    }
}
