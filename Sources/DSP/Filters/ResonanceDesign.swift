import CRealtime
import Lanes

/// Bells, shelves and notches whose magnitude is the analogue prototype's up to 20 kHz, or 0.4 of a higher sample rate.
///
/// The squared magnitude of a second-order section is a ratio of two parabolas in X = sin²(ω/2), that of its prototype one
/// of two parabolas in v = (f/f₀)². The first is fitted to the second by weighted least squares over six frequencies that
/// lie evenly in asinh(Q (f/f₀ − f₀/f)), exactly at 0 Hz. Written as 1 + κ·L(X)/A(X) against 1 + κ·M(v)/D(v), with what
/// is small as a factor, the fit is linear and keeps its precision at gains near 0 dB. Its error is about that of the best
/// second-order section there is: for ±12 dB 0.12 dB (0.25 dB from 17 kHz on), for less gain in proportion.
///
/// - Source: prototypes: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"; form of the
///   magnitude: M. Vicanek, "Matched second order digital filters" (2016). Places and weights of the six frequencies are
///   ours, from a minimax search over frequencies, Qs and gains.
struct ResonanceDesign {
    /// Which lanes are not bells.
    let lowShelf: LaneMask
    let highShelf: LaneMask
    let notch: LaneMask
    /// f₀² in parts of the sample rate squared.
    let place: Precise
    /// 1/Q².
    let damping: Precise
    /// Square root of the gain, made 1 or more.
    let boost: Precise
    let isCut: LaneMask
    /// Highest frequency of the fit in parts of the sample rate.
    let top: Lanes

    /// - Parameters:
    ///   - types: 0 bell, 1 low shelf, 2 high shelf, 3 notch.
    ///   - frequency: log₂ Hz; a NaN is the lowest, 10 Hz, and the highest is 0.4535 of the sample rate.
    ///   - gain: dB; a NaN is −24, as what is less, and the highest is +24.
    ///   - q: log₂ Q; a NaN is 0.1, as what is less, and the highest is 20.
    ///   - rate: log₂ of the sample rate.
    @_noLocks @_noAllocation @inline(__always)
    init(types: Lanes, frequency: Lanes, gain: Lanes, q: Lanes, rate: Lanes) {
        lowShelf = (types .>= 0.5) .& (types .< 1.5)
        highShelf = (types .>= 1.5) .& (types .< 2.5)
        notch = types .>= 2.5
        let corner = Precise(widening: frequency).atLeast(3.321928094887362) - Precise(widening: rate)
        place = Precise.exp2(corner.atMost(-1.1408) * 2)
        damping = Precise.exp2(Precise(widening: q).atLeast(-3.321928094887362).atMost(4.321928094887363) * -2)
        let level = Precise(widening: gain).atLeast(-24).atMost(24)
        isCut = gain .< 0
        let magnitude = level.replacing(with: 0 - level, where: level .< 0)
        boost = Precise.exp2(magnitude * 0.08304820237218406)
        // 20 kHz at 44.1 and 48 kHz; above, fit the rest of the spectrum too.
        let highest = LevelGain.exp2(14.287712 - rate)
        var limited = highest.replacing(with: 0.4, where: highest .< 0.4)
        limited.replace(with: 0.45351474, where: limited .> 0.45351474)
        top = limited
    }

    /// Frequencies to fit at, and how much each counts.
    struct Points {
        /// log₂ of p at both ends, where p − 1/p = 2q (f/f₀ − f₀/f).
        let low: Lanes
        let span: Lanes
        /// 1 / 4q.
        let scale: Lanes
        let isShelf: LaneMask
        let isNotch: LaneMask

        /// (f/f₀)² at a place on the way from the lowest to the highest frequency.
        @_noLocks @_noAllocation @inline(__always)
        func ratio(_ way: Lanes) -> Precise {
            let p = LevelGain.exp2(low + span * way)
            let half = (p - 1 / p) * scale
            let ratio = half + rt_sqrt(half * half + 1)
            return Precise(widening: ratio * ratio)
        }

        /// One of three numbers, by type.
        @_noLocks @_noAllocation @inline(__always)
        func choose(bell: Float, shelf: Float, notch: Float) -> Lanes {
            Lanes(repeating: bell).replacing(with: shelf, where: isShelf).replacing(with: notch, where: isNotch)
        }
    }

    @_noLocks @_noAllocation @inline(__always)
    private func choosePoints() -> Points {
        let isShelf = lowShelf .| highShelf
        let a = boost.narrowed
        let d = damping.narrowed
        // A shelf's two corners lie apart, which makes it broader.
        let broad = d.replacing(with: d + 0.80533855 * (a + 1 / a - 2), where: isShelf)
        var sharpness = Lanes(repeating: 5.93568607).replacing(with: 1.09175688, where: isShelf)
        sharpness.replace(with: 1.0153, where: notch)
        var lowest = Lanes(repeating: 0.08019564).replacing(with: 0.05031575, where: isShelf)
        lowest.replace(with: 0.328169, where: notch)
        let q = sharpness / rt_sqrt(broad)
        let below = q * (1 / lowest - lowest)
        let highest = top / rt_sqrt(place.narrowed)
        let above = (q * (highest - 1 / highest)).replacing(with: 0, where: highest .< 1)
        let start = 0 - Points.log2(below + rt_sqrt(below * below + 1))
        let end = Points.log2(above + rt_sqrt(above * above + 1))
        return Points(low: start, span: end - start, scale: 0.25 / q, isShelf: isShelf, isNotch: notch)
    }

    /// The response.
    @_noLocks @_noAllocation
    func design() -> SectionDesign {
        let shelfLanes = (lowShelf .| highShelf).precise
        let notchLanes = notch.precise
        let inverse = 1 / boost
        let square = boost * boost
        // Prototype: 1 + n₁v + n₂v² over 1 + d₁v + d₂v²; their difference is κ·v·(m₁ + m₂v).
        var n1 = square * damping - 2
        var n2 = Precise(repeating: 1)
        var d1 = damping / square - 2
        var d2 = Precise(repeating: 1)
        var m1 = Precise(repeating: 1)
        var m2 = Precise(repeating: 0)
        var kappa = n1 - d1
        n1.replace(with: inverse * (damping - 2), where: shelfLanes)
        n2.replace(with: inverse * inverse, where: shelfLanes)
        d1.replace(with: boost * (damping - 2), where: shelfLanes)
        d2.replace(with: square, where: shelfLanes)
        m1.replace(with: 2 - damping, where: shelfLanes)
        m2.replace(with: 0 - (boost + inverse), where: shelfLanes)
        kappa.replace(with: boost - inverse, where: shelfLanes)
        n1.replace(with: -2, where: notchLanes)
        d1.replace(with: damping - 2, where: notchLanes)
        kappa.replace(with: 0 - damping, where: notchLanes)

        let points = choosePoints()
        let unit = Precise.sineSquared(place)
        let perUnit = 1 / unit
        var sums = FitSums()
        for index in 0..<6 {
            let v = points.ratio(points.way(index))
            let x = Precise.sineSquared(v * place) * perUnit
            let n = 1 + v * (n1 + n2 * v)
            let d = 1 + v * (d1 + d2 * v)
            let u = 1 + v
            let t = 1 + x
            let s = Precise(widening: points.weight(index)) * (u * u) / (n * d * (t * t))
            var m = v * (m1 + m2 * v)
            // A notch's zeros lie fixed on the unit circle, and only its poles are looked for.
            let hole = 1 - x
            m.replace(with: m * (hole * hole), where: notchLanes)
            sums.add(x, d.replacing(with: n, where: notchLanes) * (x * s), m * s)
        }
        // Near Q = ½ a shelf's parabolas are squares, and the fit could put a zero on a pole anywhere.
        let pull = ((damping - 2).atLeast(0).atMost(0.5) * 2e-5).replacing(with: 0, where: .!shelfLanes)
        let fit = sums.solve(alone: notchLanes, pull: pull, prior: (d1, d2))
        let l1 = fit.l1 * kappa
        let l2 = fit.l2 * kappa
        let denominator1 = fit.a1.replacing(with: -2 - l1, where: notchLanes)
        let denominator2 = fit.a2.replacing(with: 1 - l2, where: notchLanes)
        let poles = ResonanceDesign.factor(denominator1 * perUnit, denominator2 * perUnit * perUnit, floor: 1e-6)
        let zeros = ResonanceDesign.factor(
            (denominator1 + l1) * perUnit, (denominator2 + l2) * perUnit * perUnit, floor: 0)
        return oriented(poles: poles, zeros: zeros)
    }

    /// A cut is a boost upside down; what is made above is the bell's boost and the high shelf's cut.
    @_noLocks @_noAllocation @inline(__always)
    private func oriented(poles: (Precise, Precise), zeros: (Precise, Precise)) -> SectionDesign {
        let isTurned = ((isCut .& .!highShelf) .| (highShelf .& .!isCut)) .& .!notch
        let turned = isTurned.precise
        var gain = boost * boost
        gain.replace(with: 1 / gain, where: isCut.precise)
        let d = Precise(repeating: 1).replacing(with: gain, where: lowShelf.precise)
        return SectionDesign(
            e1: poles.0.replacing(with: zeros.0, where: turned), e2: poles.1.replacing(with: zeros.1, where: turned),
            f1: d * zeros.0.replacing(with: poles.0, where: turned),
            f2: d * zeros.1.replacing(with: poles.1, where: turned), d: d)
    }
}
