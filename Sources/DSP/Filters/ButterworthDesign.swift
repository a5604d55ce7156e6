import CRealtime
import Vectors

/// High-pass and low-pass filters of order 2 and 4 as one or two sections.
///
/// The high-pass is the bilinear transform, which at corners up to 1 kHz is within 0.03 dB of the analogue filter. The
/// low-pass would be 10 dB off near Nyquist; its four numbers per section are instead those that a minimax fit of the
/// digital magnitude to the analogue one found, up to 0.4535 of the sample rate, as polynomials of the corner: order 2
/// within 0.1 dB (0.2 above 0.36), order 4, with both sections fitted together, within 0.05 dB.
///
/// - Source: S. Butterworth, "On the theory of filter amplifiers" (1930); the fit is ours, and the response's form is that
///   of M. Vicanek, "Matched second order digital filters" (2016).
enum ButterworthDesign {
    /// The high-pass's two sections.
    ///
    /// - Parameters:
    ///   - corner: log₂ of the corner in parts of the sample rate, −17…−2.
    ///   - steepness: 0 for 12, 1 for 24 dB per octave; the second section is meant for 24.
    @_noLocks @_noAllocation @inline(__always)
    static func highPass(corner: Precise, steepness: Precise) -> (SectionDesign, SectionDesign) {
        // tan² from sin², since both are even.
        let sine = Precise.sineSquared(Precise.exp2(corner * 2))
        let e2 = (1 - sine) / sine
        let root = rt_sqrt_precise(e2)
        // 1/Q: of order 2: 2 cos 45°. Of order 4: 2 cos 22.5° and 2 cos 67.5°.
        let zero = Precise(repeating: 0)
        let damping = 1.4142135623730951 + steepness * (1.8477590650225735 - 1.4142135623730951)
        let first = SectionDesign(e1: damping * root, e2: e2, f1: zero, f2: e2, d: zero)
        let second = SectionDesign(e1: 0.7653668647301796 * root, e2: e2, f1: zero, f2: e2, d: zero)
        return (first, second)
    }

    /// The low-pass's two sections.
    ///
    /// - Parameters: as for ``highPass(corner:steepness:)``, but the corner up to −1.0032.
    @_noLocks @_noAllocation @inline(__always)
    static func lowPass(corner: Precise, steepness: Precise) -> (SectionDesign, SectionDesign) {
        let t = (Precise.exp2(corner).atLeast(0.003) - 0.251) * (1 / 0.248)
        let plain = Logarithms.order2(t)
        let first = Logarithms.order4First(t)
        return (
            plain.moved(to: first, by: steepness).design(corner), Logarithms.order4Second(t).design(corner)
        )
    }

    /// log₂ of a design's four numbers, the poles' without what the corner itself makes of them.
    struct Logarithms {
        let e2: Precise
        let e1: Precise
        let f1: Precise
        let f2: Precise

        @_noLocks @_noAllocation @inline(__always)
        init(e2: Precise, e1: Precise, f1: Precise, f2: Precise) {
            self.e2 = e2
            self.e1 = e1
            self.f1 = f1
            self.f2 = f2
        }

        @_noLocks @_noAllocation @inline(__always)
        func moved(to other: Self, by way: Precise) -> Self {
            Self(
                e2: e2 + way * (other.e2 - e2), e1: e1 + way * (other.e1 - e1), f1: f1 + way * (other.f1 - f1),
                f2: f2 + way * (other.f2 - f2))
        }

        @_noLocks @_noAllocation @inline(__always)
        func design(_ corner: Precise) -> SectionDesign {
            SectionDesign(
                e1: Precise.exp2(e1 - corner), e2: Precise.exp2(e2 - 2 * corner), f1: Precise.exp2(f1),
                f2: Precise.exp2(f2), d: Precise(repeating: 1))
        }
    }
}
