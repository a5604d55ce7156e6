/// Eight strips side by side: one number of each. What a strip does is written once over columns.
public typealias Vector = SIMD8<Float>

/// One Boolean for each column.
public typealias VectorMask = SIMDMask<SIMD8<Int32>>

/// The pieces in which sound is rendered.
///
/// - Thread: any.
public enum Block {
    /// Most frames of a block, so that its scratch stays in the nearest cache; also the length of a cell of the play line:
    /// no block crosses a multiple of it.
    @inlinable public static var frames: Int {
        @_noLocks @_noAllocation @inline(__always) get { 64 }
    }

    /// Frames between two updates of filter coefficients, at multiples of it on the play line.
    @inlinable public static var coefficientFrames: Int {
        @_noLocks @_noAllocation @inline(__always) get { 32 }
    }
}
