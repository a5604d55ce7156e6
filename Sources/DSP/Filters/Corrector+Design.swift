import CRealtime
import Vectors

extension Corrector {
    /// The section, and columns in which there is anything to correct.
    @_noLocks @_noAllocation
    static func design(_ rest: Rest, _ points: Points) -> (SectionDesign, isNeeded: VectorMask) {
        var wish1 = wish(rest.ratio1)
        var wish2 = wish(rest.ratio2)
        var wish3 = wish(rest.ratio3)
        var largest = wish1.magnitude
        largest.replace(with: wish2.magnitude, where: wish2.magnitude .> largest)
        largest.replace(with: wish3.magnitude, where: wish3.magnitude .> largest)
        // 0.03 dB.
        let amount = ((largest - 0.003454) * (1 / 0.003454)).atLeast(0).atMost(1)
        wish1 *= amount
        wish2 *= amount
        wish3 *= amount
        let row1 = Equation(points.x1, wish1, weight: 1)
        let row2 = Equation(points.x2, wish2, weight: 1)
        let row3 = Equation(points.x3, wish3, weight: 1.12)
        // E has two unknowns, s is the third: it takes up what of the three equations lies along the normal of E's columns.
        let normal1 = row2.a * row3.b - row3.a * row2.b
        let normal2 = row3.a * row1.b - row1.a * row3.b
        let normal3 = row1.a * row2.b - row2.a * row1.b
        let length = normal1 * normal1 + normal2 * normal2 + normal3 * normal3
        let error = normal1 * row1.wish + normal2 * row2.wish + normal3 * row3.wish
        let leaning = normal1 * row1.shift + normal2 * row2.shift + normal3 * row3.shift
        // Regularised towards 0. The bounds keep C above 0 for X below 1.
        let s = ((0 - error * leaning) / (leaning * leaning + length * 3.5e-4)).atLeast(-0.2347).atMost(0.3)
        let y1 = row1.wish + s * row1.shift
        let y2 = row2.wish + s * row2.shift
        let y3 = row3.wish + s * row3.shift
        let aa = row1.a * row1.a + row2.a * row2.a + row3.a * row3.a
        let ab = row1.a * row1.b + row2.a * row2.b + row3.a * row3.b
        let bb = row1.b * row1.b + row2.b * row2.b + row3.b * row3.b
        let ay = row1.a * y1 + row2.a * y2 + row3.a * y3
        let by = row1.b * y1 + row2.b * y2 + row3.b * y3
        let perLength = 1 / length
        let e1 = (bb * ay - ab * by) * perLength
        let e2 = (aa * by - ab * ay) * perLength
        let slope = s - Equation.perA
        let c1 = slope - Equation.perB
        let c2 = slope * (0 - Equation.perB)
        let poles = ResonanceDesign.factor(c1 - e1, c2 - e2, floor: 1e-6)
        let zeros = ResonanceDesign.factor(c1 + e1, c2 + e2, floor: 1e-6)
        let design = SectionDesign(
            e1: poles.e1, e2: poles.e2, f1: zeros.e1, f2: zeros.e2, d: Precise(repeating: 1))
        return (design, amount.narrowed .> 0)
    }

    /// τ of a ratio.
    @_noLocks @_noAllocation @inline(__always)
    private static func wish(_ ratio: Vector) -> Precise {
        let r = Precise(widening: ratio).atLeast(1e-4).atMost(1e4)
        return (r - 1) / (r + 1)
    }

    /// One frequency's equation: E − τ·s·X(1 − X/b) = C·τ, weighted so that errors are in dB.
    private struct Equation {
        /// Coefficients of the two unknowns of E, and of s.
        let a: Precise
        let b: Precise
        let shift: Precise
        let wish: Precise

        static var perA: Double {
            @_noLocks @_noAllocation @inline(__always) get { 1 / 1.36 }
        }
        static var perB: Double {
            @_noLocks @_noAllocation @inline(__always) get { 1 / 2.06 }
        }

        @_noLocks @_noAllocation @inline(__always)
        init(_ place: Vector, _ wish: Precise, weight: Double) {
            let x = Precise(widening: place)
            let l = 1 - x * Equation.perB
            let c = l * (1 - x * Equation.perA)
            let w = weight / (c * (1 - wish * wish))
            a = x * w
            b = x * a
            shift = wish * (l * a)
            self.wish = wish * (c * w)
        }
    }
}

extension ResonanceDesign {
    /// The rest that a section leaves to the corrector: none where it is fitted alone.
    @_noLocks @_noAllocation
    func rest(
        _ prototype: Prototype, poles: Roots, zeros: Roots, _ points: Corrector.Points
    ) -> Corrector.Rest {
        var rest = Corrector.Rest()
        rest.ratio1 = ratio(prototype, poles, zeros, points.place1, points.x1)
        rest.ratio2 = ratio(prototype, poles, zeros, points.place2, points.x2)
        rest.ratio3 = ratio(prototype, poles, zeros, points.place3, points.x3)
        // The ripple of a fitted section is not corrected.
        var share = reach * 32
        share.replace(with: 1, where: share .> 1)
        return rest.weighted(share)
    }

    /// The prototype's squared magnitude over the section's.
    @_noLocks @_noAllocation @inline(__always)
    private func ratio(
        _ prototype: Prototype, _ poles: Roots, _ zeros: Roots, _ at: Vector, _ x: Vector
    ) -> Vector {
        let perPlace = 1 / place
        let true1 = Precise(widening: at)
        var v = true1 * perPlace
        var x = Precise(widening: x)
        // At a notch's centre both are zero: take a point beside it.
        let isClose = (v - 1).magnitude.narrowed .< 5e-4
        if Section.any(isClose) {
            let aside = (1.001 - v).replacing(with: 0, where: .!isClose.precise)
            let slope = 3.141592653589793 * rt_sqrt_precise(x * (1 - x) / true1)
            x += slope * (aside * place)
            v += aside
        }
        let y = 1 - x
        let n = 1 + v * (prototype.n1 + prototype.n2 * v)
        let d = 1 + v * (prototype.d1 + prototype.d2 * v)
        let below = y - poles.e2 * x
        let above = y - zeros.e2 * x
        let p = below * below + poles.e1 * poles.e1 * (x * y)
        let z = above * above + zeros.e1 * zeros.e1 * (x * y)
        let turned = isTurned.precise
        let wanted = n * p
        let made = d * z
        return (wanted.replacing(with: made, where: turned) / made.replacing(with: wanted, where: turned))
            .atLeast(1e-4).atMost(1e4).narrowed
    }
}
