import Lanes

/// The bands of a state-variable filter, both sides of eight strips: what it takes to turn the highs down without delay.
///
/// - Thread: audio; setup makes it.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
struct BandSplit {
    private var a1 = Lanes(repeating: 1)
    private var a2 = Lanes(repeating: 0)
    private var a3 = Lanes(repeating: 0)
    private var left1 = Lanes(repeating: 0)
    private var left2 = Lanes(repeating: 0)
    private var right1 = Lanes(repeating: 0)
    private var right2 = Lanes(repeating: 0)

    /// 1 / Q of Butterworth.
    private static var k: Float {
        @_noLocks @_noAllocation @inline(__always) get { 1.4142135 }
    }

    /// Computes coefficients of some lanes.
    ///
    /// - Parameter exponent: log₂ of the corner's angle π f / fs.
    @_noLocks @_noAllocation
    mutating func tune(_ exponent: Lanes, where lanes: LaneMask) {
        let g = DetectorFilter.tangent(exponent)
        let c1 = 1 / (1 + g * (g + BandSplit.k))
        let c2 = g * c1
        a1.replace(with: c1, where: lanes)
        a2.replace(with: c2, where: lanes)
        a3.replace(with: g * c2, where: lanes)
    }

    @_noLocks @_noAllocation
    mutating func clear(_ lanes: LaneMask) {
        left1.replace(with: 0, where: lanes)
        left2.replace(with: 0, where: lanes)
        right1.replace(with: 0, where: lanes)
        right2.replace(with: 0, where: lanes)
    }

    /// Makes what has died away exactly zero, −300 dB below full scale, and forgets what is no sound.
    @_noLocks @_noAllocation
    mutating func flush() { clear(.!((size .> 1e-15) .& (size .< 0x1p90))) }

    var isZero: Bool {
        @_noLocks @_noAllocation get { !Ballistics.any(size .!= 0) }
    }

    private var size: Lanes {
        @_noLocks @_noAllocation @inline(__always) get {
            (Ballistics.magnitude(left1) + Ballistics.magnitude(left2))
                + (Ballistics.magnitude(right1) + Ballistics.magnitude(right2))
        }
    }

    /// High and middle band (the latter times √2) of frames `start ..< end`.
    ///
    /// - Parameter open: 0 in lanes and frames that are out of circuit: there is nothing in their bands.
    @_noLocks @_noAllocation @inline(__always)
    mutating func render(
        _ samples: UnsafePointer<Lanes>, isLeft: Bool, high: UnsafeMutablePointer<Lanes>,
        middle: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int, open: LaneRow
    ) {
        let (b1, b2, b3) = (a1, a2, a3)
        var s1 = isLeft ? left1 : right1
        var s2 = isLeft ? left2 : right2
        for frame in start..<end {
            let isOut = open[frame] .== 0
            s1.replace(with: 0, where: isOut)
            s2.replace(with: 0, where: isOut)
            let input = samples[frame].replacing(with: 0, where: isOut)
            let v3 = input - s2
            let v1 = b1 * s1 + b2 * v3
            let v2 = s2 + (b2 * s1 + b3 * v3)
            s1 = (v1 + v1) - s1
            s2 = (v2 + v2) - s2
            let band = BandSplit.k * v1
            middle[frame] = band
            high[frame] = input - band - v2
        }
        if isLeft {
            (left1, left2) = (s1, s2)
        } else {
            (right1, right2) = (s1, s2)
        }
    }
}
