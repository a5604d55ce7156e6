/// A stereo row that is added to a sum; items of the same sum are linked in their order.
///
/// - Thread: audio; all memory belongs to the engine.
@frozen
public struct SumItem {
    /// Where its left row is, and eight places on where its right one is.
    public var rows: UnsafePointer<UnsafePointer<Float>>
    /// Gains, if they stand still.
    public var left: Float
    public var right: Float
    /// Else a row for each side, ``gainsOffset`` floats apart.
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
