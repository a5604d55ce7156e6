import CRealtime
import Synchronization

/// The writing end of a ``SampleRing`` as pointers only, for an audio thread that hands samples over. The ring must outlive it.
///
/// - Thread: the writing one.
public struct SampleRingWriter: Sendable {
    private let ring: SampleRingReader

    /// - Thread: setup.
    public init(_ ring: SampleRing) { self.ring = ring.reader }

    /// Appends `frames` frames, or none of them if there is no room for all.
    ///
    /// - Returns: whether they were taken.
    @_noLocks @_noAllocation
    public func write(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) -> Bool {
        let position = ring.written.pointee.load(ordering: .relaxed)
        let capacity = ring.mask &+ 1
        guard position &- ring.read.pointee.load(ordering: .acquiring) &+ frames <= capacity else { return false }
        let start = position & ring.mask
        let room = capacity &- start
        let first = frames < room ? frames : room
        rt_copy(ring.left + start, left, first)
        rt_copy(ring.right + start, right, first)
        if first < frames {
            rt_copy(ring.left, left + first, frames &- first)
            rt_copy(ring.right, right + first, frames &- first)
        }
        ring.written.pointee.store(position &+ frames, ordering: .releasing)
        return true
    }
}
