import CRealtime
import Vectors

extension ResonanceDesign {
    /// Frequencies to fit at, and how much each counts.
    struct Points {
        /// log₂ of p at both ends, where p − 1/p = 2q (f/f₀ − f₀/f).
        let low: Vector
        let span: Vector
        /// 1 / 4q.
        let scale: Vector
        let isShelf: VectorMask
        let isNotch: VectorMask

        /// (f/f₀)² at a place on the way from the lowest to the highest frequency.
        @_noLocks @_noAllocation @inline(__always)
        func ratio(_ way: Vector) -> Precise {
            let p = LevelGain.exp2(low + span * way)
            let half = (p - 1 / p) * scale
            let ratio = half + rt_sqrt(half * half + 1)
            return Precise(widening: ratio * ratio)
        }

        /// One of three numbers, by type.
        @_noLocks @_noAllocation @inline(__always)
        func choose(bell: Float, shelf: Float, notch: Float) -> Vector {
            Vector(repeating: bell).replacing(with: shelf, where: isShelf).replacing(with: notch, where: isNotch)
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    func choosePoints() -> Points {
        let isShelf = lowShelf .| highShelf
        let a = boost.narrowed
        let d = damping.narrowed
        // A shelf's two corners lie apart, which makes it broader.
        let broad = d.replacing(with: d + 0.80533855 * (a + 1 / a - 2), where: isShelf)
        var sharpness = Vector(repeating: 5.93568607).replacing(with: 1.09175688, where: isShelf)
        sharpness.replace(with: 1.0153, where: notch)
        var lowest = Vector(repeating: 0.08019564).replacing(with: 0.05031575, where: isShelf)
        lowest.replace(with: 0.328169, where: notch)
        let q = sharpness / rt_sqrt(broad)
        let below = q * (1 / lowest - lowest)
        let highest = top / rt_sqrt(place.narrowed)
        let above = (q * (highest - 1 / highest)).replacing(with: 0, where: highest .< 1)
        let start = 0 - Points.log2(below + rt_sqrt(below * below + 1))
        let end = Points.log2(above + rt_sqrt(above * above + 1))
        return Points(low: start, span: end - start, scale: 0.25 / q, isShelf: isShelf, isNotch: notch)
    }
}

extension ResonanceDesign.Points {
    // swift-format-ignore
    /// Place of one of the six frequencies between the lowest (0) and the highest (1).
    @_noLocks @_noAllocation @inline(__always)
    func way(_ index: Int) -> Vector {
        switch index {
        case 0:  choose(bell: 0.284557, shelf: 0.197179, notch: 0.010000)
        case 1:  choose(bell: 0.408255, shelf: 0.512137, notch: 0.527916)
        case 2:  choose(bell: 0.645086, shelf: 0.662757, notch: 0.555013)
        case 3:  choose(bell: 0.894882, shelf: 0.823664, notch: 0.652088)
        case 4:  choose(bell: 0.947774, shelf: 0.923363, notch: 0.945193)
        default: choose(bell: 0.982851, shelf: 0.992168, notch: 0.947018)
        }
    }

    // swift-format-ignore
    /// Weight of one of the six frequencies.
    @_noLocks @_noAllocation @inline(__always)
    func weight(_ index: Int) -> Vector {
        switch index {
        case 0:  choose(bell: 0.967, shelf: 4.177, notch: 0.0004)
        case 1:  choose(bell: 1.461, shelf: 0.305, notch: 0.343)
        case 2:  choose(bell: 1.116, shelf: 1.638, notch: 3000)
        case 3:  choose(bell: 1.318, shelf: 0.951, notch: 0.01)
        case 4:  choose(bell: 0.217, shelf: 0.923, notch: 8.377)
        default: choose(bell: 2.217, shelf: 0.546, notch: 3.297)
        }
    }

    /// log₂ x for positive x within 0.001, which is enough to choose frequencies.
    ///
    /// - Source: the exponent's bits and a polynomial of the rest, fitted to least error.
    @_noLocks @_noAllocation @inline(__always)
    static func log2(_ x: Vector) -> Vector {
        let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
        // The exponent put where 1.5 · 2²³ keeps whole numbers.
        let whole = unsafeBitCast((bits &>> 23) | 0x4b40_0000, to: Vector.self) - 12_583_039
        let y = unsafeBitCast((bits & 0x007f_ffff) | 0x3f80_0000, to: Vector.self) - 1
        var sum = Vector(repeating: -0.08476409)
        sum = sum * y + 0.32558797
        sum = sum * y - 0.67994015
        sum = sum * y + 1.43901412
        return whole + y * sum
    }
}
