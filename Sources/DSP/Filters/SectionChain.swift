import Lanes

/// Four sections one after the other, each rendered only where a lane needs it.
struct SectionChain {
    var sections = InlineArray<4, Section>(repeating: Section())

    @_noLocks @_noAllocation
    init() {}

    /// Whether some section is in circuit in some lane.
    var isActive: Bool {
        @_noLocks @_noAllocation get {
            sections[0].isActive || sections[1].isActive || sections[2].isActive || sections[3].isActive
        }
    }

    /// Whether nothing sounds on.
    var isSilent: Bool {
        @_noLocks @_noAllocation get {
            sections[0].isSilent && sections[1].isSilent && sections[2].isSilent && sections[3].isSilent
        }
    }

    @_noLocks @_noAllocation
    mutating func clear(_ lanes: LaneMask) {
        for index in 0..<4 { sections[index].clear(lanes) }
    }

    /// Renders frames of one cell, in place.
    ///
    /// - Parameters:
    ///   - phase: place of the first frame in the cell, 0…31.
    ///   - count: 1 or more, not beyond the cell.
    @_noLocks @_noAllocation
    mutating func render(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, phase: Int, count: Int
    ) {
        var index = 0
        while index < 4 {
            guard sections[index].isActive else {
                index &+= 1
                continue
            }
            if phase == 0 { sections[index].flush() }
            if sections[index].isMoving {
                sections[index].renderMoving(left, right, phase: phase, count: count)
                index &+= 1
                continue
            }
            // Two at a time keep more of the processor busy than one after the other.
            var next = index &+ 1
            while next < 4 && !sections[next].isActive { next &+= 1 }
            if next < 4 && !sections[next].isMoving {
                if phase == 0 { sections[next].flush() }
                renderPair(index, next, left, right, count: count)
                index = next &+ 1
            } else {
                sections[index].render(left, right, count: count)
                index = next
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func renderPair(
        _ first: Int, _ second: Int, _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>,
        count: Int
    ) {
        let c = sections[first].current
        let d = sections[second].current
        var s = sections[first].state
        var t = sections[second].state
        for frame in 0..<count {
            let l = Section.filter(c, &s.left1, &s.left2, left[frame])
            let r = Section.filter(c, &s.right1, &s.right2, right[frame])
            left[frame] = Section.filter(d, &t.left1, &t.left2, l)
            right[frame] = Section.filter(d, &t.right1, &t.right2, r)
        }
        sections[first].state = s
        sections[second].state = t
    }
}

extension Section {
    @_noLocks @_noAllocation
    mutating func render(_ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, count: Int) {
        let c = current
        var s = state
        for frame in 0..<count {
            left[frame] = Section.filter(c, &s.left1, &s.left2, left[frame])
            right[frame] = Section.filter(c, &s.right1, &s.right2, right[frame])
        }
        state = s
    }

    @_noLocks @_noAllocation
    mutating func renderMoving(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, phase: Int, count: Int
    ) {
        let from = current
        let to = target
        var s = state
        for frame in 0..<count {
            // Exact in binary.
            let rest = Float(Block.coefficientFrames &- 1 &- phase &- frame) * 0.03125
            let c = from.moved(to: to, rest: Lanes(repeating: rest))
            left[frame] = Section.filter(c, &s.left1, &s.left2, left[frame])
            right[frame] = Section.filter(c, &s.right1, &s.right2, right[frame])
        }
        state = s
    }

    @_noLocks @_noAllocation @inline(__always)
    static func filter(_ c: Coefficients, _ s1: inout Lanes, _ s2: inout Lanes, _ input: Lanes) -> Lanes {
        let v = input - s2
        let output = c.d * input + (c.c1 * s1 + c.c3 * v)
        let next = c.a * s1 + c.k2 * v
        s2 += c.k2 * s1 + c.k3 * v
        s1 = next
        return output
    }
}
