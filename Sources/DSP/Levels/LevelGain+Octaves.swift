import CRealtime
public import Vectors

/// Levels in octaves, log₂ of an amplitude or of its square, as the dynamics compute with them.
extension LevelGain {
    /// Octaves in a dB of amplitude: log₂ 10 / 20.
    @inlinable public static var octavesPerDecibel: Float {
        @_noLocks @_noAllocation @inline(__always) get { 0.166096404744368 }
    }

    /// dB of amplitude in an octave: 20 log₁₀ 2.
    @inlinable public static var decibelsPerOctave: Float {
        @_noLocks @_noAllocation @inline(__always) get { 6.02059991327962 }
    }

    /// log₂ x; absolute error below 2e-5 (0.00012 dB of amplitude), plus the rounding of the result. Exactly 0 at 1.
    ///
    /// Always finite: 0 and what is smaller than any normal number count as about −127, infinity as 128, and a NaN as one
    /// of these ends.
    ///
    /// - Parameter x: not negative.
    /// - Thread: any.
    /// - Source: the exponent's bits, and for the mantissa in 0.75 ..< 1.5 a polynomial of degree 5 without a constant,
    ///   fitted for the least greatest error.
    @_noLocks @_noAllocation @inline(__always)
    public static func log2(_ x: Vector) -> Vector {
        let f = rt_mantissa(x) - 1
        var sum = Vector(repeating: 0.19011746)
        sum = sum * f - 0.37142488
        sum = sum * f + 0.4909742
        sum = sum * f - 0.7214826
        sum = sum * f + 1.4424948
        return sum * f + rt_exponent(x)
    }

    /// log₂ x as ``log2(_:)``, with an error below 1.2e-4 (0.0004 dB of a square): for the levels of a detector.
    ///
    /// - Thread: any.
    /// - Source: as ``log2(_:)``, of degree 4.
    @_noLocks @_noAllocation @inline(__always)
    public static func coarseLog2(_ x: Vector) -> Vector {
        let f = rt_mantissa(x) - 1
        var sum = Vector(repeating: -0.2622531)
        sum = sum * f + 0.49646378
        sum = sum * f - 0.72827375
        sum = sum * f + 1.4425002
        return sum * f + rt_exponent(x)
    }

    /// 2ˣ for −126 < x < 127; relative error below 4e-6 (0.00003 dB). Exactly 1 at 0.
    ///
    /// - Thread: any.
    /// - Source: as ``exp2(_:)``, with a polynomial of degree 4 fitted for the least greatest relative error.
    @_noLocks @_noAllocation @inline(__always)
    public static func amplitude(octaves x: Vector) -> Vector {
        let shifted = x + 12_582_912
        let y = x - (shifted - 12_582_912)
        var sum = Vector(repeating: 0.009582864)
        sum = sum * y + 0.055906452
        sum = sum * y + 0.24024099
        sum = sum * y + 0.6931242
        sum = sum * y + 1
        let power = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD8<Int32>.self) &+ power, to: Vector.self)
    }
}
