public import CRealtime
public import Synchronization

/// The reading end of a ``SampleRing`` for somebody who reads hundreds of them in a block: with copies of the counters of its own,
/// in one line of the cache. It looks at the writer's only when what it knows of has been read.
///
/// A ring may be emptied while the cursor knows of no unread frames, or before ``forget()``. Nobody else may read the ring.
///
/// - Thread: the reading one. The ring must outlive it.
// @unchecked: the pointers never change, the rest belongs to the reading thread.
@frozen
public struct SampleRingCursor: @unchecked Sendable {
    @usableFromInline let ring: SampleRingReader
    /// Frames that were read.
    @usableFromInline var position = 0
    /// Frames that are known to be written.
    @usableFromInline var end = 0
    /// Of those, frames up to the end of the last piece in which something sounds, or more.
    @usableFromInline var sounding = 0

    /// - Thread: setup.
    public init(_ ring: SampleRing) { self.ring = ring.reader }

    /// Looks at the counters again before anything else is read.
    @_noLocks @_noAllocation @inlinable
    public mutating func forget() { end = position }

    /// Whether so many frames can be read.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    mutating func holds(_ frames: Int) -> Bool {
        if end &- position >= frames { return true }
        look()
        return end &- position >= frames
    }

    @_noLocks @_noAllocation @usableFromInline
    mutating func look() {
        position = ring.read.pointee.load(ordering: .relaxed)
        end = ring.written.pointee.load(ordering: .acquiring)
        // Read after the end was acquired, so no sound before it is missed; what is written meanwhile may count too.
        sounding = ring.sounding.pointee.load(ordering: .relaxed)
    }

    /// The next frames where they lie, if there are as many and none goes round the ring's end; they stay until ``pass(frames:)``.
    /// Up to seven floats behind them may be read, without meaning.
    @_noLocks @_noAllocation @inlinable
    public mutating func peek(frames: Int) -> (left: UnsafePointer<Float>, right: UnsafePointer<Float>)? {
        guard holds(frames) else { return nil }
        let start = position & ring.mask
        guard start &+ frames <= ring.mask &+ 1 else { return nil }
        return (UnsafePointer(ring.left + start), UnsafePointer(ring.right + start))
    }

    /// Whether all frames that it knows of are zeros; pieces of sound that begin or end with zeros are not.
    @inlinable public var isSilent: Bool {
        @_noLocks @_noAllocation get { sounding <= position }
    }

    /// Passes over frames that ``peek(frames:)`` has found.
    @_noLocks @_noAllocation @inlinable
    public mutating func pass(frames: Int) {
        position = position &+ frames
        ring.read.pointee.store(position, ordering: .releasing)
    }

    /// Passes over up to `frames` frames without reading them.
    ///
    /// - Returns: frames passed over: fewer when the ring is empty.
    @_noLocks @_noAllocation @inlinable
    public mutating func skip(frames: Int) -> Int {
        let count = holds(frames) ? frames : end &- position
        if count > 0 { pass(frames: count) }
        return count
    }

    /// Takes up to `frames` frames.
    ///
    /// - Returns: frames read: fewer when the ring is empty.
    @_noLocks @_noAllocation
    public mutating func read(
        left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int
    ) -> Int {
        let count = holds(frames) ? frames : end &- position
        guard count > 0 else { return 0 }
        ring.copy(from: position, left: left, right: right, frames: count)
        pass(frames: count)
        return count
    }

    /// Asks for the next frames, so that they are near when they are read.
    ///
    /// - Parameter sides: 1 the left one alone, 2 both.
    @_noLocks @_noAllocation @inlinable @inline(__always)
    public func prefetch(frames: Int, sides: Int) {
        guard sounding > position else { return }
        let start = position & ring.mask
        rt_prefetch(ring.left + start, frames)
        if sides > 1 { rt_prefetch(ring.right + start, frames) }
    }
}
