/// Elementary functions with the same bits on every machine.
///
/// glibc picks a variant of its functions by the processor, so a result could differ in its last bit from one machine to
/// the next. These use only IEEE additions, multiplications and divisions in a fixed order, and never a fused one.
/// Everything that reaches a sample goes through them.
///
/// - Thread: any.
/// - Source: Taylor and atanh series; bounds measured by `PortableMathTests` against the C library.
public enum PortableMath {
    /// 2ˣ, relative error below 4e-16 for −1000…1000; 0 below −1022, `.infinity` from 1024 on.
    @_noLocks @_noAllocation
    public static func exp2(_ x: Double) -> Double {
        guard x > -1022 else { return 0 }
        guard x < 1024 else { return .infinity }
        let whole = Int64(x + (x < 0 ? -0.5 : 0.5))
        let y = (x - Double(whole)) * 0.6931471805599453
        // exp(y) for |y| ≤ 0.3466: the 14th term is below 1e-17.
        var sum = 1.0 + y / 14
        sum = 1.0 + y / 13 * sum
        sum = 1.0 + y / 12 * sum
        sum = 1.0 + y / 11 * sum
        sum = 1.0 + y / 10 * sum
        sum = 1.0 + y / 9 * sum
        sum = 1.0 + y / 8 * sum
        sum = 1.0 + y / 7 * sum
        sum = 1.0 + y / 6 * sum
        sum = 1.0 + y / 5 * sum
        sum = 1.0 + y / 4 * sum
        sum = 1.0 + y / 3 * sum
        sum = 1.0 + y / 2 * sum
        sum = 1.0 + y * sum
        // In two halves, so that 2¹⁰²³·⁵ does not overflow on its way.
        let half = whole / 2
        return sum * power(of: half) * power(of: whole - half)
    }

    /// log₂ x, absolute error below 4e-16 · max(1, |log₂ x|); `-.infinity` for 0 and less.
    @_noLocks @_noAllocation
    public static func log2(_ x: Double) -> Double {
        guard x > 0 else { return -.infinity }
        guard x < .infinity else { return .infinity }
        var bits = x.bitPattern
        var exponent = Int64(bits >> 52) - 1023
        if exponent == -1023 {
            bits = (x * 0x1p54).bitPattern
            exponent = Int64(bits >> 52) - 1023 - 54
        }
        var mantissa = Double(bitPattern: (bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000)
        if mantissa > 1.4142135623730951 {
            mantissa *= 0.5
            exponent += 1
        }
        // ln m = 2 atanh((m − 1)/(m + 1)), |s| ≤ 0.1716: the term after s²³ is below 1e-19.
        let s = (mantissa - 1) / (mantissa + 1)
        let q = s * s
        var sum = 1.0 / 23
        sum = 1.0 / 21 + q * sum
        sum = 1.0 / 19 + q * sum
        sum = 1.0 / 17 + q * sum
        sum = 1.0 / 15 + q * sum
        sum = 1.0 / 13 + q * sum
        sum = 1.0 / 11 + q * sum
        sum = 1.0 / 9 + q * sum
        sum = 1.0 / 7 + q * sum
        sum = 1.0 / 5 + q * sum
        sum = 1.0 / 3 + q * sum
        sum = 1.0 + q * sum
        return Double(exponent) + 2 * s * sum * 1.4426950408889634
    }

    /// sin 2πx and cos 2πx for x in turns, absolute error below 1e-15 for |x| ≤ 1000.
    @_noLocks @_noAllocation
    public static func sinCos(turns x: Double) -> (sin: Double, cos: Double) {
        let quarter = Int64(x * 4 + (x < 0 ? -0.5 : 0.5))
        let y = (x - Double(quarter) * 0.25) * 6.283185307179586
        let q = y * y
        var s = 1.0 - q / 272
        s = 1.0 - q / 210 * s
        s = 1.0 - q / 156 * s
        s = 1.0 - q / 110 * s
        s = 1.0 - q / 72 * s
        s = 1.0 - q / 42 * s
        s = 1.0 - q / 20 * s
        s = y * (1.0 - q / 6 * s)
        var c = 1.0 - q / 240
        c = 1.0 - q / 182 * c
        c = 1.0 - q / 132 * c
        c = 1.0 - q / 90 * c
        c = 1.0 - q / 56 * c
        c = 1.0 - q / 30 * c
        c = 1.0 - q / 12 * c
        c = 1.0 - q / 2 * c
        switch quarter & 3 {
        case 0: return (s, c)
        case 1: return (c, -s)
        case 2: return (-s, -c)
        default: return (-c, s)
        }
    }

    /// tan 2πx for x in turns, `|x| < 0.25`; relative error below 4e-15 up to 0.2499.
    @_noLocks @_noAllocation
    public static func tan(turns x: Double) -> Double {
        let (sin, cos) = sinCos(turns: x)
        return sin / cos
    }

    /// 2ⁿ for −1022…1023, from its bits.
    @_noLocks @_noAllocation
    private static func power(of n: Int64) -> Double { Double(bitPattern: UInt64(bitPattern: n + 1023) << 52) }
}
