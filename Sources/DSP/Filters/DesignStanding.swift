import Vectors

/// Whether the designs of filters are those of the present positions; the same in all columns of a group.
///
/// - Thread: audio; setup makes it.
struct DesignStanding {
    /// Columns that take switches and positions at once, without a fade: nothing was heard since ``begin()``.
    private(set) var isFresh = VectorMask(repeating: true)
    /// Fresh columns whose designs were calm before: they are still right, unless the positions have changed.
    private(set) var isKept = VectorMask(repeating: false)
    /// Coefficients have arrived at the positions' designs, so they stay constant as long as blocks are still.
    private(set) var isCalm = VectorMask(repeating: false)

    /// Begins anew: the next block takes switches and positions at once, without a fade.
    ///
    /// Calm designs are kept: otherwise all strips would design in the same block, the first after a locate.
    ///
    /// - Returns: whether designs are kept.
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
