internal import CRealtime
public import Vectors

/// Peak and RMS of eight strips.
///
/// - Thread: audio; setup makes it.
public struct MeterTap {
    /// Time constant of the RMS, in seconds.
    public static var seconds: Float {
        @_noLocks @_noAllocation get { 0.3 }
    }

    /// Magnitudes from here on count as non-finite: 2⁶⁰, whose square is far from overflow.
    public static var bound: Float {
        @_noLocks @_noAllocation get { 0x1p60 }
    }

    /// Highest magnitude since the last ``clearPeaks()``.
    public private(set) var peakLeft = Vector(repeating: 0)
    public private(set) var peakRight = Vector(repeating: 0)
    /// Mean squares.
    public private(set) var squareLeft = Vector(repeating: 0)
    public private(set) var squareRight = Vector(repeating: 0)
    /// Share of a frame in the mean square; the same in all columns.
    private var perFrame: Vector

    /// - Parameter sampleRate: frames per second.
    public init(sampleRate: Int) { perFrame = Vector(repeating: 1 / (MeterTap.seconds * Float(sampleRate))) }

    /// Measures a block, unless it has a non-finite sample.
    ///
    /// - Returns: false if a sample is NaN or not below ``bound``; then nothing was measured.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(left: UnsafePointer<Vector>, right: UnsafePointer<Vector>, frames: Int) -> Bool {
        var found = Sides()
        for frame in 0..<frames { found.take(left[frame], right[frame]) }
        return keep(found, left, right, frames)
    }

    /// Multiplies a block and measures the result, in one pass.
    ///
    /// - Parameter gains: of the two sides.
    /// - Returns: as ``render(left:right:frames:)``.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        left: UnsafePointer<Vector>, right: UnsafePointer<Vector>, gains: (left: Vector, right: Vector),
        intoLeft: UnsafeMutablePointer<Vector>, intoRight: UnsafeMutablePointer<Vector>, frames: Int
    ) -> Bool {
        var found = Sides()
        for frame in 0..<frames {
            let l = left[frame] * gains.left
            let r = right[frame] * gains.right
            intoLeft[frame] = l
            intoRight[frame] = r
            found.take(l, r)
        }
        return keep(found, intoLeft, intoRight, frames)
    }

    /// What was found in one side of a block.
    struct Found {
        /// Sum of squares.
        var sum: Vector
        /// Highest square: its root is the highest magnitude itself, down to −379 dB, where squares are flushed to zero.
        var high: Vector

        @_noLocks @_noAllocation @inline(__always)
        init(sum: Vector, high: Vector) {
            self.sum = sum
            self.high = high
        }
    }

    /// Takes what was found in a block, unless it has a non-finite sample.
    ///
    /// - Returns: false, and nothing was measured, if a sum is not below the square of ``bound``: any sample beyond it makes its
    ///   column's sum at least its square, and a NaN makes it NaN.
    @_noLocks @_noAllocation @inline(__always)
    mutating func take(left: Found, right: Found, frames: Int) -> Bool {
        let limit = MeterTap.bound * MeterTap.bound
        if isAny(.!((left.sum .< limit) .& (right.sum .< limit))) { return false }
        peakLeft = Ballistics.larger(rt_sqrt(left.high), peakLeft)
        peakRight = Ballistics.larger(rt_sqrt(right.high), peakRight)
        let length = Float(frames)
        squareLeft += (left.sum - squareLeft * length) * perFrame
        squareRight += (right.sum - squareRight * length) * perFrame
        return true
    }

    /// Sums of squares of a block, and the highest of them.
    private struct Sides {
        var highL = Vector(repeating: 0)
        var highR = Vector(repeating: 0)
        var sumL = Vector(repeating: 0)
        var sumR = Vector(repeating: 0)

        @_noLocks @_noAllocation @inline(__always)
        init() {}

        @_noLocks @_noAllocation @inline(__always)
        mutating func take(_ l: Vector, _ r: Vector) {
            let (squareL, squareR) = (l * l, r * r)
            sumL += squareL
            sumR += squareR
            highL.replace(with: squareL, where: squareL .> highL)
            highR.replace(with: squareR, where: squareR .> highR)
        }
    }

    @_noLocks @_noAllocation
    private mutating func keep(
        _ found: Sides, _ left: UnsafePointer<Vector>, _ right: UnsafePointer<Vector>, _ frames: Int
    ) -> Bool {
        let (l, r) = (Found(sum: found.sumL, high: found.highL), Found(sum: found.sumR, high: found.highR))
        if take(left: l, right: r, frames: frames) { return true }
        return MeterTap.isSound(left, frames) && MeterTap.isSound(right, frames)
    }

    /// Lets the RMS fall as silence does.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func renderSilence(frames: Int) {
        var fall = 1 - Float(frames) * perFrame
        fall.replace(with: 0, where: fall .< 0)
        squareLeft *= fall
        squareRight *= fall
    }

    /// Forgets the peaks, which have been passed on.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearPeaks() {
        peakLeft = Vector(repeating: 0)
        peakRight = Vector(repeating: 0)
    }

    /// Columns in which a sample is NaN or not below ``bound``.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public static func isNonFinite(_ sample: Vector) -> SIMDMask<SIMD8<Int32>> { .!(magnitude(sample) .< bound) }

    @_noLocks @_noAllocation
    private static func isSound(_ samples: UnsafePointer<Vector>, _ frames: Int) -> Bool {
        for frame in 0..<frames where isAny(isNonFinite(samples[frame])) { return false }
        return true
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func magnitude(_ x: Vector) -> Vector {
        unsafeBitCast(unsafeBitCast(x, to: SIMD8<UInt32>.self) & 0x7fff_ffff, to: Vector.self)
    }
}
