/// A stereo row that is added to a sum; items of the same sum are linked in their order.
///
/// - Thread: audio; all memory belongs to the engine.
@frozen
public struct SumItem {
    /// Pointer to its left row; the pointer to its right row lies eight places further on.
    public var rows: UnsafePointer<UnsafePointer<Float>>
    /// Gains, if they are constant over the block.
    public var left: Float
    public var right: Float
    /// Otherwise a row of gains for each side, ``gainsOffset`` floats apart.
    public var gains: UnsafePointer<Float>?
    public var gainsOffset: Int
    /// Place of the next item of the sum; −1: there is none.
    public var next: Int

    @_noLocks @_noAllocation @inlinable @inline(__always)
    public init(
        rows: UnsafePointer<UnsafePointer<Float>>, left: Float, right: Float, gains: UnsafePointer<Float>?,
        gainsOffset: Int
    ) {
        self.rows = rows
        self.left = left
        self.right = right
        self.gains = gains
        self.gainsOffset = gainsOffset
        next = -1
    }
}
