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

    /// Computes coefficients of some lanes.
    ///
    /// - Parameter exponent: log₂ of the corner's angle π f / fs.
    @_noLocks @_noAllocation
    mutating func tune(_ exponent: Lanes, where lanes: LaneMask) {
        let g = DetectorFilter.tangent(exponent)
        let c1 = 1 / (1 + g * (g + SideFilter.k))
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
    /// - Parameters:
    ///   - bands: four blocks: high and middle of the left, high and middle of the right.
    ///   - open: 0 in lanes and frames that are out of circuit: there is nothing in their bands.
    @_noLocks @_noAllocation
    mutating func render(
        left: UnsafePointer<Lanes>, right: UnsafePointer<Lanes>, bands: UnsafeMutablePointer<Lanes>, _ start: Int,
        _ end: Int, open: LaneRow
    ) {
        let (highL, middleL) = (bands, bands + Block.frames)
        let (highR, middleR) = (bands + 2 &* Block.frames, bands + 3 &* Block.frames)
        var l = SideFilter(a1, a2, a3, left1, left2)
        var r = SideFilter(a1, a2, a3, right1, right2)
        var frame = start
        if open.isMoving {
            while frame < end {
                let isOut = open[frame] .== 0
                l.clear(isOut)
                r.clear(isOut)
                (middleL[frame], highL[frame]) = l.split(left[frame].replacing(with: 0, where: isOut))
                (middleR[frame], highR[frame]) = r.split(right[frame].replacing(with: 0, where: isOut))
                frame &+= 1
            }
        } else {
            // A lane that is out is silent: its state is, and stays, zero.
            let isOut = open.first .== 0
            l.clear(isOut)
            r.clear(isOut)
            while frame < end {
                (middleL[frame], highL[frame]) = l.split(left[frame].replacing(with: 0, where: isOut))
                (middleR[frame], highR[frame]) = r.split(right[frame].replacing(with: 0, where: isOut))
                frame &+= 1
            }
        }
        (left1, left2) = (l.s1, l.s2)
        (right1, right2) = (r.s1, r.s2)
    }
}
