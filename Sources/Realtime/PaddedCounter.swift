import Synchronization

/// An atomic counter with a cache line of its own, so that two threads that count do not slow each other.
///
/// - Thread: setup; the counter itself may be used by any.
final class PaddedCounter {
    /// Bytes that no other variable shares: two lines, since processors fetch them in pairs.
    private static let padding = 128

    let value: UnsafeMutablePointer<Atomic<Int>>
    private let memory: UnsafeMutableRawPointer

    init() {
        memory = .allocate(byteCount: Self.padding, alignment: Self.padding)
        value = memory.bindMemory(to: Atomic<Int>.self, capacity: 1)
        value.initialize(to: Atomic(0))
    }

    deinit {
        value.deinitialize(count: 1)
        memory.deallocate()
    }
}
