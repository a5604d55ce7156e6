import CUnpack

/// Floats to integer samples: triangular dither, rounding, clipping.
///
/// Dither is the sum of two uniform numbers, ±1 step in all, from a generator with a fixed seed: the same samples give the
/// same bits each time, and the error is noise that does not depend on the signal.
/// - Source: S. P. Lipshitz, R. A. Wannamaker, J. Vanderkooy, "Quantization and Dither: A Theoretical Survey", 1992;
///   S. Vigna, "xorshift64*", 2016.
struct Quantiser {
    private let bits: Int32
    private let dithers: Bool
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// - Parameter bits: 16 or 24, the resolution of an integer sample.
    init(bits: Int, dithers: Bool) {
        self.bits = Int32(bits)
        self.dithers = dithers
    }

    /// Quantises planar floats to interleaved integers that stand in the upper bits of their words.
    /// - Parameter output: room for `2 · frames` samples.
    /// - Returns: how many samples were beyond full scale.
    mutating func interleave(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int,
        into output: UnsafeMutablePointer<Int32>
    ) -> Int64 {
        let clipped =
            dithers
            ? pack_samples(bits, &state, left, right, output, frames)
            : pack_samples(bits, nil, left, right, output, frames)
        return Int64(clipped)
    }
}
