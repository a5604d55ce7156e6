import Vectors

/// Four sections one after the other, each rendered only where a column needs it.
///
/// How many sections and sides are rendered together decides only about speed: the recursions of several keep the processor
/// busy, but the states of all must stay in its sixteen vector registers.
///
/// Its properties are inlined: a call of a non-mutating function would be given a copy of the chain.
struct SectionChain {
    var first = Section()
    var second = Section()
    var third = Section()
    var fourth = Section()
    var standing = Standing()

    @_noLocks @_noAllocation
    init() {}

    /// Whether some section is in circuit in some column.
    var isActive: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            first.isActive || second.isActive || third.isActive || fourth.isActive
        }
    }

    /// Whether coefficients move in some section.
    var isMoving: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            first.isMoving || second.isMoving || third.isMoving || fourth.isMoving
        }
    }

    /// Whether the state is zero: silence in gives silence out.
    var isSilent: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            first.isSilent && second.isSilent && third.isSilent && fourth.isSilent
        }
    }

    @_noLocks @_noAllocation
    mutating func clear(_ columns: VectorMask) {
        first.clear(columns)
        second.clear(columns)
        third.clear(columns)
        fourth.clear(columns)
    }

    /// Renders frames of one cell of coefficients, or of more while none moves, in place.
    ///
    /// - Parameters:
    ///   - scratch: room for six rows of a cell.
    ///   - frame: play-line frame of the first sample.
    ///   - count: 1 or more.
    @_noLocks @_noAllocation
    mutating func render(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, _ frame: Int64, count: Int
    ) {
        if frame & Int64(Block.frames &- 1) == 0 { flush() }
        if first.isStanding && second.isStanding && third.isStanding && fourth.isStanding {
            renderStandingFour(left, right, count: count)
            return
        }
        let phase = Int(frame & Int64(Block.coefficientFrames &- 1))
        SectionChain.render(&first, &second, left, right, scratch, phase: phase, count: count)
        SectionChain.render(&third, &fourth, left, right, scratch, phase: phase, count: count)
    }

    @_noLocks @_noAllocation
    private mutating func flush() {
        if first.isActive { first.state.flush() }
        if second.isActive { second.state.flush() }
        if third.isActive { third.state.flush() }
        if fourth.isActive { fourth.state.flush() }
    }

    @_noLocks @_noAllocation
    private static func render(
        _ first: inout Section, _ second: inout Section, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, _ scratch: UnsafeMutablePointer<Vector>, phase: Int, count: Int
    ) {
        let isFirstActive = first.isActive
        let isSecondActive = second.isActive
        if first.isStanding && second.isStanding {
            renderStandingPair(&first, &second, left, right, count: count)
            return
        }
        if isFirstActive { first.render(left, right, scratch, phase: phase, count: count) }
        if isSecondActive { second.render(left, right, scratch, phase: phase, count: count) }
    }
}
