internal import Synchronization

/// ``OutputStatistics`` while the audio thread counts: one writer, any reader, no order between the counters.
// Large: a counter for each thing that is counted.
final class OutputCounters: Sendable {
    let blocks = Atomic<Int64>(0)
    let xruns = Atomic<Int64>(0)
    let lateBlocks = Atomic<Int64>(0)
    let xrunsBySystem = Atomic<Int64>(0)
    let lateBySystem = Atomic<Int64>(0)
    let worstWithheld = Atomic<Int64>(0)
    let losses = Atomic<Int64>(0)
    /// Frames that were heard and not kept, since their ring was full.
    let unkept = Atomic<Int64>(0)
    let worst = Atomic<Int64>(0)
    let total = Atomic<Int64>(0)
    let processor = Atomic<Int64>(0)
    let elapsed = Atomic<Int64>(0)
    let times = TimeDistribution()
    /// Processor time of blocks.
    let usedTotal = Atomic<Int64>(0)
    let usedWorst = Atomic<Int64>(0)
    let usedTimes = TimeDistribution()

    /// A block, in nanoseconds of the wall clock and of the processor.
    ///
    /// - Thread: audio.
    func count(render nanoseconds: Int64, processor used: Int64) {
        blocks.add(1, ordering: .relaxed)
        total.add(nanoseconds, ordering: .relaxed)
        times.count(nanoseconds)
        raise(worst, to: nanoseconds)
        usedTotal.add(used, ordering: .relaxed)
        usedTimes.count(used)
        raise(usedWorst, to: used)
    }

    /// Counts lateness that the system caused.
    ///
    /// - Thread: audio.
    func count(_ verdict: Punctuality.Verdict, in counter: borrowing Atomic<Int64>) {
        guard case .lateBySystem(_, let withheld) = verdict else { return }
        counter.add(1, ordering: .relaxed)
        raise(worstWithheld, to: withheld)
    }

    private func raise(_ counter: borrowing Atomic<Int64>, to value: Int64) {
        if value > counter.load(ordering: .relaxed) { counter.store(value, ordering: .relaxed) }
    }

    /// As ``OutputStatistics/gaps``.
    ///
    /// - Thread: any.
    var gaps: Int64 { xruns.load(ordering: .relaxed) + lateBlocks.load(ordering: .relaxed) }

    /// - Thread: any.
    func read() -> OutputStatistics {
        var statistics = OutputStatistics()
        statistics.blocks = blocks.load(ordering: .relaxed)
        statistics.xruns = xruns.load(ordering: .relaxed)
        statistics.lateBlocks = lateBlocks.load(ordering: .relaxed)
        statistics.xrunsBySystem = xrunsBySystem.load(ordering: .relaxed)
        statistics.lateBySystem = lateBySystem.load(ordering: .relaxed)
        statistics.worstWithheldNanoseconds = worstWithheld.load(ordering: .relaxed)
        statistics.losses = losses.load(ordering: .relaxed)
        statistics.worstRenderNanoseconds = worst.load(ordering: .relaxed)
        statistics.shares = shares(of: times)
        statistics.usedShares = shares(of: usedTimes)
        statistics.usedNanoseconds = usedTotal.load(ordering: .relaxed)
        statistics.worstUsedNanoseconds = usedWorst.load(ordering: .relaxed)
        statistics.renderNanoseconds = total.load(ordering: .relaxed)
        statistics.processorNanoseconds = processor.load(ordering: .relaxed)
        statistics.elapsedNanoseconds = elapsed.load(ordering: .relaxed)
        return statistics
    }

    private func shares(of times: TimeDistribution) -> [OutputStatistics.Share] {
        OutputStatistics.toldShares.map { OutputStatistics.Share(share: $0, nanoseconds: times.time(of: $0)) }
    }
}
