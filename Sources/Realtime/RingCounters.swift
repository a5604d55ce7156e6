import Synchronization

/// The counters of rings that are used side by side: the reader's close together and the writers' close together, since each looks
/// at many of its own, and both far apart, so that neither slows the other.
///
/// - Thread: setup; the counters name their threads.
final class RingCounters {
    /// By ring: frames read.
    let read: UnsafeMutablePointer<Atomic<Int>>
    /// By ring two: frames written, and frames written up to the end of the last piece in which something sounds: what lies behind
    /// is silent.
    let written: UnsafeMutablePointer<Atomic<Int>>
    private let memory: UnsafeMutableRawPointer
    private let count: Int

    /// Bytes that two threads do not share: two lines, since processors fetch them in pairs.
    private static let padding = 128

    /// - Parameter count: rings, 1 or more.
    init(count: Int) {
        self.count = count
        let stride = MemoryLayout<Atomic<Int>>.stride
        let half = (count * stride + Self.padding - 1) / Self.padding * Self.padding
        memory = .allocate(byteCount: 3 * half, alignment: Self.padding)
        read = memory.bindMemory(to: Atomic<Int>.self, capacity: count)
        written = (memory + half).bindMemory(to: Atomic<Int>.self, capacity: 2 * count)
        for index in 0..<count { (read + index).initialize(to: Atomic(0)) }
        for index in 0..<(2 * count) { (written + index).initialize(to: Atomic(0)) }
    }

    deinit {
        read.deinitialize(count: count)
        written.deinitialize(count: 2 * count)
        memory.deallocate()
    }
}
