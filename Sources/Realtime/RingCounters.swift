import Memory
import Synchronization

/// The counters of rings that are used side by side. The reader's lie close together, and so do the writers', since each side reads
/// many of its own; the two blocks lie far apart, so that neither side slows the other (false sharing).
///
/// - Thread: setup; the counters name their threads.
final class RingCounters {
    /// By ring: frames read.
    let read: FixedMemory<Atomic<Int>>
    /// Two for each ring: frames written, and frames written up to the end of the last piece with sound in it; what follows is silent.
    let written: FixedMemory<Atomic<Int>>

    /// - Parameter count: rings, 1 or more.
    init(count: Int) {
        read = FixedMemory(count: count, placement: .apart) { _ in Atomic(0) }
        written = FixedMemory(count: 2 * count, placement: .apart) { _ in Atomic(0) }
    }
}
