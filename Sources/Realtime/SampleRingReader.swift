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
    @usableFromInline let written: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let read: UnsafeMutablePointer<Atomic<Int>>
    @usableFromInline let sounding: UnsafeMutablePointer<Atomic<Int>>

    @usableFromInline
    init(
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, mask: Int,
        written: UnsafeMutablePointer<Atomic<Int>>, read: UnsafeMutablePointer<Atomic<Int>>,
        sounding: UnsafeMutablePointer<Atomic<Int>>
    ) {
        self.left = left
        self.right = right
        self.mask = mask
        self.written = written
        self.read = read
        self.sounding = sounding
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

    /// Whether all frames that can be read now are known to be zeros; pieces of sound that begin or end with zeros are not.
    @inlinable public var isSilent: Bool {
        @_noLocks @_noAllocation get {
            // Acquired, so that the sound of what was written is not missed.
            _ = written.pointee.load(ordering: .acquiring)
            return sounding.pointee.load(ordering: .relaxed) <= read.pointee.load(ordering: .relaxed)
        }
    }

    /// The next frames where they lie, if there are as many and none goes round the ring's end; they stay until
    /// ``skip(frames:)``. Up to seven floats behind them may be read, without meaning.
    @_noLocks @_noAllocation @inlinable
    public func peek(frames: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)? {
        let start = read.pointee.load(ordering: .relaxed) & mask
        guard readableFrames >= frames, start &+ frames <= mask &+ 1 else { return nil }
        return (UnsafePointer(left + start), UnsafePointer(right + start))
    }

    /// Passes over frames that ``peek(frames:)`` has found.
    @_noLocks @_noAllocation @inlinable
    public func pass(frames: Int) {
        read.pointee.store(read.pointee.load(ordering: .relaxed) &+ frames, ordering: .releasing)
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
