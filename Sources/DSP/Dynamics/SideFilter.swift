import Vectors

/// One side of a state-variable filter of eight strips, Butterworth, while it is rendered.
///
/// - Thread: audio.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
struct SideFilter {
    let a1: Vector
    let a2: Vector
    let a3: Vector
    var s1: Vector
    var s2: Vector

    /// 1 / Q of Butterworth.
    static var k: Float {
        @_noLocks @_noAllocation @inline(__always) get { 1.4142135 }
    }

    @_noLocks @_noAllocation @inline(__always)
    init(_ a1: Vector, _ a2: Vector, _ a3: Vector, _ s1: Vector, _ s2: Vector) {
        self.a1 = a1
        self.a2 = a2
        self.a3 = a3
        self.s1 = s1
        self.s2 = s2
    }

    @_noLocks @_noAllocation @inline(__always)
    mutating func clear(_ columns: VectorMask) {
        s1.replace(with: 0, where: columns)
        s2.replace(with: 0, where: columns)
    }

    @_noLocks @_noAllocation @inline(__always)
    mutating func low(_ input: Vector) -> Vector {
        let v3 = input - s2
        let v1 = a1 * s1 + a2 * v3
        let v2 = s2 + (a2 * s1 + a3 * v3)
        s1 = (v1 + v1) - s1
        s2 = (v2 + v2) - s2
        return v2
    }

    /// The middle band times √2, and the high one.
    @_noLocks @_noAllocation @inline(__always)
    mutating func split(_ input: Vector) -> (middle: Vector, high: Vector) {
        let v3 = input - s2
        let v1 = a1 * s1 + a2 * v3
        let v2 = s2 + (a2 * s1 + a3 * v3)
        s1 = (v1 + v1) - s1
        s2 = (v2 + v2) - s2
        let middle = SideFilter.k * v1
        return (middle, input - middle - v2)
    }
}
