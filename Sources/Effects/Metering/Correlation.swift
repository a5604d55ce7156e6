/// Correlation of left and right: 1 the same on both sides, 0 unrelated, −1 turned over, with an integration time of 300 ms.
///
/// The mean product over the geometric mean of the mean squares. Means are exponential windows of 300 ms, updated every 32 frames of
/// the position that blocks are given with, so blocks may be cut anywhere.
///
/// - Thread: audio; setup makes it.
/// - Source: the Pearson coefficient without removing the mean, as correlation meters show it; the time is that of a VU meter.
public struct Correlation {
    /// Means of the product and of both squares; the fourth number is idle.
    private var means = SIMD4<Double>(repeating: 0)
    /// Their sums since the last point of the grid.
    private var sums = SIMD4<Double>(repeating: 0)
    /// Share of a closed sum in the means.
    private let share: Double

    /// - Parameter sampleRate: frames per second.
    public init(sampleRate: Int) { share = Swift.min(1, 32 / (0.3 * Double(sampleRate))) }

    /// Forgets the sound.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        means = SIMD4(repeating: 0)
        sums = SIMD4(repeating: 0)
    }

    /// −1…1; 1 where there is no signal on one side at least (below −120 dBFS), as there is nothing that could cancel.
    ///
    /// - Thread: audio; any thread may keep a copy.
    public var value: Float {
        @_noLocks @_noAllocation get {
            let (product, left, right) = (means[0], means[1], means[2])
            guard left > 1e-12 && right > 1e-12 else { return 1 }
            let ratio = product / Correlation.root(left * right)
            return Float(ratio < 1 ? (ratio > -1 ? ratio : -1) : 1)
        }
    }

    /// Measures a block.
    ///
    /// - Parameters:
    ///   - left: samples; likewise `right`. Those that are NaN or beyond 2⁶⁰ count as silence.
    ///   - frames: 1…64.
    ///   - frame: position of the first one.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int, at frame: Int64
    ) {
        for index in 0..<frames {
            if (frame &+ Int64(index)) & 31 == 0 { close() }
            var l = Double(left[index])
            var r = Double(right[index])
            if !(l < 0x1p60 && l > -0x1p60) { l = 0 }
            if !(r < 0x1p60 && r > -0x1p60) { r = 0 }
            sums += SIMD4(l * r, l * l, r * r, 0)
        }
    }

    @_noLocks @_noAllocation
    private mutating func close() {
        means += (sums * 0.03125 - means) * share
        sums = SIMD4(repeating: 0)
    }

    /// Newton's square root: of the exponent halved, five steps to full precision.
    @_noLocks @_noAllocation
    private static func root(_ x: Double) -> Double {
        var y = Double(bitPattern: (x.bitPattern >> 1) &+ 0x1FF8_0000_0000_0000)
        for _ in 0..<5 { y = 0.5 * (y + x / y) }
        return y
    }
}
