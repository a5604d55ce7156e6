import CRealtime
public import Vectors

/// Converts between rows, one strip each, as rings and sums need them, and columns: eight strips side by side.
///
/// A strip's row is ``Block/frames`` floats long; frames are moved eight at a time, so what lies behind `frames` in the
/// memory of either side is overwritten or read without meaning.
///
/// - Thread: audio.
public enum Transposition {
    /// Eight rows, each at its own address, into columns.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public static func gather(
        _ rows: UnsafePointer<UnsafePointer<Float>>, into columns: UnsafeMutablePointer<Vector>, frames: Int
    ) {
        columns.withMemoryRebound(to: Float.self, capacity: Block.frames &* 8) { floats in
            rt_gather8(rows, floats, frames)
        }
    }

    /// Columns into eight rows.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public static func scatter(_ columns: UnsafePointer<Vector>, into rows: UnsafeMutablePointer<Float>, frames: Int)
    {
        columns.withMemoryRebound(to: Float.self, capacity: Block.frames &* 8) { floats in
            rt_scatter8(floats, rows, Block.frames, frames)
        }
    }
}
