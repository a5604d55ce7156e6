import CRealtime
import Vectors

/// Eight numbers in double precision: filter design needs it, samples do not.
typealias Precise = SIMD8<Double>

extension Precise {
    @_noLocks @_noAllocation @inline(__always)
    init(widening x: Vector) { self = rt_widen(x) }

    /// Rounded to single precision.
    var narrowed: Vector {
        @_noLocks @_noAllocation @inline(__always) get { rt_narrow(self) }
    }

    var magnitude: Precise {
        @_noLocks @_noAllocation @inline(__always) get { replacing(with: 0 - self, where: self .< 0) }
    }

    /// Not below `low`; a NaN counts as that.
    @_noLocks @_noAllocation @inline(__always)
    func atLeast(_ low: Double) -> Precise { replacing(with: low, where: .!(self .> low)) }

    @_noLocks @_noAllocation @inline(__always)
    func atMost(_ high: Double) -> Precise { replacing(with: high, where: self .> high) }

    /// 2ˣ for −1000 < x < 1000; relative error below 1e-12.
    ///
    /// - Source: Taylor series of exp(y ln 2), |y| ≤ ½.
    @_noLocks @_noAllocation @inline(__always)
    static func exp2(_ x: Precise) -> Precise {
        // Adding 1.5 · 2⁵² rounds to a whole number and leaves it in the lowest bits.
        let shifted = x + 0x1.8p52
        let y = x - (shifted - 0x1.8p52)
        var sum = Precise(repeating: 4.44553827187081e-10)
        sum = sum * y + 7.054911620801123e-9
        sum = sum * y + 1.0178086009239699e-7
        sum = sum * y + 1.3215486790144308e-6
        sum = sum * y + 1.525273380405984e-5
        sum = sum * y + 1.5403530393381608e-4
        sum = sum * y + 1.3333558146428443e-3
        sum = sum * y + 9.618129107628477e-3
        sum = sum * y + 5.5504108664821576e-2
        sum = sum * y + 0.2402265069591007
        sum = sum * y + 0.6931471805599453
        sum = sum * y + 1
        let power = unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 52
        return unsafeBitCast(unsafeBitCast(sum, to: SIMD8<Int64>.self) &+ power, to: Precise.self)
    }

    /// sin²(π√v) for 0 ≤ v ≤ ¼, where √v is a frequency in parts of the sample rate; relative error below 1e-9.
    ///
    /// - Source: its Taylor series, (1 − cos 2π√v) / 2.
    @_noLocks @_noAllocation @inline(__always)
    static func sineSquared(_ v: Precise) -> Precise {
        let z = v * 39.47841760435743
        var sum = Precise(repeating: -4.110317623312165e-19)
        sum = sum * z + 1.5619206968586225e-16
        sum = sum * z - 4.779477332387385e-14
        sum = sum * z + 1.1470745597729725e-11
        sum = sum * z - 2.08767569878681e-9
        sum = sum * z + 2.755731922398589e-7
        sum = sum * z - 2.48015873015873e-5
        sum = sum * z + 1.388888888888889e-3
        sum = sum * z - 4.1666666666666664e-2
        sum = sum * z + 0.5
        return z * sum * 0.5
    }
}

extension SIMDMask where Storage == SIMD8<Int32> {
    /// The same columns for numbers in double precision.
    var precise: SIMDMask<SIMD8<Int64>> {
        @_noLocks @_noAllocation @inline(__always) get {
            Precise(widening: Vector(repeating: 0).replacing(with: 1, where: self)) .> 0.5
        }
    }
}
