import Memory
import Synchronization

/// An atomic counter with a cache line of its own, so that two threads that count do not slow each other.
///
/// - Thread: setup; the counter itself may be used by any.
final class PaddedCounter {
    private let memory = FixedValue(Atomic(0), placement: .apart)

    /// Borrowed: the counter must outlive whoever has it.
    var value: UnsafeMutablePointer<Atomic<Int>> { memory.pointer }
}
