import CRealtime
import Lanes

/// A second-order response under design: D + F₁s + F₂s² over 1 + e₁s + e₂s², with s = (z − 1)/(z + 1).
struct SectionDesign {
    var e1: Precise
    var e2: Precise
    var f1: Precise
    var f2: Precise
    /// Gain at 0 Hz.
    var d: Precise

    @_noLocks @_noAllocation @inline(__always)
    init(e1: Precise, e2: Precise, f1: Precise, f2: Precise, d: Precise) {
        self.e1 = e1
        self.e2 = e2
        self.f1 = f1
        self.f2 = f2
        self.d = d
    }

    /// The section's coefficients, faded towards a section that passes its input.
    ///
    /// - Parameter weight: 0 passes … 1 is the response.
    @_noLocks @_noAllocation @inline(__always)
    func coefficients(weight: Lanes) -> Section.Coefficients {
        let w = Precise(widening: weight)
        let scale = 1 / (1 + e1 + e2)
        let root = rt_sqrt_precise(e2)
        // Grouped so that a response of 1 comes out as exactly that.
        let c1 = root * scale * ((f1 + d) - f2 / e2 * (1 + e1))
        let c3 = scale * ((f1 + f2) - d * (e1 + e2))
        var result = Section.Coefficients()
        result.a = ((e2 - e1 - 1) * scale).narrowed
        result.k2 = (2 * root * scale).narrowed
        result.k3 = (2 * scale).narrowed
        result.c1 = (w * c1).narrowed
        result.c3 = (w * c3).narrowed
        result.d = (1 + w * (d - 1)).narrowed
        return result
    }
}
