import CRealtime
import Lanes

/// High-pass or low-pass filter of 12 dB per octave in a side chain, −3 dB at its corner. A lane in which it is out of
/// circuit passes its samples' bits, and remembers nothing.
///
/// - Thread: audio; setup makes it.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
struct DetectorFilter {
    private var a1 = Lanes(repeating: 1)
    private var a2 = Lanes(repeating: 0)
    private var a3 = Lanes(repeating: 0)
    private var left1 = Lanes(repeating: 0)
    private var left2 = Lanes(repeating: 0)
    private var right1 = Lanes(repeating: 0)
    private var right2 = Lanes(repeating: 0)
    private(set) var isIn = LaneMask(repeating: false)

    /// 1 / Q of Butterworth.
    private static var k: Float {
        @_noLocks @_noAllocation @inline(__always) get { 1.4142135 }
    }

    /// Computes coefficients of some lanes.
    ///
    /// - Parameters:
    ///   - position: log₂ Hz of the corner.
    ///   - circuit: lanes in which the filter is in circuit.
    ///   - anglePerHertz: log₂ of π / fs.
    @_noLocks @_noAllocation
    mutating func tune(_ position: Lanes, inCircuit circuit: LaneMask, anglePerHertz: Lanes, where lanes: LaneMask) {
        let g = DetectorFilter.tangent(position + anglePerHertz)
        let c1 = 1 / (1 + g * (g + DetectorFilter.k))
        let c2 = g * c1
        a1.replace(with: c1, where: lanes)
        a2.replace(with: c2, where: lanes)
        a3.replace(with: g * c2, where: lanes)
        isIn = (isIn .& .!lanes) .| (circuit .& lanes)
        clear(.!isIn)
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

    /// Filters frames `start ..< end` of a source into a target, which may be the source.
    ///
    /// - Parameters:
    ///   - open: 0 in lanes and frames that nobody listens to.
    ///   - isHigh: high-pass; otherwise low-pass.
    @_noLocks @_noAllocation @inline(__always)
    mutating func render(
        left: UnsafePointer<Lanes>, right: UnsafePointer<Lanes>, toLeft: UnsafeMutablePointer<Lanes>,
        toRight: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int, open: LaneRow, isHigh: Bool
    ) {
        var s = self
        for frame in start..<end {
            let isOut = .!s.isIn .| (open[frame] .== 0)
            s.clear(isOut)
            let l = left[frame]
            let r = right[frame]
            let outL = s.section(l.replacing(with: 0, where: isOut), &s.left1, &s.left2, isHigh)
            let outR = s.section(r.replacing(with: 0, where: isOut), &s.right1, &s.right2, isHigh)
            toLeft[frame] = outL.replacing(with: l, where: isOut)
            toRight[frame] = outR.replacing(with: r, where: isOut)
        }
        s.clear(open[end &- 1] .== 0)
        self = s
    }

    @_noLocks @_noAllocation @inline(__always)
    private func section(_ input: Lanes, _ s1: inout Lanes, _ s2: inout Lanes, _ isHigh: Bool) -> Lanes {
        let v3 = input - s2
        let v1 = a1 * s1 + a2 * v3
        let v2 = s2 + (a2 * s1 + a3 * v3)
        s1 = (v1 + v1) - s1
        s2 = (v2 + v2) - s2
        return isHigh ? input - DetectorFilter.k * v1 - v2 : v2
    }

    /// tan of an angle given as its log₂, limited to 2⁻¹⁶ … 0.49 π; relative error below 3e-6. A NaN counts as the lowest.
    @_noLocks @_noAllocation @inline(__always)
    static func tangent(_ exponent: Lanes) -> Lanes {
        var e = exponent.replacing(with: -16, where: .!(exponent .> -16))
        e.replace(with: 0.6223, where: e .> 0.6223)
        let angle = LevelGain.exp2(e)
        // The cosine as the complement's sine, so that it stays precise near its zero.
        return sine(angle) / sine(1.5707964 - angle)
    }

    /// sin for 0 … π/2 by its Taylor series to x¹¹.
    @_noLocks @_noAllocation @inline(__always)
    private static func sine(_ x: Lanes) -> Lanes {
        let q = x * x
        var sum = Lanes(repeating: -1 / 39_916_800)
        sum = sum * q + 1 / 362_880
        sum = sum * q - 1 / 5040
        sum = sum * q + 1 / 120
        sum = sum * q - 1 / 6
        return x + x * (q * sum)
    }
}
