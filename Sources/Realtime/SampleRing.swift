import CRealtime
import Memory
import Synchronization

/// A ring of stereo samples, planar, between one writing and one reading thread.
///
/// Memory that was never written is not taken from the system.
///
/// - Thread: setup for making it; each method names its thread.
// @unchecked: the pointers never change; samples are handed over by the release and acquire of the counters.
public final class SampleRing: @unchecked Sendable {
    /// The reading end as plain pointers: what the audio thread holds. The ring must outlive it.
    public let reader: SampleRingReader
    /// Shared with the rings that are read side by side with this one, as the counters are.
    private let memory: LargeMemory
    private let counters: RingCounters

    /// Bytes by which planes are moved apart: their sizes are powers of two, so rings that are read at the same position would otherwise
    /// compete for the same few cache sets.
    private static let shift = 320
    private static let page = 4096

    /// A ring of its own.
    ///
    /// - Parameter capacityFrames: frames that must fit at least, 1 or more; rounded up to a power of two.
    public convenience init(capacityFrames: Int) {
        let size = SampleRing.size(capacityFrames)
        self.init(
            size: size, memory: LargeMemory(byteCount: SampleRing.bytes(size)), counters: RingCounters(count: 1),
            number: 0)
    }

    /// Rings that are read side by side.
    ///
    /// - Parameters:
    ///   - count: 0 or more.
    ///   - capacityFrames: frames that must fit at least in each, 1 or more; rounded up to a power of two.
    static func rings(_ count: Int, capacityFrames: Int) -> [SampleRing] {
        guard count > 0 else { return [] }
        let size = size(capacityFrames)
        let memory = LargeMemory(byteCount: count * bytes(size))
        let counters = RingCounters(count: count)
        return (0..<count).map { SampleRing(size: size, memory: memory, counters: counters, number: $0) }
    }

    private static func size(_ capacityFrames: Int) -> Int {
        precondition(capacityFrames > 0, "a ring holds at least one frame")
        var size = 1
        while size < capacityFrames { size *= 2 }
        return size
    }

    /// Bytes of a ring of so many frames, with room for moving its planes.
    private static func bytes(_ size: Int) -> Int { 2 * size * MemoryLayout<Float>.stride + shift + page }

    private init(size: Int, memory: LargeMemory, counters: RingCounters, number: Int) {
        self.memory = memory
        self.counters = counters
        let plane = size * MemoryLayout<Float>.stride
        let start = memory.base + number * SampleRing.bytes(size) + 2 * number * SampleRing.shift % SampleRing.page
        // Whole vectors begin where vectors may.
        let offset = (64 - Int(bitPattern: start) % 64) % 64
        let left = (start + offset).bindMemory(to: Float.self, capacity: size)
        let right = (start + offset + plane + SampleRing.shift).bindMemory(to: Float.self, capacity: size)
        reader = SampleRingReader(
            left: left, right: right, mask: size - 1, written: counters.written + 2 * number,
            read: counters.read + number)
    }

    /// Takes the memory of this ring, and of those that are read side by side with it, from the system.
    ///
    /// - Thread: setup, before anything is written.
    func populate() { memory.populate() }

    /// Bytes that the ring takes when all of it has been written.
    public var memoryBytes: Int { SampleRing.bytes(capacityFrames) }

    /// How many frames fit: a power of two.
    public var capacityFrames: Int { reader.mask + 1 }

    /// Frames that can be written now.
    ///
    /// - Thread: the writing one.
    public var writableFrames: Int {
        capacityFrames
            - (reader.written.pointee.load(ordering: .relaxed) - reader.read.pointee.load(ordering: .acquiring))
    }

    /// Appends up to `frames` frames; left and right may be the same memory.
    ///
    /// - Returns: frames written: fewer when the ring is full.
    /// - Thread: the writing one.
    public func write(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) -> Int {
        var done = 0
        return write(frames: frames) { toLeft, toRight, count in
            rt_copy(toLeft, left + done, count)
            rt_copy(toRight, right + done, count)
            done += count
        }
    }

    /// Appends up to `frames` frames that are made in their place.
    ///
    /// - Parameter make: puts the next frames in order where it is told: left, right, count. It is called once, or twice when
    ///   they go round the ring's end; the reader sees all of them at once, afterwards.
    /// - Returns: frames written: fewer when the ring is full.
    /// - Thread: the writing one.
    @inlinable
    public func write(
        frames: Int, _ make: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    ) -> Int {
        let count = min(frames, writableFrames)
        guard count > 0 else { return 0 }
        let (start, first) = place(of: count)
        make(start.left, start.right, first)
        if first < count { make(reader.left, reader.right, count - first) }
        publish(
            count,
            isSilent: isSilent(start.left, start.right, first) && isSilent(reader.left, reader.right, count - first))
        return count
    }

    /// Where the next frames go, and how many of `count` go there.
    @usableFromInline
    func place(of count: Int) -> (start: (left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>), Int)
    {
        let start = reader.written.pointee.load(ordering: .relaxed) & reader.mask
        return ((reader.left + start, reader.right + start), min(count, capacityFrames - start))
    }

    @usableFromInline
    func isSilent(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Bool {
        rt_is_silent(left, count) && rt_is_silent(right, count)
    }

    @usableFromInline
    func publish(_ count: Int, isSilent: Bool) {
        let end = reader.written.pointee.load(ordering: .relaxed) + count
        if !isSilent { reader.sounding.pointee.store(end, ordering: .relaxed) }
        // `end` is released last: a reader that sees these frames also sees where the sound ends.
        reader.written.pointee.store(end, ordering: .releasing)
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
        reader.sounding.pointee.store(0, ordering: .relaxed)
        reader.read.pointee.store(0, ordering: .relaxed)
        reader.written.pointee.store(0, ordering: .releasing)
    }
}
