import Lanes

/// Four sections one after the other, each rendered only where a lane needs it.
struct SectionChain {
    var first = Section()
    var second = Section()
    var third = Section()
    var fourth = Section()

    @_noLocks @_noAllocation
    init() {}

    /// Whether some section is in circuit in some lane.
    var isActive: Bool {
        @_noLocks @_noAllocation get { first.isActive || second.isActive || third.isActive || fourth.isActive }
    }

    /// Whether nothing sounds on.
    var isSilent: Bool {
        @_noLocks @_noAllocation get { first.isSilent && second.isSilent && third.isSilent && fourth.isSilent }
    }

    @_noLocks @_noAllocation
    mutating func clear(_ lanes: LaneMask) {
        first.clear(lanes)
        second.clear(lanes)
        third.clear(lanes)
        fourth.clear(lanes)
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
        SectionChain.render(&first, &second, left, right, phase: phase, count: count)
        SectionChain.render(&third, &fourth, left, right, phase: phase, count: count)
    }

    @_noLocks @_noAllocation
    private static func render(
        _ first: inout Section, _ second: inout Section, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, phase: Int, count: Int
    ) {
        let isFirstActive = first.isActive
        let isSecondActive = second.isActive
        if phase == 0 {
            if isFirstActive { first.flush() }
            if isSecondActive { second.flush() }
        }
        // Two at a time keep more of the processor busy than one after the other.
        if isFirstActive && isSecondActive && !first.isMoving && !second.isMoving {
            renderPair(&first, &second, left, right, count: count)
            return
        }
        if isFirstActive { first.render(left, right, phase: phase, count: count) }
        if isSecondActive { second.render(left, right, phase: phase, count: count) }
    }

    @_noLocks @_noAllocation
    private static func renderPair(
        _ first: inout Section, _ second: inout Section, _ left: UnsafeMutablePointer<Lanes>,
        _ right: UnsafeMutablePointer<Lanes>, count: Int
    ) {
        let c = first.current
        let d = second.current
        var s = first.state
        var t = second.state
        for frame in 0..<count {
            let l = Section.filter(c, &s.left1, &s.left2, left[frame])
            let r = Section.filter(c, &s.right1, &s.right2, right[frame])
            left[frame] = Section.filter(d, &t.left1, &t.left2, l)
            right[frame] = Section.filter(d, &t.right1, &t.right2, r)
        }
        first.state = s
        second.state = t
    }
}

extension Section {
    /// Renders frames of one cell, in place.
    @_noLocks @_noAllocation
    mutating func render(
        _ left: UnsafeMutablePointer<Lanes>, _ right: UnsafeMutablePointer<Lanes>, phase: Int, count: Int
    ) {
        if isMoving {
            renderMoving(left, right, phase: phase, count: count)
            return
        }
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
        // Exact in binary, so it does not matter where a block begins.
        var rest = Lanes(repeating: Float(Block.coefficientFrames &- phase) * 0.03125)
        for frame in 0..<count {
            rest -= 0.03125
            let c = from.moved(to: to, rest: rest)
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
