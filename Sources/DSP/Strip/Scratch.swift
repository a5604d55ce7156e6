import Vectors

/// Scratch rows of one block, small enough for the nearest cache.
///
/// - Thread: audio.
// Large: a row for each thing that one stage hands on to another.
struct Scratch {
    /// Before the fader.
    let left: UnsafeMutablePointer<Vector>
    let right: UnsafeMutablePointer<Vector>
    /// After it.
    let outLeft: UnsafeMutablePointer<Vector>
    let outRight: UnsafeMutablePointer<Vector>
    let opened: UnsafeMutablePointer<Vector>
    let passing: UnsafeMutablePointer<Vector>
    let first: UnsafeMutablePointer<Vector>
    let second: UnsafeMutablePointer<Vector>
    let gains: OutputStage.GainRows
    let keyLeft: UnsafeMutablePointer<Vector>
    let keyRight: UnsafeMutablePointer<Vector>
    /// What a stage may use as it likes: 16 blocks.
    let free: UnsafeMutablePointer<Vector>

    /// - Parameter memory: ``GroupJob/scratchBlocks`` blocks.
    @_noLocks @_noAllocation @inline(__always)
    init(_ memory: UnsafeMutablePointer<Vector>) {
        left = memory
        right = memory + Block.frames
        outLeft = memory + 2 &* Block.frames
        outRight = memory + 3 &* Block.frames
        opened = memory + 4 &* Block.frames
        passing = memory + 5 &* Block.frames
        first = memory + 6 &* Block.frames
        second = memory + 7 &* Block.frames
        gains = OutputStage.GainRows(memory + 8 &* Block.frames)
        keyLeft = memory + 13 &* Block.frames
        keyRight = memory + 14 &* Block.frames
        free = memory + 15 &* Block.frames
    }
}
