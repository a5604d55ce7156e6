import CRealtime
import Synchronization

/// A ring of stereo samples, planar, between one writing and one reading thread.
///
/// - Thread: setup for making it; each method names its thread.
// @unchecked: the pointers never change; samples are handed over by the release and acquire of the counters.
public final class SampleRing: @unchecked Sendable {
    /// The reading end as plain pointers: what the audio thread holds. The ring must outlive it.
    public let reader: SampleRingReader
    private let written = PaddedCounter()
    private let read = PaddedCounter()

    /// - Parameter capacityFrames: frames that must fit at least, 1 or more; rounded up to a power of two.
    public init(capacityFrames: Int) {
        precondition(capacityFrames > 0, "a ring holds at least one frame")
        var size = 1
        while size < capacityFrames { size *= 2 }
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: 2 * size)
        samples.initialize(repeating: 0, count: 2 * size)
        reader = SampleRingReader(
            left: samples, right: samples + size, mask: size - 1, written: written.value, read: read.value)
    }

    deinit { reader.left.deallocate() }

    /// How many frames fit: a power of two.
    public var capacityFrames: Int { reader.mask + 1 }

    /// Frames that can be written now.
    ///
    /// - Thread: the writing one.
    public var writableFrames: Int {
        capacityFrames
            - (written.value.pointee.load(ordering: .relaxed) - read.value.pointee.load(ordering: .acquiring))
    }

    /// Appends up to `frames` frames; left and right may be the same memory.
    ///
    /// - Returns: frames written: fewer when the ring is full.
    /// - Thread: the writing one.
    public func write(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) -> Int {
        let count = min(frames, writableFrames)
        guard count > 0 else { return 0 }
        let position = written.value.pointee.load(ordering: .relaxed)
        let start = position & reader.mask
        let first = min(count, capacityFrames - start)
        rt_copy(reader.left + start, left, first)
        rt_copy(reader.right + start, right, first)
        rt_copy(reader.left, left + first, count - first)
        rt_copy(reader.right, right + first, count - first)
        written.value.pointee.store(position + count, ordering: .releasing)
        return count
    }

    /// Frames that can be read now.
    ///
    /// - Thread: the reading one.
    public var readableFrames: Int {
        @_noLocks @_noAllocation get { reader.readableFrames }
    }

    /// Takes up to `frames` frames.
    ///
    /// - Returns: frames read: fewer when the ring is empty.
    /// - Thread: the reading one.
    @_noLocks @_noAllocation
    public func read(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) -> Int {
        reader.read(left: left, right: right, frames: frames)
    }

    /// Empties the ring.
    ///
    /// - Thread: the writing one, and only while nobody reads.
    public func reset() {
        read.value.pointee.store(0, ordering: .relaxed)
        written.value.pointee.store(0, ordering: .releasing)
    }
}

/// The reading end of a ``SampleRing``: pointers only, so that using it touches no reference count.
///
/// - Thread: the reading one.
// @unchecked: the pointers never change and the counters order every access to the samples.
public struct SampleRingReader: @unchecked Sendable {
    let left: UnsafeMutablePointer<Float>
    let right: UnsafeMutablePointer<Float>
    let mask: Int
    let written: UnsafeMutablePointer<Atomic<Int>>
    let read: UnsafeMutablePointer<Atomic<Int>>

    /// Frames that can be read now.
    public var readableFrames: Int {
        @_noLocks @_noAllocation get {
            written.pointee.load(ordering: .acquiring) &- read.pointee.load(ordering: .relaxed)
        }
    }

    /// Takes up to `frames` frames.
    ///
    /// - Returns: frames read: fewer when the ring is empty.
    @_noLocks @_noAllocation
    public func read(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int) -> Int {
        let available = readableFrames
        let count = available < frames ? available : frames
        guard count > 0 else { return 0 }
        let position = read.pointee.load(ordering: .relaxed)
        let start = position & mask
        let room = mask &+ 1 &- start
        let first = count < room ? count : room
        rt_copy(left, self.left + start, first)
        rt_copy(right, self.right + start, first)
        if first < count {
            rt_copy(left + first, self.left, count &- first)
            rt_copy(right + first, self.right, count &- first)
        }
        read.pointee.store(position &+ count, ordering: .releasing)
        return count
    }

    /// Passes over up to `frames` frames without reading them.
    ///
    /// - Returns: frames passed over: fewer when the ring is empty.
    @_noLocks @_noAllocation
    public func skip(frames: Int) -> Int {
        let available = readableFrames
        let count = available < frames ? available : frames
        guard count > 0 else { return 0 }
        read.pointee.store(read.pointee.load(ordering: .relaxed) &+ count, ordering: .releasing)
        return count
    }
}
