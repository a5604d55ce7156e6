internal import Synchronization

/// A histogram of durations, counted without waiting: classes are a thirty-second of an octave wide, as in G. Tene's HdrHistogram, so
/// that any percentile is within 3 %.
///
/// - Thread: the audio thread counts, any thread reads.
// @unchecked: the memory never moves and holds atomics alone.
final class TimeDistribution: @unchecked Sendable {
    /// Classes of an octave.
    private static let parts = 32
    /// From 1 ns to 2⁴⁰ ns, 18 minutes.
    private static let classes = 40 * parts
    private let counts: UnsafeMutablePointer<Atomic<Int64>>

    init() {
        counts = .allocate(capacity: TimeDistribution.classes)
        for index in 0..<TimeDistribution.classes { (counts + index).initialize(to: Atomic(0)) }
    }

    deinit {
        counts.deinitialize(count: TimeDistribution.classes)
        counts.deallocate()
    }

    /// - Thread: audio.
    func count(_ nanoseconds: Int64) {
        counts[TimeDistribution.index(of: nanoseconds)].add(1, ordering: .relaxed)
    }

    /// The percentile: the time that a share of all did not exceed.
    ///
    /// - Parameter share: 0…1.
    /// - Returns: nanoseconds, the upper end of the class; 0 if nothing was counted.
    /// - Thread: any.
    func time(of share: Double) -> Int64 {
        let all = (0..<TimeDistribution.classes).map { counts[$0].load(ordering: .relaxed) }
        let total = all.reduce(0, +)
        guard total > 0 else { return 0 }
        let wanted = max(1, Int64((Double(total) * share).rounded(.up)))
        var sum: Int64 = 0
        for (index, count) in all.enumerated() {
            sum += count
            if sum >= wanted { return TimeDistribution.upperEnd(of: index) }
        }
        return 0
    }

    /// The class of a time: its octave, and the five bits behind the highest.
    static func index(of nanoseconds: Int64) -> Int {
        let value = max(Int64(parts), min(nanoseconds, 1 << 39))
        let octave = 63 - value.leadingZeroBitCount
        return octave * parts + Int((value >> Int64(octave - 5)) & 31)
    }

    static func upperEnd(of index: Int) -> Int64 {
        let octave = index / parts
        return (Int64(parts + index % parts + 1) << Int64(max(0, octave - 5))) - 1
    }
}
