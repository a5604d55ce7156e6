import Vectors

/// Blocks in which no coefficient moves, nor did in the block before: the chain's shape is known.
extension SectionChain {
    /// The shape of a chain while its coefficients are constant.
    struct Standing {
        /// Some section is in circuit in some column.
        var isIn = VectorMask(repeating: false)
        /// A high-pass, then a section that passes 0 Hz as it is, and no more.
        var isPair = VectorMask(repeating: false)
        /// Four sections, of which the last three pass 0 Hz as it is.
        var isFour = VectorMask(repeating: false)

        @_noLocks @_noAllocation
        init() {}
    }

    /// Finds the shape from the coefficients, which are constant now.
    @_noLocks @_noAllocation
    mutating func stand() {
        standing = Standing()
        standing.isIn = VectorMask(repeating: isActive)
        guard first.isStanding && second.isStanding && second.current.isPlain else { return }
        if third.isStanding && fourth.isStanding {
            let isPlain = third.current.isPlain && fourth.current.isPlain
            standing.isFour = VectorMask(repeating: isPlain)
        } else if !third.isActive && !fourth.isActive {
            standing.isPair = VectorMask(repeating: first.current.isBare)
        }
    }
}
