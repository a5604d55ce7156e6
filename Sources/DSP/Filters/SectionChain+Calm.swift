import Lanes

/// Blocks in which no coefficient moves, nor did in the block before: what the chain comes down to is known.
extension SectionChain {
    /// What is left of a chain while its coefficients stand.
    struct Standing {
        /// Some section is in circuit in some lane.
        var isIn = LaneMask(repeating: false)
        /// A high-pass, then a section that passes 0 Hz as it is, and no more.
        var isPair = LaneMask(repeating: false)
        /// Four sections, of which the last three pass 0 Hz as it is.
        var isFour = LaneMask(repeating: false)

        @_noLocks @_noAllocation
        init() {}
    }

    /// Looks at the coefficients, which stand now.
    @_noLocks @_noAllocation
    mutating func stand() {
        standing = Standing()
        standing.isIn = LaneMask(repeating: isActive)
        guard first.isStanding && second.isStanding && second.current.isPlain else { return }
        if third.isStanding && fourth.isStanding {
            let isPlain = third.current.isPlain && fourth.current.isPlain
            standing.isFour = LaneMask(repeating: isPlain)
        } else if !third.isActive && !fourth.isActive {
            standing.isPair = LaneMask(repeating: first.current.isBare)
        }
    }

    /// Renders a block in place after ``stand()``, while nothing moves.
    ///
    /// - Parameters:
    ///   - scratch: room for six rows of a cell.
    ///   - frame: session frame of the block's first sample.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>,
        scratch: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64
    ) {
        let isCellBegin = frame & Int64(Block.frames &- 1) == 0
        if Section.any(standing.isFour) {
            renderFourPlain(left, right, flushing: isCellBegin, count: frames)
        } else if Section.any(standing.isPair) {
            renderBarePair(left, right, flushing: isCellBegin, count: frames)
        } else if Section.any(standing.isIn) {
            render(left, right, scratch: scratch, frame, count: frames)
        }
    }

    /// Renders a block in place as ``renderCalm(_:_:scratch:frames:at:)``, if it is a pair, while a gate listens: so that it
    /// need not fetch the frames again.
    ///
    /// - Returns: false: nothing was done.
    @_noLocks @_noAllocation
    mutating func renderPair(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64,
        heardBy watch: inout Gate.Watch
    ) -> Bool {
        guard Section.any(standing.isPair) else { return false }
        var pair = Pair(first.current, first.state, second.current, second.state)
        if frame & Int64(Block.frames &- 1) == 0 { pair.flush() }
        // Beside the states, in registers.
        var ear = watch
        for frame in 0..<frames {
            let (l, r) = pair.filter(left[frame], right[frame])
            left[frame] = l
            right[frame] = r
            ear.hear(l, r)
        }
        watch = ear
        first.keep(pair.s)
        second.keep(pair.t)
        return true
    }

    /// The same if it is four, while a compressor listens.
    @_noLocks @_noAllocation
    mutating func renderFour(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, frames: Int, at frame: Int64,
        heardBy peaks: inout Compressor.Peaks
    ) -> Bool {
        guard Section.any(standing.isFour) else { return false }
        var four = Four(
            first.current, first.state, second.current, second.state, third.current, third.state, fourth.current,
            fourth.state)
        if frame & Int64(Block.frames &- 1) == 0 { four.flush() }
        for frame in 0..<frames { left[frame] = four.filterLeft(left[frame]) }
        var ear = peaks
        for frame in 0..<frames {
            let x = four.filterRight(right[frame])
            right[frame] = x
            ear.hear(left[frame], x, at: frame)
        }
        peaks = ear
        keep(four)
        return true
    }

    /// Renders four sections, of which the last three are plain: one side after the other.
    @_noLocks @_noAllocation
    mutating func renderFourPlain(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, flushing: Bool, count: Int
    ) {
        var four = Four(
            first.current, first.state, second.current, second.state, third.current, third.state, fourth.current,
            fourth.state)
        if flushing { four.flush() }
        for frame in 0..<count { left[frame] = four.filterLeft(left[frame]) }
        for frame in 0..<count { right[frame] = four.filterRight(right[frame]) }
        keep(four)
    }

    /// Renders high-pass and low-pass: both sides at once.
    @_noLocks @_noAllocation
    mutating func renderBarePair(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, flushing: Bool, count: Int
    ) {
        var pair = Pair(first.current, first.state, second.current, second.state)
        if flushing { pair.flush() }
        for frame in 0..<count { (left[frame], right[frame]) = pair.filter(left[frame], right[frame]) }
        first.keep(pair.s)
        second.keep(pair.t)
    }

    @_noLocks @_noAllocation @inline(__always)
    private mutating func keep(_ four: Four) {
        first.keep(four.s)
        second.keep(four.t)
        third.keep(four.u)
        fourth.keep(four.v)
    }
}
