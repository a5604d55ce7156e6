import Vectors

/// Blocks in which no coefficient moves, nor did in the block before: what the chain comes down to is known.
extension SectionChain {
    /// What is left of a chain while its coefficients stand.
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

    /// Looks at the coefficients, which stand now.
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

    /// Renders a block in place after ``stand()``, while nothing moves.
    ///
    /// - Parameters:
    ///   - scratch: room for six rows of a cell.
    ///   - frame: session frame of the block's first sample.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64
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
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy watch: inout Gate.Watch
    ) -> Bool {
        guard Section.any(standing.isPair) else { return false }
        let (c, d) = (first.current, second.current)
        var (s, t) = (first.state, second.state)
        if frame & Int64(Block.frames &- 1) == 0 {
            s.flush()
            t.flush()
        }
        // Beside the states, in registers.
        var ear = watch
        for frame in 0..<frames {
            let (l, r) = SectionChain.pair(c, &s, d, &t, left[frame], right[frame])
            left[frame] = l
            right[frame] = r
            ear.hear(l, r)
        }
        watch = ear
        first.keep(s)
        second.keep(t)
        return true
    }

    /// The same if it is four, while a compressor listens.
    @_noLocks @_noAllocation
    mutating func renderFour(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy peaks: inout Compressor.Peaks
    ) -> Bool {
        guard Section.any(standing.isFour) else { return false }
        let (a, b, c, d) = (first.current, second.current, third.current, fourth.current)
        var (s, t, u, v) = (first.state, second.state, third.state, fourth.state)
        if frame & Int64(Block.frames &- 1) == 0 {
            s.flush()
            t.flush()
            u.flush()
            v.flush()
        }
        for frame in 0..<frames { left[frame] = SectionChain.left(a, &s, b, &t, c, &u, d, &v, left[frame]) }
        var ear = peaks
        for frame in 0..<frames {
            let x = SectionChain.right(a, &s, b, &t, c, &u, d, &v, right[frame])
            right[frame] = x
            ear.hear(left[frame], x, at: frame)
        }
        peaks = ear
        first.keep(s)
        second.keep(t)
        third.keep(u)
        fourth.keep(v)
        return true
    }

    /// Renders four sections, of which the last three are plain: one side after the other.
    @_noLocks @_noAllocation
    mutating func renderFourPlain(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, flushing: Bool, count: Int
    ) {
        let (a, b, c, d) = (first.current, second.current, third.current, fourth.current)
        var (s, t, u, v) = (first.state, second.state, third.state, fourth.state)
        if flushing {
            s.flush()
            t.flush()
            u.flush()
            v.flush()
        }
        for frame in 0..<count { left[frame] = SectionChain.left(a, &s, b, &t, c, &u, d, &v, left[frame]) }
        for frame in 0..<count { right[frame] = SectionChain.right(a, &s, b, &t, c, &u, d, &v, right[frame]) }
        first.keep(s)
        second.keep(t)
        third.keep(u)
        fourth.keep(v)
    }

    /// Renders high-pass and low-pass: both sides at once.
    @_noLocks @_noAllocation
    mutating func renderBarePair(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, flushing: Bool, count: Int
    ) {
        let (c, d) = (first.current, second.current)
        var (s, t) = (first.state, second.state)
        if flushing {
            s.flush()
            t.flush()
        }
        for frame in 0..<count {
            (left[frame], right[frame]) = SectionChain.pair(c, &s, d, &t, left[frame], right[frame])
        }
        first.keep(s)
        second.keep(t)
    }
}
