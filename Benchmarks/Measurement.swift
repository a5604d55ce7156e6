import Glibc

/// What rendering cost: processor time of this thread, and the longest a single block took.
struct Measurement {
    /// Blocks rendered.
    var blocks = 0
    /// Nanoseconds of processor time in all blocks together.
    var processor: Int64 = 0
    /// Nanoseconds by the wall clock in all blocks together.
    var elapsed: Int64 = 0
    /// Nanoseconds of the slowest block, by the wall clock: interruptions by other programs included.
    var slowest: Int64 = 0
    /// Nanoseconds of each block that was counted alone, in their order.
    private(set) var times: [(processor: Int64, elapsed: Int64)] = []

    /// Runs some blocks in a row and counts them. The processor's clock, for which the kernel is asked, is looked at once: asked
    /// after each block, it would disturb the next one.
    mutating func count(_ number: Int, _ block: () -> Void) {
        let used = Measurement.nanoseconds(CLOCK_THREAD_CPUTIME_ID)
        let begin = Measurement.nanoseconds(CLOCK_MONOTONIC)
        var last = begin
        for _ in 0..<number {
            block()
            let now = Measurement.nanoseconds(CLOCK_MONOTONIC)
            slowest = max(slowest, now - last)
            last = now
        }
        processor += Measurement.nanoseconds(CLOCK_THREAD_CPUTIME_ID) - used
        elapsed += last - begin
        blocks += number
    }

    /// Runs one block, counts it and remembers how long it took.
    mutating func countAlone(_ block: () -> Void) {
        let (wall, used) = (
            Measurement.nanoseconds(CLOCK_MONOTONIC), Measurement.nanoseconds(CLOCK_THREAD_CPUTIME_ID)
        )
        block()
        let worked = Measurement.nanoseconds(CLOCK_THREAD_CPUTIME_ID) - used
        let taken = Measurement.nanoseconds(CLOCK_MONOTONIC) - wall
        processor += worked
        elapsed += taken
        slowest = max(slowest, taken)
        blocks += 1
        times.append((worked, taken))
    }

    /// Blocks that took this many nanoseconds longer than the processor worked for them: something else was let in.
    func disturbed(by least: Int64) -> Int { times.filter { $0.elapsed - $0.processor > least }.count }

    /// The least that each block took in any of the runs.
    static func least(of runs: [[Int64]]) -> [Int64] {
        guard var least = runs.first else { return [] }
        for run in runs.dropFirst() { for block in run.indices { least[block] = min(least[block], run[block]) } }
        return least
    }

    /// Nanoseconds of processor time without what counting took.
    var own: Double {
        let alone = Double(times.count)
        return Double(processor) - (Double(blocks) - alone) * Measurement.overhead - alone * Measurement.overheadAlone
    }

    /// What counting adds to a block that is counted alone, in nanoseconds.
    private static let overheadAlone = {
        var empty = Measurement()
        for _ in 0..<20_000 { empty.countAlone {} }
        return Double(empty.processor) / Double(empty.blocks)
    }()

    /// What counting adds to each block of a row, in nanoseconds.
    static let overhead = {
        var empty = Measurement()
        for _ in 0..<1_000 { empty.count(100) {} }
        return Double(empty.processor) / Double(empty.blocks)
    }()

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

extension [Int64] {
    /// The smallest of them that so large a part does not exceed.
    func quantile(_ part: Double) -> Int64 { sorted()[Swift.min(count - 1, Int(part * Double(count)))] }
}

extension [Double] {
    /// The middle one of an odd number of measurements.
    var median: Double { sorted()[count / 2] }
}
