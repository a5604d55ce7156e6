import CRealtime
import Vectors

extension ResonanceDesign {
    /// The prototype's own poles and zeros in digital form: for each root v of 1 + c₁v + c₂v², 1 + p₁X + p₂X² has one at
    /// X = sin²(ω/2), ω = 2π·f₀/fₛ·√v.
    ///
    /// So every resonance has its frequency and its Q. The remaining error is smooth, however sharp the resonance: it is zero at
    /// 0 Hz and grows towards half the sample rate, where a digital response is level and an analogue one is not.
    ///
    /// - Source: the matched z-transform, R. M. Golden, "Digital filter synthesis by sampled-data transformation" (IEEE
    ///   Transactions on Audio and Electroacoustics, 1968): of squared magnitudes, 1 + ω²/p² becomes 1 + sin²(ω/2)/sinh²(p/2).
    @_noLocks @_noAllocation
    func mapped(_ prototype: Prototype) -> (poles: Roots, zeros: Roots) {
        // ω₀².
        let unit = place * 39.47841760435743
        let poles = PrototypeRoots(prototype.d1, prototype.d2, root: prototype.rootD2, unit: unit).mapped()
        let zeros = PrototypeRoots(prototype.n1, prototype.n2, root: prototype.rootN2, unit: unit).mapped()
        return (
            ResonanceDesign.factor(poles.p1, poles.p2, floor: 1e-6),
            ResonanceDesign.factor(zeros.p1, zeros.p2, floor: 0)
        )
    }
}

/// Roots of 1 + c₁v + c₂v²: two numbers m ± h·j, with j² = 1 where they are real and −1 where they are complex.
private struct PrototypeRoots {
    let middle: Precise
    let half: Precise
    let isReal: SIMDMask<SIMD8<Int64>>
    /// Factors by which the roots were scaled down to lie within π².
    let scale1: Precise
    let scale2: Precise

    /// - Parameters:
    ///   - root: √c₂.
    ///   - unit: ω² where v is 1.
    @_noLocks @_noAllocation @inline(__always)
    init(_ c1: Precise, _ c2: Precise, root: Precise, unit: Precise) {
        let r = unit / c2
        let m = c1 * r * -0.5
        let discriminant = c1 * c1 * 0.25 - c2
        isReal = discriminant .>= 0
        let h = rt_sqrt_precise(discriminant.replacing(with: 0 - discriminant, where: .!isReal)) * r
        let modulus = unit / root
        scale1 = PrototypeRoots.scale(m + h, modulus, isReal)
        scale2 = PrototypeRoots.scale(m - h, modulus, isReal)
        let first = (m + h) * scale1
        let second = (m - h) * scale2
        middle = (first + second) * 0.5
        half = (first - second) * 0.5
    }

    /// A root beyond half the sample rate has no digital frequency: it is placed at π, and weakened for that.
    @_noLocks @_noAllocation @inline(__always)
    private static func scale(_ root: Precise, _ modulus: Precise, _ isReal: SIMDMask<SIMD8<Int64>>) -> Precise {
        let size = modulus.replacing(with: root.magnitude, where: isReal)
        return (9.869604401089358 / size).atMost(1)
    }

    /// p₁ and p₂.
    @_noLocks @_noAllocation @inline(__always)
    func mapped() -> (p1: Precise, p2: Precise) {
        let sign = Precise(repeating: -1).replacing(with: 1, where: isReal)
        let s = sine(sign)
        let scale = 1 / (s.a * s.a - sign * (s.b * s.b))
        let k1 = PrototypeRoots.strength(scale1)
        let k2 = PrototypeRoots.strength(scale2)
        let ka = (k1 + k2) * 0.5
        let kb = (k1 - k2) * 0.5
        let a = (ka * s.a - sign * (kb * s.b)) * scale
        let b = (kb * s.a - ka * s.b) * scale
        var p1 = a * -2
        var p2 = a * a - sign * (b * b)
        let isBeyond = (scale1 .< 1) .& .!isReal
        // A sharp resonance beyond half the sample rate is heard as one slope: a single root follows it, near Nyquist.
        let q1 = s.a * scale * -2
        let nearness = (1 - rt_sqrt_precise((1 + (q1 + scale)).atLeast(0)) * (1 / 0.3)).atLeast(0)
        let single = q1 * (scale1 * (0.8405 - 0.346 * scale1))
        p1.replace(with: p1 + nearness * (single - p1), where: isBeyond)
        p2.replace(with: p2 - nearness * p2, where: isBeyond)
        return (p1, p2)
    }

    /// sin²(√v/2) of both roots, as a ± b·j.
    ///
    /// - Source: its Taylor series; relative error below 1e-9.
    @_noLocks @_noAllocation @inline(__always)
    private func sine(_ sign: Precise) -> (a: Precise, b: Precise) {
        let turned = sign * half
        var a = Precise(repeating: 4.448395696225287e-22)
        var b = Precise(repeating: 0)
        step(&a, &b, turned, plus: -2.0551588116560824e-19)
        step(&a, &b, turned, plus: 7.809603484293113e-17)
        step(&a, &b, turned, plus: -2.3897386661936926e-14)
        step(&a, &b, turned, plus: 5.735372798864862e-12)
        step(&a, &b, turned, plus: -1.043837849393405e-09)
        step(&a, &b, turned, plus: 1.3778659611992944e-07)
        step(&a, &b, turned, plus: -1.240079365079365e-05)
        step(&a, &b, turned, plus: 0.0006944444444444445)
        step(&a, &b, turned, plus: -0.020833333333333332)
        step(&a, &b, turned, plus: 0.25)
        step(&a, &b, turned, plus: 0)
        return (a, b)
    }

    /// Horner's step: (a + b·j)(m + h·j) + c.
    @_noLocks @_noAllocation @inline(__always)
    private func step(_ a: inout Precise, _ b: inout Precise, _ turned: Precise, plus c: Double) {
        let next = a * middle + b * turned + c
        b = a * half + b * middle
        a = next
    }

    /// Weight of a root placed at π when the true one is 1/t times as far: 1 at t = 1, below that fitted at 20 kHz.
    @_noLocks @_noAllocation @inline(__always)
    private static func strength(_ t: Precise) -> Precise { t * (0.84 + 0.16 * (1 - (1 - t) * 10).atLeast(0)) }
}
