import DSP
import Memory
import Vectors

/// Scratch memory for each rendering thread, in cache lines of its own.
///
/// - Thread: audio and its workers, each its own; setup makes it.
struct WorkerRooms: ~Copyable {
    private let scratch: FixedMemory<Vector>
    private let ahead: FixedMemory<UnsafePointer<Float>>
    /// One thread renders all.
    let isAlone: Bool

    /// - Parameter near: what is prefetched at first: any memory in the cache.
    init(workers: Int, near: UnsafePointer<Float>) {
        scratch = FixedMemory(
            repeating: Vector(repeating: 0), count: workers * GroupJob.scratchBlocks * Block.frames, placement: .apart
        )
        ahead = FixedMemory(repeating: near, count: workers * 16, placement: .apart)
        isAlone = workers <= 1
    }

    /// ``GroupJob/scratchBlocks`` blocks of vectors.
    @_noLocks @_noAllocation
    func scratch(of worker: Int) -> UnsafeMutablePointer<Vector> {
        scratch + worker &* GroupJob.scratchBlocks &* Block.frames
    }

    /// Room for pointers to sixteen rows to be prefetched.
    @_noLocks @_noAllocation
    func ahead(of worker: Int) -> UnsafeMutablePointer<UnsafePointer<Float>> { ahead + worker &* 16 }
}
