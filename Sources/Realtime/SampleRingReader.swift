import CRealtime
public import Synchronization

/// The reading end of a ``SampleRing``: pointers only, so that using it touches no reference count.
///
/// - Thread: the reading one.
// @unchecked: the pointers never change and the counters order every access to the samples.
@frozen
public struct SampleRingReader: @unchecked Sendable {
    @usableFromInline let left: UnsafeMutablePointer<Float>
    @usableFromInline let right: UnsafeMutablePointer<Float>
    @usableFromInline let mask: Int
    /// The writer's counter of frames; the next word is ``sounding``.
    @usableFromInline let written: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let read: UnsafeMutablePointer<Atomic<Int>>

    @usableFromInline
    init(
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, mask: Int,
        written: UnsafeMutablePointer<Atomic<Int>>, read: UnsafeMutablePointer<Atomic<Int>>
    ) {
        self.left = left
        self.right = right
        self.mask = mask
        self.written = written
        self.read = read
    }

    /// Frames up to the end of the last piece in which something sounds.
    @usableFromInline var sounding: UnsafeMutablePointer<Atomic<Int>> {
        @_noLocks @_noAllocation get { written + 1 }
    }

    /// Frames that can be read now.
    @inlinable public var readableFrames: Int {
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
        copy(from: position, left: left, right: right, frames: count)
        read.pointee.store(position &+ count, ordering: .releasing)
        return count
    }

    /// Whether all frames that can be read now are known to be zeros; pieces of sound that begin or end with zeros are not.
    @inlinable public var isSilent: Bool {
        @_noLocks @_noAllocation get {
            // Acquired, so that the sound of what was written is not missed.
            _ = written.pointee.load(ordering: .acquiring)
            return sounding.pointee.load(ordering: .relaxed) <= read.pointee.load(ordering: .relaxed)
        }
    }

    /// Copies frames that were written, from a position on: in two pieces where they go round the ring's end.
    @_noLocks @_noAllocation
    func copy(
        from position: Int, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) {
        let start = position & mask
        let room = mask &+ 1 &- start
        let first = frames < room ? frames : room
        rt_copy(left, self.left + start, first)
        rt_copy(right, self.right + start, first)
        if first < frames {
            rt_copy(left + first, self.left, frames &- first)
            rt_copy(right + first, self.right, frames &- first)
        }
    }

    /// Passes over up to `frames` frames without reading them.
    ///
    /// - Returns: frames passed over: fewer when the ring is empty.
    @_noLocks @_noAllocation @inlinable
    public func skip(frames: Int) -> Int {
        let available = readableFrames
        let count = available < frames ? available : frames
        guard count > 0 else { return 0 }
        read.pointee.store(read.pointee.load(ordering: .relaxed) &+ count, ordering: .releasing)
        return count
    }
}
