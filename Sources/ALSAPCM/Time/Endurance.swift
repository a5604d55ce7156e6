/// Distinguishes a period that a device can't keep from occasional gaps.
///
/// - Thread: audio.
struct Endurance {
    /// So many gaps within ``window`` are too many.
    static let gaps = 8
    static let window: Int64 = 1_000_000_000
    /// Starts after which no period got through at all.
    static let starts = 16
    /// Frames beyond which no longer period helps.
    static let longestPeriod = 4096

    private var first: Int64 = 0
    private var count = 0
    private var failures = 0

    /// A gap, or a start that led to none but a gap.
    ///
    /// - Returns: whether the period is too short for this device on this machine.
    mutating func failed(at nanoseconds: Int64) -> Bool {
        failures += 1
        if count == 0 || nanoseconds - first > Endurance.window { (first, count) = (nanoseconds, 0) }
        count += 1
        return count >= Endurance.gaps || failures >= Endurance.starts
    }

    /// A period got through.
    mutating func succeeded() { failures = 0 }

    /// The next period to try; `nil`: none is longer.
    static func longer(than period: Int) -> Int? { period < longestPeriod ? min(period * 2, longestPeriod) : nil }
}
