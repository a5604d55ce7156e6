import CRealtime
import Vectors

/// A second-order section of eight strips, in a form that keeps its precision in `Float` down to a few hertz: what is fed
/// back are small increments of two integrators.
///
/// With v = x − s₂: y = d·x + (c₁·s₁ + c₃·v), s₁ ← a·s₁ + v, s₂ ← s₂ + k·s₁ with the new s₁. Any two poles and two zeros
/// can be written so: a is the product of the poles, k the value of their polynomial at 0 Hz. Nine operations a sample where
/// d is 1, ten where it is not.
///
/// - Source: the state-variable loop of H. Chamberlin, "Musical Applications of Microprocessors" (1980), with its first
///   integrator made leaky, which takes in all pairs of poles, and an output mix for all pairs of zeros.
struct Section {
    /// Coefficients at the beginning of the present cell of ``Block/coefficientFrames`` frames.
    var current = Coefficients()
    /// Coefficients at its end; in between they move in straight lines.
    var target = Coefficients()
    var state = State()
    /// How far the section is in circuit at the end of the cell: 0 (passes its input) … 1, in eighths.
    var weight = Vector(repeating: 0)
    /// Columns whose coefficients move, or must move on at the next multiple of ``Block/coefficientFrames``.
    var unsettled = VectorMask(repeating: false)

    @_noLocks @_noAllocation
    init() {}

    struct Coefficients {
        var a = Vector(repeating: 0)
        var k = Vector(repeating: 0)
        var c1 = Vector(repeating: 0)
        var c3 = Vector(repeating: 0)
        /// Gain at 0 Hz.
        var d = Vector(repeating: 1)

        @_noLocks @_noAllocation
        init() {}
    }

    /// Both integrators, left and right.
    struct State {
        var left1 = Vector(repeating: 0)
        var left2 = Vector(repeating: 0)
        var right1 = Vector(repeating: 0)
        var right2 = Vector(repeating: 0)

        @_noLocks @_noAllocation
        init() {}

        /// Sets state below −300 dBFS to exactly zero, so that silence costs nothing.
        @_noLocks @_noAllocation @inline(__always)
        mutating func flush() {
            left1 = rt_flushed(left1)
            left2 = rt_flushed(left2)
            right1 = rt_flushed(right1)
            right2 = rt_flushed(right2)
        }
    }

    /// Whether some column is in circuit.
    var isActive: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            rt_any(Section.bits(current.k) | Section.bits(target.k))
        }
    }

    /// Whether coefficients move in this cell.
    var isMoving: Bool {
        @_noLocks @_noAllocation @inline(__always) get { Section.any(unsettled) }
    }

    /// Whether some column is in circuit and no coefficient moves in this cell.
    var isStanding: Bool {
        @_noLocks @_noAllocation @inline(__always) get { isActive && !isMoving }
    }

    /// Whether the state is zero: silence in gives silence out.
    var isSilent: Bool {
        @_noLocks @_noAllocation @inline(__always) get {
            let all =
                Section.bits(state.left1) | Section.bits(state.left2) | Section.bits(state.right1)
                | Section.bits(state.right2)
            return !rt_any(all & 0x7fff_ffff)
        }
    }

    /// Forgets the sound of some columns.
    @_noLocks @_noAllocation
    mutating func clear(_ columns: VectorMask) {
        state.left1.replace(with: 0, where: columns)
        state.left2.replace(with: 0, where: columns)
        state.right1.replace(with: 0, where: columns)
        state.right2.replace(with: 0, where: columns)
    }

    @_noLocks @_noAllocation @inline(__always)
    static func bits(_ x: Vector) -> SIMD8<Int32> { unsafeBitCast(x, to: SIMD8<Int32>.self) }

    @_noLocks @_noAllocation @inline(__always)
    static func bits(_ mask: VectorMask) -> SIMD8<Int32> { unsafeBitCast(mask, to: SIMD8<Int32>.self) }

    @_noLocks @_noAllocation @inline(__always)
    static func any(_ mask: VectorMask) -> Bool { rt_any(unsafeBitCast(mask, to: SIMD8<Int32>.self)) }

    /// Columns that differ in a bit, so that a NaN equals itself.
    @_noLocks @_noAllocation @inline(__always)
    static func differ(_ a: Vector, _ b: Vector) -> VectorMask { bits(a) .!= bits(b) }
}
