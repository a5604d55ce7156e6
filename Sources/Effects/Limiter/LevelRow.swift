import Vectors

/// Levels of one node over a block made into amplitude ratios, in whole vectors.
///
/// - Thread: audio.
enum LevelRow {
    /// The ratios of levels in dB, held to a range; a NaN is its lower end.
    ///
    /// - Parameters:
    ///   - start: the row's frame that comes first.
    ///   - ratios: gets `frames` ratios and up to seven more; room for a block and one vector.
    @_noLocks @_noAllocation
    static func fill(
        _ ratios: UnsafeMutablePointer<Float>, with levels: Row, from start: Int, frames: Int, low: Float, high: Float
    ) {
        if levels.isMoving {
            for frame in 0..<frames { ratios[frame] = levels[start &+ frame] }
            ratios.put(Vector(repeating: 0), frames)
            var frame = 0
            while frame < frames {
                ratios.put(ratio(ratios.octet(frame), low, high), frame)
                frame &+= 8
            }
        } else {
            let one = ratio(Vector(repeating: levels[start]), low, high)
            var frame = 0
            while frame < frames {
                ratios.put(one, frame)
                frame &+= 8
            }
        }
    }

    /// The ratios of a fader's positions (see `Scale.fader`): dB down to −60, below linear in amplitude to nothing; held to
    /// +12 dB; a NaN is silence.
    ///
    /// - Parameters: as in ``fill(_:with:from:frames:low:high:)``.
    @_noLocks @_noAllocation
    static func fillFader(_ ratios: UnsafeMutablePointer<Float>, with levels: Row, frames: Int) {
        for frame in 0..<(levels.isMoving ? frames : 8) { ratios[frame] = levels[frame] }
        if levels.isMoving { ratios.put(Vector(repeating: 0), frames) }
        let one = fader(ratios.octet(0))
        var frame = 0
        while frame < frames {
            ratios.put(levels.isMoving ? fader(ratios.octet(frame)) : one, frame)
            frame &+= 8
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func fader(_ positions: Vector) -> Vector {
        let silence: Float = -68.68589
        var p = positions.replacing(with: silence, where: .!(positions .> silence))
        p.replace(with: 12, where: p .> 12)
        let tail = (p - silence) * 1.1512925e-4
        return exp2(p * 0.166096404744368).replacing(with: tail, where: p .< -60)
    }

    /// The ratio of one level in dB.
    @_noLocks @_noAllocation
    static func ratio(_ level: Float, low: Float, high: Float) -> Float {
        ratio(Vector(repeating: level), low, high)[0]
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func ratio(_ levels: Vector, _ low: Float, _ high: Float) -> Vector {
        var x = levels.replacing(with: low, where: .!(levels .> low))
        x.replace(with: high, where: x .> high)
        return exp2(x * 0.166096404744368)
    }

    /// 2ˣ for −126 < x < 127; relative error below 2e-7; exactly 1 for 0.
    ///
    /// - Source: Cephes `exp2f` (Moshier, 1992): the whole part by the exponent's bits, the rest by its polynomial.
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
}
