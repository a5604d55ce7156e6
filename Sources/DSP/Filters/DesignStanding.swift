import Vectors

/// Whether the designs of filters stand at the positions that they were made for, in all columns of a group alike.
///
/// - Thread: audio; setup makes it.
struct DesignStanding {
    /// Columns whose switches and positions are taken where they stand.
    private(set) var isFresh = VectorMask(repeating: true)
    /// Columns of those whose designs still hold, for what they were made for.
    private(set) var isKept = VectorMask(repeating: false)
    /// Coefficients stand at the positions, so they stand as long as these do.
    private(set) var isCalm = VectorMask(repeating: false)

    /// Begins anew: the next block takes switches and positions where they stand.
    ///
    /// Designs that stand are kept: all strips at once would make them anew in the first block after a locate.
    ///
    /// - Returns: whether they are.
    @_noLocks @_noAllocation
    mutating func begin() -> Bool {
        let isStanding = !Section.any(.!isCalm)
        isKept = VectorMask(repeating: isStanding)
        isFresh = VectorMask(repeating: true)
        isCalm = VectorMask(repeating: false)
        return isStanding
    }

    /// Switches and positions have been taken.
    @_noLocks @_noAllocation @inline(__always)
    mutating func take() {
        isFresh = VectorMask(repeating: false)
        isKept = VectorMask(repeating: false)
    }

    /// Ends a block.
    @_noLocks @_noAllocation @inline(__always)
    mutating func settle(isCalm: Bool) { self.isCalm = VectorMask(repeating: isCalm) }
}
