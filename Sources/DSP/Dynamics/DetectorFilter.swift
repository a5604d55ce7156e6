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

    /// Computes coefficients of some lanes.
    ///
    /// - Parameters:
    ///   - position: log₂ Hz of the corner.
    ///   - circuit: lanes in which the filter is in circuit.
    ///   - anglePerHertz: log₂ of π / fs.
    @_noLocks @_noAllocation
    mutating func tune(_ position: Lanes, inCircuit circuit: LaneMask, anglePerHertz: Lanes, where lanes: LaneMask) {
        let g = DetectorFilter.tangent(position + anglePerHertz)
        let c1 = 1 / (1 + g * (g + SideFilter.k))
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

    /// High-passes frames `start ..< end` of a source into a target, which may be the source.
    ///
    /// - Parameter open: 0 in lanes and frames that nobody listens to.
    @_noLocks @_noAllocation
    mutating func renderHigh(
        left: UnsafePointer<Lanes>, right: UnsafePointer<Lanes>, toLeft: UnsafeMutablePointer<Lanes>,
        toRight: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int, open: LaneRow
    ) {
        var l = SideFilter(a1, a2, a3, left1, left2)
        var r = SideFilter(a1, a2, a3, right1, right2)
        var isOut = .!isIn .| (open.first .== 0)
        var frame = start
        while frame < end {
            if open.isMoving { isOut = .!isIn .| (open[frame] .== 0) }
            l.clear(isOut)
            r.clear(isOut)
            let (inL, inR) = (left[frame], right[frame])
            let highL = l.split(inL.replacing(with: 0, where: isOut)).high
            let highR = r.split(inR.replacing(with: 0, where: isOut)).high
            toLeft[frame] = highL.replacing(with: inL, where: isOut)
            toRight[frame] = highR.replacing(with: inR, where: isOut)
            frame &+= 1
        }
        keep(l, r, open[end &- 1] .== 0)
    }

    /// Low-passes frames `start ..< end` of a source into a target, which may be the source.
    ///
    /// - Parameter open: 0 in lanes and frames that nobody listens to.
    @_noLocks @_noAllocation
    mutating func renderLow(
        left: UnsafePointer<Lanes>, right: UnsafePointer<Lanes>, toLeft: UnsafeMutablePointer<Lanes>,
        toRight: UnsafeMutablePointer<Lanes>, _ start: Int, _ end: Int, open: LaneRow
    ) {
        var l = SideFilter(a1, a2, a3, left1, left2)
        var r = SideFilter(a1, a2, a3, right1, right2)
        var isOut = .!isIn .| (open.first .== 0)
        var frame = start
        while frame < end {
            if open.isMoving { isOut = .!isIn .| (open[frame] .== 0) }
            l.clear(isOut)
            r.clear(isOut)
            let (inL, inR) = (left[frame], right[frame])
            toLeft[frame] = l.low(inL.replacing(with: 0, where: isOut)).replacing(with: inL, where: isOut)
            toRight[frame] = r.low(inR.replacing(with: 0, where: isOut)).replacing(with: inR, where: isOut)
            frame &+= 1
        }
        keep(l, r, open[end &- 1] .== 0)
    }

    @_noLocks @_noAllocation @inline(__always)
    private mutating func keep(_ l: SideFilter, _ r: SideFilter, _ isOut: LaneMask) {
        (left1, left2) = (l.s1, l.s2)
        (right1, right2) = (r.s1, r.s2)
        clear(isOut)
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
