internal import Synchronization

/// The engine's frame over time, as the audio thread last published it; the desk uses it to give events their frames.
///
/// A sequence lock: the writer never waits; a reader tries again if the writer was at work meanwhile.
final class EngineClock: Sendable {
    /// Even: at rest. Odd: being written.
    private let version = Atomic<UInt64>(0)
    private let frame = Atomic<UInt64>(0)
    private let nanoseconds = Atomic<Int64>(0)
    private let rate = Atomic<UInt64>(0)

    /// - Parameter rate: frames per nanosecond.
    /// - Thread: setup.
    init(sampleRate: Int) {
        publish(frame: 0, nanoseconds: MonotonicClock.nanoseconds, rate: Double(sampleRate) / 1e9)
    }

    /// - Parameters:
    ///   - frame: engine frame whose rendering starts at `nanoseconds`.
    ///   - rate: frames per nanosecond.
    /// - Thread: audio (one writer).
    func publish(frame: Double, nanoseconds: Int64, rate: Double) {
        let current = version.load(ordering: .relaxed)
        version.store(current &+ 1, ordering: .relaxed)
        atomicMemoryFence(ordering: .releasing)
        self.frame.store(frame.bitPattern, ordering: .relaxed)
        self.nanoseconds.store(nanoseconds, ordering: .relaxed)
        self.rate.store(rate.bitPattern, ordering: .relaxed)
        version.store(current &+ 2, ordering: .releasing)
    }

    /// The last published point and rate.
    ///
    /// - Thread: any.
    func read() -> (frame: Double, nanoseconds: Int64, rate: Double) {
        while true {
            let before = version.load(ordering: .acquiring)
            let frame = Double(bitPattern: self.frame.load(ordering: .relaxed))
            let nanoseconds = self.nanoseconds.load(ordering: .relaxed)
            let rate = Double(bitPattern: self.rate.load(ordering: .relaxed))
            atomicMemoryFence(ordering: .acquiring)
            if before % 2 == 0, version.load(ordering: .relaxed) == before { return (frame, nanoseconds, rate) }
        }
    }

    /// The engine frame at a moment of the monotonic clock.
    ///
    /// - Thread: any.
    func engineFrame(at moment: Int64) -> Int64 {
        let point = read()
        return Int64((point.frame + Double(moment - point.nanoseconds) * point.rate).rounded(.down))
    }
}
