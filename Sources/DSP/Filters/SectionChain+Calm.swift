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
    /// - Parameters: as in ``render(standing:_:scratch:frames:at:)``.
    @_noLocks @_noAllocation @inline(__always)
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

    /// Renders four sections, of which the last three are plain: one side after the other.
    @_noLocks @_noAllocation
    mutating func renderFourPlain(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, flushing: Bool, count: Int
    ) {
        let (a, b, c, d) = (first.current, second.current, third.current, fourth.current)
        var (s, t, u, v) = (first.state, second.state, third.state, fourth.state)
        if flushing {
            s.flush()
            t.flush()
            u.flush()
            v.flush()
        }
        for frame in 0..<count {
            var x = Section.filter(a, &s.left1, &s.left2, left[frame])
            x = Section.filterPlain(b, &t.left1, &t.left2, x)
            x = Section.filterPlain(c, &u.left1, &u.left2, x)
            left[frame] = Section.filterPlain(d, &v.left1, &v.left2, x)
        }
        for frame in 0..<count {
            var x = Section.filter(a, &s.right1, &s.right2, right[frame])
            x = Section.filterPlain(b, &t.right1, &t.right2, x)
            x = Section.filterPlain(c, &u.right1, &u.right2, x)
            right[frame] = Section.filterPlain(d, &v.right1, &v.right2, x)
        }
        first.keep(s)
        second.keep(t)
        third.keep(u)
        fourth.keep(v)
    }

    /// Renders high-pass and low-pass: both sides at once.
    @_noLocks @_noAllocation
    mutating func renderBarePair(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, flushing: Bool, count: Int
    ) {
        let (c, d) = (first.current, second.current)
        var (s, t) = (first.state, second.state)
        if flushing {
            s.flush()
            t.flush()
        }
        for frame in 0..<count {
            let l = Section.filterBare(c, &s.left1, &s.left2, left[frame])
            let r = Section.filterBare(c, &s.right1, &s.right2, right[frame])
            left[frame] = Section.filterPlain(d, &t.left1, &t.left2, l)
            right[frame] = Section.filterPlain(d, &t.right1, &t.right2, r)
        }
        first.keep(s)
        second.keep(t)
    }
}
