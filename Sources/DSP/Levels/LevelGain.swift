public import Vectors

/// Positions of levels made into gains, eight at once.
///
/// - Thread: audio.
/// - Source: 2ˣ as in Cephes `exp2f` (Moshier, 1992): the whole part by the exponent's bits, the rest by its polynomial.
public enum LevelGain {
    /// 2ˣ for −126 < x < 127; relative error below 2e-7.
    ///
    /// - Thread: any.
    @_noLocks @_noAllocation @inline(__always)
    public static func exp2(_ x: Vector) -> Vector {
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

    /// The gain of a fader's position (see `Scale.fader`): dB down to −60, below linear in amplitude to nothing.
    ///
    /// - Parameter position: a NaN is silence, and what is above +24 dB counts as that.
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public static func fader(_ position: Vector) -> Vector {
        let silence: Float = -68.68589
        var p = position.replacing(with: silence, where: .!(position .> silence))
        p.replace(with: 24, where: p .> 24)
        let tail = (p - silence) * 1.1512925e-4
        return exp2(p * 0.166096404744368).replacing(with: tail, where: p .< -60)
    }

    /// The gain of a level in dB, −60…24; a NaN counts as −60.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public static func decibels(_ position: Vector) -> Vector {
        var p = position.replacing(with: -60, where: .!(position .> -60))
        p.replace(with: 24, where: p .> 24)
        return exp2(p * 0.166096404744368)
    }

    /// Fader gains over a block.
    ///
    /// - Parameters:
    ///   - scratch: room for a block.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public static func faders(_ positions: VectorRow, scratch: UnsafeMutablePointer<Vector>, frames: Int) -> VectorRow
    {
        guard positions.isMoving else {
            scratch[0] = fader(positions.first)
            return VectorRow(constant: scratch)
        }
        for frame in 0..<frames { scratch[frame] = fader(positions[frame]) }
        return VectorRow(moving: scratch)
    }

    /// Gains of levels in dB over a block, inverted in polarity where `inversion` is 1; in between it fades through zero.
    ///
    /// - Parameters:
    ///   - inversion: 0…1.
    ///   - scratch: room for a block.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public static func inputs(
        _ positions: VectorRow, inversion: VectorRow, scratch: UnsafeMutablePointer<Vector>, frames: Int
    ) -> VectorRow {
        guard positions.isMoving || inversion.isMoving else {
            scratch[0] = decibels(positions.first) * (1 - 2 * inversion.first)
            return VectorRow(constant: scratch)
        }
        for frame in 0..<frames { scratch[frame] = decibels(positions[frame]) * (1 - 2 * inversion[frame]) }
        return VectorRow(moving: scratch)
    }
}
