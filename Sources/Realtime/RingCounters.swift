import Memory
import Synchronization

/// The counters of rings that are used side by side: the reader's close together and the writers' close together, since each looks
/// at many of its own, and both far apart, so that neither slows the other.
///
/// - Thread: setup; the counters name their threads.
final class RingCounters {
    /// By ring: frames read.
    let read: FixedMemory<Atomic<Int>>
    /// By ring two: frames written, and frames written up to the end of the last piece in which something sounds: what lies behind
    /// is silent.
    let written: FixedMemory<Atomic<Int>>

    /// - Parameter count: rings, 1 or more.
    init(count: Int) {
        read = FixedMemory(count: count, placement: .apart) { _ in Atomic(0) }
        written = FixedMemory(count: 2 * count, placement: .apart) { _ in Atomic(0) }
    }
}
