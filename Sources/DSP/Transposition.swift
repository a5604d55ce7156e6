import CRealtime
public import Lanes

/// Between strips one after the other, as rings and sums want them, and lanes side by side.
///
/// A strip's row is ``Block/frames`` floats long; frames are moved eight at a time, so what lies behind `frames` in the
/// memory of either side is overwritten or read without meaning.
///
/// - Thread: audio.
public enum Transposition {
    /// Eight rows into lanes.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public static func gather(_ rows: UnsafePointer<Float>, into lanes: UnsafeMutablePointer<Lanes>, frames: Int) {
        lanes.withMemoryRebound(to: Float.self, capacity: Block.frames &* 8) { floats in
            var frame = 0
            while frame < frames {
                rt_transpose8(rows + frame, Block.frames, floats + frame &* 8, 8)
                frame &+= 8
            }
        }
    }

    /// Lanes into eight rows.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public static func scatter(_ lanes: UnsafePointer<Lanes>, into rows: UnsafeMutablePointer<Float>, frames: Int) {
        lanes.withMemoryRebound(to: Float.self, capacity: Block.frames &* 8) { floats in
            var frame = 0
            while frame < frames {
                rt_transpose8(floats + frame &* 8, 8, rows + frame, Block.frames)
                frame &+= 8
            }
        }
    }
}
