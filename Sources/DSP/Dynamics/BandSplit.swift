import Vectors

/// The bands of a state-variable filter, both sides of eight strips, by which the de-esser turns the highs down without delay.
///
/// - Thread: audio; setup makes it.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
struct BandSplit {
    private var a1 = Vector(repeating: 1)
    private var a2 = Vector(repeating: 0)
    private var a3 = Vector(repeating: 0)
    private var left1 = Vector(repeating: 0)
    private var left2 = Vector(repeating: 0)
    private var right1 = Vector(repeating: 0)
    private var right2 = Vector(repeating: 0)

    /// Computes coefficients of some columns.
    ///
    /// - Parameter exponent: log₂ of the corner's angle π f / fs.
    @_noLocks @_noAllocation
    mutating func tune(_ exponent: Vector, where columns: VectorMask) {
        let g = DetectorFilter.tangent(exponent)
        let c1 = 1 / (1 + g * (g + SideFilter.k))
        let c2 = g * c1
        a1.replace(with: c1, where: columns)
        a2.replace(with: c2, where: columns)
        a3.replace(with: g * c2, where: columns)
    }

    @_noLocks @_noAllocation
    mutating func clear(_ columns: VectorMask) {
        left1.replace(with: 0, where: columns)
        left2.replace(with: 0, where: columns)
        right1.replace(with: 0, where: columns)
        right2.replace(with: 0, where: columns)
    }

    /// Sets state below −300 dBFS to exactly zero, and non-finite state too.
    @_noLocks @_noAllocation
    mutating func flush() { clear(.!((size .> 1e-15) .& (size .< 0x1p90))) }

    var isZero: Bool {
        @_noLocks @_noAllocation get { !Ballistics.any(size .!= 0) }
    }

    private var size: Vector {
        @_noLocks @_noAllocation @inline(__always) get {
            (Ballistics.magnitude(left1) + Ballistics.magnitude(left2))
                + (Ballistics.magnitude(right1) + Ballistics.magnitude(right2))
        }
    }

    /// High and middle band (the latter times √2) of frames `start ..< end`.
    ///
    /// - Parameters:
    ///   - bands: four blocks: high and middle of the left, high and middle of the right.
    ///   - open: 0 in columns and frames that are out of circuit: there is nothing in their bands.
    @_noLocks @_noAllocation
    mutating func render(
        left: UnsafePointer<Vector>, right: UnsafePointer<Vector>, bands: UnsafeMutablePointer<Vector>, _ start: Int,
        _ end: Int, open: VectorRow
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
            // A column out of circuit is fed silence: its state is zero and stays so.
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
