import DSP
import Memory
import Vectors

/// What each thread that renders needs for itself, in lines of its own.
///
/// - Thread: audio and its workers, each its own; setup makes it.
struct WorkerRooms: ~Copyable {
    private let scratch: FixedMemory<Vector>
    private let ahead: FixedMemory<UnsafePointer<Float>>
    /// One thread renders all.
    let isAlone: Bool

    /// - Parameter near: what is read ahead until anything else is told.
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

    /// Room for the places of sixteen rows that are read soon.
    @_noLocks @_noAllocation
    func ahead(of worker: Int) -> UnsafeMutablePointer<UnsafePointer<Float>> { ahead + worker &* 16 }
}
