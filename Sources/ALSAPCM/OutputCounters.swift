internal import Synchronization

/// ``OutputStatistics`` while the audio thread counts: one writer, any reader, no order between the counters.
final class OutputCounters: Sendable {
    let blocks = Atomic<Int64>(0)
    let xruns = Atomic<Int64>(0)
    let lateBlocks = Atomic<Int64>(0)
    let lateWakes = Atomic<Int64>(0)
    let worstWake = Atomic<Int64>(0)
    let losses = Atomic<Int64>(0)
    let worst = Atomic<Int64>(0)
    let total = Atomic<Int64>(0)
    let processor = Atomic<Int64>(0)
    let elapsed = Atomic<Int64>(0)
    let times = TimeDistribution()

    /// - Thread: audio.
    func count(render nanoseconds: Int64) {
        blocks.add(1, ordering: .relaxed)
        total.add(nanoseconds, ordering: .relaxed)
        times.count(nanoseconds)
        if nanoseconds > worst.load(ordering: .relaxed) { worst.store(nanoseconds, ordering: .relaxed) }
    }

    /// - Thread: audio.
    func count(wake nanoseconds: Int64) {
        if nanoseconds > worstWake.load(ordering: .relaxed) { worstWake.store(nanoseconds, ordering: .relaxed) }
    }

    /// - Thread: any.
    func read() -> OutputStatistics {
        var statistics = OutputStatistics()
        statistics.blocks = blocks.load(ordering: .relaxed)
        statistics.xruns = xruns.load(ordering: .relaxed)
        statistics.lateBlocks = lateBlocks.load(ordering: .relaxed)
        statistics.lateWakes = lateWakes.load(ordering: .relaxed)
        statistics.worstWakeNanoseconds = worstWake.load(ordering: .relaxed)
        statistics.losses = losses.load(ordering: .relaxed)
        statistics.worstRenderNanoseconds = worst.load(ordering: .relaxed)
        statistics.shares = OutputStatistics.toldShares.map {
            OutputStatistics.Share(share: $0, nanoseconds: times.time(of: $0))
        }
        statistics.renderNanoseconds = total.load(ordering: .relaxed)
        statistics.processorNanoseconds = processor.load(ordering: .relaxed)
        statistics.elapsedNanoseconds = elapsed.load(ordering: .relaxed)
        return statistics
    }
}
