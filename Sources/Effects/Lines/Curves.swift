import Units
import Vectors

/// The few functions that the effects' coefficients are made of.
///
/// - Thread: audio.
enum Curves {
    /// 2ˣ for −126 < x < 127; relative error below 2e-7.
    ///
    /// - Source: Cephes `exp2f` (Moshier, 1992).
    @_noLocks @_noAllocation @inline(__always)
    static func exp2(_ x: Vector) -> Vector {
        // Adding 1.5 · 2²³ rounds to a whole number and leaves it in the lowest bits.
        let shifted = x + 12_582_912
        let y = x - (shifted - 12_582_912)
        var sum = Vector(repeating: 1.535336188319500e-4)
        sum = sum * y + 1.339887440266574e-3
        sum = sum * y + 9.618437357674640e-3
        sum = sum * y + 5.550332471162809e-2
        sum = sum * y + 2.402264791363012e-1
        sum = sum * y + 6.931472028550421e-1
        sum = sum * y + 1
        let power = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD8<Int32>.self) &+ power, to: Vector.self)
    }

    /// The sine of a phase, a whole turn being 2³²; absolute error below 4e-6.
    ///
    /// - Source: Taylor's series to the ninth power over a quarter of a turn to either side.
    @_noLocks @_noAllocation @inline(__always)
    static func sine(_ phase: UInt32) -> Float {
        // In half turns, −1…1, folded to −½…½.
        var x = Float(Int32(bitPattern: phase)) * 0x1p-31
        if x > 0.5 { x = 1 - x }
        if x < -0.5 { x = -1 - x }
        let q = x * x
        var sum: Float = 0.08214589
        sum = sum * q - 0.5992645
        sum = sum * q + 2.5501640
        sum = sum * q - 5.1677128
        sum = sum * q + 3.1415927
        return sum * x
    }

    /// A position within its range; a NaN is its lower end.
    @_noLocks @_noAllocation @inline(__always)
    static func inside(_ x: Float, _ low: Float, _ high: Float) -> Float { x > low ? (x < high ? x : high) : low }

    /// The amplitude of a level in dB.
    @_noLocks @_noAllocation
    static func gain(decibels: Float) -> Float { Float(PortableMath.exp2(Double(decibels) * 0.166096404744368)) }

    /// A position moved towards another: by an eighth of the distance at each point of the grid, and all the way when it is close.
    @_noLocks @_noAllocation @inline(__always)
    static func eased(_ x: Float, to goal: Float) -> Float {
        let change = (goal - x) * 0.125
        return change > 1e-4 || change < -1e-4 ? x + change : goal
    }
}
