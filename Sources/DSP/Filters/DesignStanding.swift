import Lanes

/// Whether the designs of filters stand at the positions that they were made for, in all lanes of a group alike.
///
/// - Thread: audio; setup makes it.
struct DesignStanding {
    /// Lanes whose switches and positions are taken where they stand.
    private(set) var isFresh = LaneMask(repeating: true)
    /// Lanes of those whose designs still hold, for what they were made for.
    private(set) var isKept = LaneMask(repeating: false)
    /// Coefficients stand at the positions, so they stand as long as these do.
    private(set) var isCalm = LaneMask(repeating: false)

    /// Begins anew: the next block takes switches and positions where they stand.
    ///
    /// Designs that stand are kept: all strips at once would make them anew in the first block after a locate.
    ///
    /// - Returns: whether they are.
    @_noLocks @_noAllocation
    mutating func begin() -> Bool {
        let isStanding = !Section.any(.!isCalm)
        isKept = LaneMask(repeating: isStanding)
        isFresh = LaneMask(repeating: true)
        isCalm = LaneMask(repeating: false)
        return isStanding
    }

    /// Switches and positions have been taken.
    @_noLocks @_noAllocation @inline(__always)
    mutating func take() {
        isFresh = LaneMask(repeating: false)
        isKept = LaneMask(repeating: false)
    }

    /// Ends a block.
    @_noLocks @_noAllocation @inline(__always)
    mutating func settle(isCalm: Bool) { self.isCalm = LaneMask(repeating: isCalm) }
}
