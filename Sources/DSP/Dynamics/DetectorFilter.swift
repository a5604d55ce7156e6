import CRealtime
import Vectors

/// High-pass or low-pass filter of 12 dB per octave in a side chain, −3 dB at its corner. In columns where it is out of
/// circuit samples pass bit for bit, and the state is zero.
///
/// - Thread: audio; setup makes it.
/// - Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (Cytomic, 2013).
struct DetectorFilter {
    private var a1 = Vector(repeating: 1)
    private var a2 = Vector(repeating: 0)
    private var a3 = Vector(repeating: 0)
    private var left1 = Vector(repeating: 0)
    private var left2 = Vector(repeating: 0)
    private var right1 = Vector(repeating: 0)
    private var right2 = Vector(repeating: 0)
    private(set) var isIn = VectorMask(repeating: false)

    /// Computes coefficients of some columns.
    ///
    /// - Parameters:
    ///   - position: log₂ Hz of the corner.
    ///   - circuit: columns in which the filter is in circuit.
    ///   - anglePerHertz: log₂ of π / fs.
    @_noLocks @_noAllocation
    mutating func tune(
        _ position: Vector, inCircuit circuit: VectorMask, anglePerHertz: Vector, where columns: VectorMask
    ) {
        let g = DetectorFilter.tangent(position + anglePerHertz)
        let c1 = 1 / (1 + g * (g + SideFilter.k))
        let c2 = g * c1
        a1.replace(with: c1, where: columns)
        a2.replace(with: c2, where: columns)
        a3.replace(with: g * c2, where: columns)
        isIn = (isIn .& .!columns) .| (circuit .& columns)
        clear(.!isIn)
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

    /// High-passes frames `start ..< end` of a source into a target, which may be the source.
    ///
    /// - Parameter open: 0 in columns and frames that nobody listens to.
    @_noLocks @_noAllocation
    mutating func renderHigh(
        left: UnsafePointer<Vector>, right: UnsafePointer<Vector>, toLeft: UnsafeMutablePointer<Vector>,
        toRight: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int, open: VectorRow
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
    /// - Parameter open: 0 in columns and frames that nobody listens to.
    @_noLocks @_noAllocation
    mutating func renderLow(
        left: UnsafePointer<Vector>, right: UnsafePointer<Vector>, toLeft: UnsafeMutablePointer<Vector>,
        toRight: UnsafeMutablePointer<Vector>, _ start: Int, _ end: Int, open: VectorRow
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
    private mutating func keep(_ l: SideFilter, _ r: SideFilter, _ isOut: VectorMask) {
        (left1, left2) = (l.s1, l.s2)
        (right1, right2) = (r.s1, r.s2)
        clear(isOut)
    }

    /// tan of an angle given as its log₂, limited to 2⁻¹⁶ … 0.49 π; relative error below 3e-6. A NaN counts as the lowest.
    @_noLocks @_noAllocation @inline(__always)
    static func tangent(_ exponent: Vector) -> Vector {
        var e = exponent.replacing(with: -16, where: .!(exponent .> -16))
        e.replace(with: 0.6223, where: e .> 0.6223)
        let angle = LevelGain.exp2(e)
        // The cosine as the complement's sine, so that it stays precise near its zero.
        return sine(angle) / sine(1.5707964 - angle)
    }

    /// sin for 0 … π/2 by its Taylor series to x¹¹.
    @_noLocks @_noAllocation @inline(__always)
    private static func sine(_ x: Vector) -> Vector {
        let q = x * x
        var sum = Vector(repeating: -1 / 39_916_800)
        sum = sum * q + 1 / 362_880
        sum = sum * q - 1 / 5040
        sum = sum * q + 1 / 120
        sum = sum * q - 1 / 6
        return x + x * (q * sum)
    }
}
