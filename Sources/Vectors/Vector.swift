/// Eight strips side by side: one number of each. What a strip does is written once over columns.
public typealias Vector = SIMD8<Float>

/// One truth of each column.
public typealias VectorMask = SIMDMask<SIMD8<Int32>>

/// The pieces in which sound is rendered.
///
/// - Thread: any.
public enum Block {
    /// Most frames of a block, so that its scratch stays in the nearest cache; also the length of a cell of the session's
    /// time line, which no block crosses.
    @inlinable public static var frames: Int {
        @_noLocks @_noAllocation @inline(__always) get { 64 }
    }

    /// Frames between two updates of filter coefficients, counted on the session's time line.
    @inlinable public static var coefficientFrames: Int {
        @_noLocks @_noAllocation @inline(__always) get { 32 }
    }
}
