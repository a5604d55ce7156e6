import CRealtime
import Lanes

extension ResonanceDesign {
    /// 1 + e₁s + e₂s² whose squared magnitude on the unit circle is 1 + p₁X + p₂X² over (1 − X)², X = sin²(ω/2).
    ///
    /// - Parameter floor: least e₁²/e₂: keeps poles off the unit circle, whatever the fit came to.
    @_noLocks @_noAllocation @inline(__always)
    static func factor(_ p1: Precise, _ p2: Precise, floor: Double) -> (Precise, Precise) {
        // At Nyquist not below −80 dB: a fit can come out as less than nothing there, beyond where it is fitted.
        let e2 = rt_sqrt_precise((1 + (p1 + p2)).atLeast(1e-4))
        let square = 2 + 2 * e2 + p1
        let least = e2 * floor
        return (rt_sqrt_precise(square.replacing(with: least, where: .!(square .> least))), e2)
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

        /// L and A; where `alone`, L as if A were none.
        ///
        /// - Parameters:
        ///   - pull: how strongly A is drawn to `prior`, for which the rest of the equations may care too little.
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

extension ResonanceDesign.Points {
    // swift-format-ignore
    /// Where on its way from the lowest to the highest frequency one of the six lies.
    @_noLocks @_noAllocation @inline(__always)
    func way(_ index: Int) -> Lanes {
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
    /// How much it counts.
    @_noLocks @_noAllocation @inline(__always)
    func weight(_ index: Int) -> Lanes {
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
    static func log2(_ x: Lanes) -> Lanes {
        let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
        // The exponent put where 1.5 · 2²³ keeps whole numbers.
        let whole = unsafeBitCast((bits &>> 23) | 0x4b40_0000, to: Lanes.self) - 12_583_039
        let y = unsafeBitCast((bits & 0x007f_ffff) | 0x3f80_0000, to: Lanes.self) - 1
        var sum = Lanes(repeating: -0.08476409)
        sum = sum * y + 0.32558797
        sum = sum * y - 0.67994015
        sum = sum * y + 1.43901412
        return whole + y * sum
    }
}
