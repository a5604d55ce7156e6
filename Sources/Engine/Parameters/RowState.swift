/// What a row of eight parameters is about: bits of columns, and when the next thing happens.
///
/// - Thread: audio.
struct RowState: BitwiseCopyable {
    /// Session frame at which the first of the lines ends.
    var lineEnd: Int64 = .max
    /// Columns whose line is not the player's: all at first.
    var stale: UInt8 = .max
    /// Columns whose line moves.
    var moving: UInt8 = 0
    /// Columns to be filled by themselves, since something happens to them in the block.
    var alone: UInt8 = 0
    /// Columns that took a line in the block.
    var fresh: UInt8 = 0
    /// The lines are filled in, as far as they reach over the block.
    var isFilled = false

    @_noLocks @_noAllocation
    init() {}
}
