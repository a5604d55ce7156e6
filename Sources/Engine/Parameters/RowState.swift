/// State of a row of eight parameters: a bit for each column, and the frame of the next change.
///
/// - Thread: audio.
struct RowState: BitwiseCopyable {
    /// Play-line frame at which the first of the lines ends.
    var lineEnd: Int64 = .max
    /// Columns whose line may not be that of the player any more; at first all.
    var stale: UInt8 = .max
    /// Columns whose line moves.
    var moving: UInt8 = 0
    /// Columns to be filled alone, since they have an event in the block.
    var alone: UInt8 = 0
    /// Columns that took a line in this block.
    var fresh: UInt8 = 0
    /// All columns of the block have been filled along their lines.
    var isFilled = false

    @_noLocks @_noAllocation
    init() {}
}
