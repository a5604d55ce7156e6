/// Floats to integer samples: triangular dither, rounding, clipping.
///
/// Dither is the sum of two uniform numbers, ±1 step in all, from a generator with a fixed seed: the same samples give the
/// same bits each time, and the error is noise that does not depend on the signal.
/// - Source: S. P. Lipshitz, R. A. Wannamaker, J. Vanderkooy, "Quantization and Dither: A Theoretical Survey", 1992;
///   S. Vigna, "xorshift64*", 2016.
struct Quantiser {
    private let scale: Double
    private let shift: Int32
    private let dithers: Bool
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameter bits: 16 or 24, the resolution of an integer sample.
    init(bits: Int, dithers: Bool) {
        scale = bits == 16 ? 0x1p15 : 0x1p23
        shift = bits == 16 ? 16 : 8
        self.dithers = dithers
    }

    /// Quantises planar floats to interleaved integers that stand in the upper bits of their words.
    /// - Parameter output: room for `2 · frames` samples.
    /// - Returns: how many samples were beyond full scale.
    mutating func interleave(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int,
        into output: UnsafeMutablePointer<Int32>
    ) -> Int64 {
        var clipped: Int64 = 0
        for index in 0..<frames {
            output[2 * index] = quantise(left[index], &clipped)
            output[2 * index + 1] = quantise(right[index], &clipped)
        }
        return clipped
    }

    @inline(__always)
    private mutating func quantise(_ sample: Float, _ clipped: inout Int64) -> Int32 {
        var value = sample.isNaN ? 0 : Double(sample)
        if value > 1 || value < -1 {
            clipped += 1
            value = value > 0 ? 1 : -1
        }
        value *= scale
        if dithers { value += triangular() }
        // Rounds to the nearest, half up: the floor of a value that is shifted into the positive range.
        let whole = Int64(value + (scale + 2.5)) - Int64(scale + 2)
        return Int32(min(max(whole, -Int64(scale)), Int64(scale) - 1)) << shift
    }

    /// −1…1 steps, triangular.
    @inline(__always)
    private mutating func triangular() -> Double {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        let bits = state &* 0x2545_F491_4F6C_DD1D
        let first = Int64(bits >> 40)
        let second = Int64((bits >> 16) & 0xFF_FFFF)
        return Double(first - second) * 0x1p-24
    }
}
