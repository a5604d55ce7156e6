import Lanes

/// One side of a state-variable filter of eight strips, Butterworth, while it is rendered.
///
/// - Thread: audio.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
struct SideFilter {
    let a1: Lanes
    let a2: Lanes
    let a3: Lanes
    var s1: Lanes
    var s2: Lanes

    /// 1 / Q of Butterworth.
    static var k: Float {
        @_noLocks @_noAllocation @inline(__always) get { 1.4142135 }
    }

    @_noLocks @_noAllocation @inline(__always)
    init(_ a1: Lanes, _ a2: Lanes, _ a3: Lanes, _ s1: Lanes, _ s2: Lanes) {
        self.a1 = a1
        self.a2 = a2
        self.a3 = a3
        self.s1 = s1
        self.s2 = s2
    }

    @_noLocks @_noAllocation @inline(__always)
    mutating func clear(_ lanes: LaneMask) {
        s1.replace(with: 0, where: lanes)
        s2.replace(with: 0, where: lanes)
    }

    @_noLocks @_noAllocation @inline(__always)
    mutating func low(_ input: Lanes) -> Lanes {
        let v3 = input - s2
        let v1 = a1 * s1 + a2 * v3
        let v2 = s2 + (a2 * s1 + a3 * v3)
        s1 = (v1 + v1) - s1
        s2 = (v2 + v2) - s2
        return v2
    }

    /// The middle band times √2, and the high one.
    @_noLocks @_noAllocation @inline(__always)
    mutating func split(_ input: Lanes) -> (middle: Lanes, high: Lanes) {
        let v3 = input - s2
        let v1 = a1 * s1 + a2 * v3
        let v2 = s2 + (a2 * s1 + a3 * v3)
        s1 = (v1 + v1) - s1
        s2 = (v2 + v2) - s2
        let middle = SideFilter.k * v1
        return (middle, input - middle - v2)
    }
}
