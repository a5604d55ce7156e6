import CRealtime
import Vectors

/// The form of a section where d is known: fewer operations for the same bits.
///
/// The loops over sections with constant coefficients are generic over these, and over who listens: one loop for two sections and one
/// for four instead of a dozen copies. Generic code cannot be marked for the audio thread; it is specialised and checked in callers
/// that are marked, for which all of it has to be in one file (Swift 6.3.1, debug).
protocol SectionShape {
    /// The output: d times the input, and what the integrators add.
    func output(_ c: Section.Coefficients, _ input: Vector, _ s1: Vector, _ v: Vector) -> Vector
}

/// Any section.
struct WholeSection: SectionShape {
    @_noLocks @_noAllocation @inline(__always)
    init() {}

    @_noLocks @_noAllocation @inline(__always)
    func output(_ c: Section.Coefficients, _ input: Vector, _ s1: Vector, _ v: Vector) -> Vector {
        rt_plus_products(c.d * input, c.c1, s1, c.c3, v)
    }
}

/// d is 1 in all columns: unity gain at 0 Hz.
struct PlainSection: SectionShape {
    @_noLocks @_noAllocation @inline(__always)
    init() {}

    @_noLocks @_noAllocation @inline(__always)
    func output(_ c: Section.Coefficients, _ input: Vector, _ s1: Vector, _ v: Vector) -> Vector {
        rt_plus_products(input, c.c1, s1, c.c3, v)
    }
}

/// d is 0 in all columns, as in a high-pass: the same but for the sign of a zero.
struct BareSection: SectionShape {
    @_noLocks @_noAllocation @inline(__always)
    init() {}

    @_noLocks @_noAllocation @inline(__always)
    func output(_ c: Section.Coefficients, _ input: Vector, _ s1: Vector, _ v: Vector) -> Vector {
        rt_products(c.c1, s1, c.c3, v)
    }
}

/// A detector that sees the chain's output in the same loop, so that it need not load the frames again.
protocol Listener {
    mutating func hear(_ left: Vector, _ right: Vector, at frame: Int)
}

/// Nobody listens.
struct NoListener: Listener {
    @_noLocks @_noAllocation @inline(__always)
    init() {}

    @_noLocks @_noAllocation @inline(__always)
    mutating func hear(_ left: Vector, _ right: Vector, at frame: Int) {}
}

extension Gate.Watch: Listener {}
extension Compressor.Peaks: Listener {}

extension Section {
    /// One frame of one side through a section.
    @_noLocks @_noAllocation @inline(__always)
    static func filter(_ c: Coefficients, _ s1: inout Vector, _ s2: inout Vector, _ input: Vector) -> Vector {
        filter(WholeSection(), c, &s1, &s2, input)
    }

    @inline(__always)
    fileprivate static func filter<Shape: SectionShape>(
        _ shape: Shape, _ c: Coefficients, _ s1: inout Vector, _ s2: inout Vector, _ input: Vector
    ) -> Vector {
        let v = rt_minus(input, s2)
        let output = shape.output(c, input, s1, v)
        s1 = rt_plus_product(v, c.a, s1)
        s2 = rt_plus_product(s2, c.k, s1)
        return output
    }

    /// Renders frames while no coefficient moves.
    @_noLocks @_noAllocation
    mutating func renderStanding(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, count: Int
    ) {
        if current.isPlain {
            renderStanding(PlainSection(), left, right, count: count)
        } else if current.isBare {
            renderStanding(BareSection(), left, right, count: count)
        } else {
            renderStanding(WholeSection(), left, right, count: count)
        }
    }

    @inline(__always)
    private mutating func renderStanding<Shape: SectionShape>(
        _ shape: Shape, _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, count: Int
    ) {
        let c = current
        var s = state
        for frame in 0..<count {
            left[frame] = Section.filter(shape, c, &s.left1, &s.left2, left[frame])
            right[frame] = Section.filter(shape, c, &s.right1, &s.right2, right[frame])
        }
        keep(s)
    }
}

/// Chains with constant coefficients. While a loop runs the states are local variables, so that they stay in registers; a struct of
/// them all would lie in memory.
extension SectionChain {
    /// Renders two sections in place, both sides at once.
    @inline(__always)
    private static func renderPair<First: SectionShape, Second: SectionShape, Ear: Listener>(
        _ one: First, _ other: Second, _ first: inout Section, _ second: inout Section,
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, count: Int,
        heardBy listener: inout Ear
    ) {
        let (c, d) = (first.current, second.current)
        var (s, t) = (first.state, second.state)
        var ear = listener
        for frame in 0..<count {
            let l = Section.filter(one, c, &s.left1, &s.left2, left[frame])
            let r = Section.filter(one, c, &s.right1, &s.right2, right[frame])
            left[frame] = Section.filter(other, d, &t.left1, &t.left2, l)
            right[frame] = Section.filter(other, d, &t.right1, &t.right2, r)
            ear.hear(left[frame], right[frame], at: frame)
        }
        listener = ear
        first.keep(s)
        second.keep(t)
    }

    /// Renders four sections in place, one side after the other.
    ///
    /// - Parameter rest: the form of the last three.
    @inline(__always)
    private mutating func renderFour<Rest: SectionShape, Ear: Listener>(
        _ rest: Rest, _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, count: Int,
        heardBy listener: inout Ear
    ) {
        let (a, b, c, d) = (first.current, second.current, third.current, fourth.current)
        var (s, t, u, v) = (first.state, second.state, third.state, fourth.state)
        for frame in 0..<count {
            var x = Section.filter(WholeSection(), a, &s.left1, &s.left2, left[frame])
            x = Section.filter(rest, b, &t.left1, &t.left2, x)
            x = Section.filter(rest, c, &u.left1, &u.left2, x)
            left[frame] = Section.filter(rest, d, &v.left1, &v.left2, x)
        }
        var ear = listener
        for frame in 0..<count {
            var x = Section.filter(WholeSection(), a, &s.right1, &s.right2, right[frame])
            x = Section.filter(rest, b, &t.right1, &t.right2, x)
            x = Section.filter(rest, c, &u.right1, &u.right2, x)
            x = Section.filter(rest, d, &v.right1, &v.right2, x)
            right[frame] = x
            ear.hear(left[frame], x, at: frame)
        }
        listener = ear
        first.keep(s)
        second.keep(t)
        third.keep(u)
        fourth.keep(v)
    }

    /// Renders all four where no coefficient moves.
    @_noLocks @_noAllocation
    mutating func renderStandingFour(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, count: Int
    ) {
        var nobody = NoListener()
        // As a rule only the first is a low shelf, whose d is not 1.
        if second.current.isPlain && third.current.isPlain && fourth.current.isPlain {
            renderFour(PlainSection(), left, right, count: count, heardBy: &nobody)
        } else {
            renderFour(WholeSection(), left, right, count: count, heardBy: &nobody)
        }
    }

    /// Renders two where no coefficient moves.
    @_noLocks @_noAllocation
    static func renderStandingPair(
        _ first: inout Section, _ second: inout Section, _ left: UnsafeMutablePointer<Vector>,
        _ right: UnsafeMutablePointer<Vector>, count: Int
    ) {
        var nobody = NoListener()
        if second.current.isPlain {
            // As a rule high-pass and low-pass.
            if first.current.isBare {
                renderPair(
                    BareSection(), PlainSection(), &first, &second, left, right, count: count, heardBy: &nobody)
            } else {
                renderPair(
                    WholeSection(), PlainSection(), &first, &second, left, right, count: count, heardBy: &nobody
                )
            }
        } else {
            renderPair(
                WholeSection(), WholeSection(), &first, &second, left, right, count: count, heardBy: &nobody)
        }
    }

    /// Renders a calm block in place; its shape is that of the last ``stand()``.
    ///
    /// - Parameters:
    ///   - scratch: room for six rows of a cell.
    ///   - frame: play-line frame of the block's first sample.
    @_noLocks @_noAllocation
    mutating func renderCalm(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64
    ) {
        var nobody = NoListener()
        if renderCalmFour(left, right, frames: frames, at: frame, heardBy: &nobody) { return }
        if renderCalmPair(left, right, frames: frames, at: frame, heardBy: &nobody) { return }
        if Section.any(standing.isIn) { render(left, right, scratch: scratch, frame, count: frames) }
    }

    /// Renders a block in place as ``renderCalm(_:_:scratch:frames:at:)``, if it is a pair, while somebody listens.
    ///
    /// - Returns: false: nothing was done.
    @inline(__always)
    private mutating func renderCalmPair<Ear: Listener>(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy listener: inout Ear
    ) -> Bool {
        guard Section.any(standing.isPair) else { return false }
        if frame & Int64(Block.frames &- 1) == 0 {
            first.state.flush()
            second.state.flush()
        }
        SectionChain.renderPair(
            BareSection(), PlainSection(), &first, &second, left, right, count: frames, heardBy: &listener)
        return true
    }

    /// The same if it is four.
    @inline(__always)
    private mutating func renderCalmFour<Ear: Listener>(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy listener: inout Ear
    ) -> Bool {
        guard Section.any(standing.isFour) else { return false }
        if frame & Int64(Block.frames &- 1) == 0 {
            first.state.flush()
            second.state.flush()
            third.state.flush()
            fourth.state.flush()
        }
        renderFour(PlainSection(), left, right, count: frames, heardBy: &listener)
        return true
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
        renderCalmPair(left, right, frames: frames, at: frame, heardBy: &watch)
    }

    /// The same if it is four, while a compressor listens.
    @_noLocks @_noAllocation
    mutating func renderFour(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>, frames: Int, at frame: Int64,
        heardBy peaks: inout Compressor.Peaks
    ) -> Bool {
        renderCalmFour(left, right, frames: frames, at: frame, heardBy: &peaks)
    }
}
