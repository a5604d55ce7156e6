import CRealtime
import Vectors

extension ResonanceDesign {
    /// Poles and zeros of a section that is near the prototype by itself.
    ///
    /// The squared magnitude of a second-order section is a ratio of two parabolas in X = sin²(ω/2), that of its prototype
    /// one of two parabolas in v = (f/f₀)². The first is fitted to the second by weighted least squares over six frequencies
    /// that lie evenly in asinh(Q (f/f₀ − f₀/f)), exactly at 0 Hz. Written as 1 + κ·L(X)/A(X) against 1 + κ·M(v)/D(v), with
    /// what is small as a factor, the fit is linear and keeps its precision at gains near 0 dB. Its error is about that of
    /// the best second-order section there is.
    ///
    /// - Source: places and weights of the six frequencies are ours, from a minimax search over frequencies, Qs and gains.
    @_noLocks @_noAllocation
    func fitted(_ prototype: Prototype) -> (poles: Roots, zeros: Roots) {
        let shelfLanes = (lowShelf .| highShelf).precise
        let notchLanes = notch.precise
        let inverse = 1 / boost
        // The difference of numerator and denominator is κ·v·(m₁ + m₂v).
        var m1 = Precise(repeating: 1)
        var m2 = Precise(repeating: 0)
        var kappa = prototype.n1 - prototype.d1
        m1.replace(with: 2 - damping, where: shelfLanes)
        m2.replace(with: 0 - (boost + inverse), where: shelfLanes)
        kappa.replace(with: boost - inverse, where: shelfLanes)
        kappa.replace(with: 0 - damping, where: notchLanes)

        let points = choosePoints()
        let unit = Precise.sineSquared(place)
        let perUnit = 1 / unit
        var sums = FitSums()
        for index in 0..<6 {
            let v = points.ratio(points.way(index))
            let x = Precise.sineSquared(v * place) * perUnit
            let n = 1 + v * (prototype.n1 + prototype.n2 * v)
            let d = 1 + v * (prototype.d1 + prototype.d2 * v)
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
        let fit = sums.solve(alone: notchLanes, pull: pull, prior: (prototype.d1, prototype.d2))
        let l1 = fit.l1 * kappa
        let l2 = fit.l2 * kappa
        let a1 = fit.a1.replacing(with: -2 - l1, where: notchLanes)
        let a2 = fit.a2.replacing(with: 1 - l2, where: notchLanes)
        let poles = ResonanceDesign.factor(a1 * perUnit, a2 * perUnit * perUnit, floor: 1e-6)
        let zeros = ResonanceDesign.factor((a1 + l1) * perUnit, (a2 + l2) * perUnit * perUnit, floor: 0)
        return (poles, zeros)
    }

    /// Sums of the normal equations of a·(L₁ + L₂X) − c·(A₁X + A₂X²) = c.
    struct FitSums {
        private var aa0 = Precise(repeating: 0)
        private var aa1 = Precise(repeating: 0)
        private var aa2 = Precise(repeating: 0)
        private var ac0 = Precise(repeating: 0)
        private var ac1 = Precise(repeating: 0)
        private var ac2 = Precise(repeating: 0)
        private var ac3 = Precise(repeating: 0)
        private var cc1 = Precise(repeating: 0)
        private var cc2 = Precise(repeating: 0)
        private var cc3 = Precise(repeating: 0)
        private var cc4 = Precise(repeating: 0)

        @_noLocks @_noAllocation @inline(__always)
        init() {}

        @_noLocks @_noAllocation @inline(__always)
        mutating func add(_ x: Precise, _ a: Precise, _ c: Precise) {
            let ax = a * x
            let cx = c * x
            let cx2 = cx * x
            aa0 += a * a
            aa1 += a * ax
            aa2 += ax * ax
            ac0 += a * c
            ac1 += a * cx
            ac2 += a * cx2
            ac3 += ax * cx2
            cc1 += c * cx
            cc2 += cx * cx
            cc3 += cx * cx2
            cc4 += cx2 * cx2
        }

        /// L and A; where `alone`, L for A = 0.
        ///
        /// - Parameters:
        ///   - pull: weight of the regularisation of A towards `prior`, where the equations hardly determine A.
        @_noLocks @_noAllocation @inline(__always)
        func solve(
            alone: SIMDMask<SIMD8<Int64>>, pull: Precise, prior: (Precise, Precise)
        ) -> (l1: Precise, l2: Precise, a1: Precise, a2: Precise) {
            // Upper half: P L − R A = r, lower: −R L + S A = −t, where P = (aa0 aa1 aa2), R = (ac1 ac2 ac3), S = (cc2 …).
            let scale = 1 / (aa0 * aa2 - aa1 * aa1)
            // P⁻¹ r and the columns of P⁻¹ R.
            let r1 = (aa2 * ac0 - aa1 * ac1) * scale
            let r2 = (aa0 * ac1 - aa1 * ac0) * scale
            let g11 = (aa2 * ac1 - aa1 * ac2) * scale
            let g21 = (aa0 * ac2 - aa1 * ac1) * scale
            let g12 = (aa2 * ac2 - aa1 * ac3) * scale
            let g22 = (aa0 * ac3 - aa1 * ac2) * scale
            let stiff1 = cc2 * pull
            let stiff2 = cc4 * pull
            let h11 = (cc2 + stiff1) - (ac1 * g11 + ac2 * g21)
            let h12 = cc3 - (ac1 * g12 + ac2 * g22)
            let h22 = (cc4 + stiff2) - (ac2 * g12 + ac3 * g22)
            let y1 = (ac1 * r1 + ac2 * r2) - cc1 + stiff1 * prior.0
            let y2 = (ac2 * r1 + ac3 * r2) - cc2 + stiff2 * prior.1
            let divisor = 1 / (h11 * h22 - h12 * h12)
            let zero = Precise(repeating: 0)
            let a1 = ((h22 * y1 - h12 * y2) * divisor).replacing(with: zero, where: alone)
            let a2 = ((h11 * y2 - h12 * y1) * divisor).replacing(with: zero, where: alone)
            return (r1 + (g11 * a1 + g12 * a2), r2 + (g21 * a1 + g22 * a2), a1, a2)
        }
    }
}
