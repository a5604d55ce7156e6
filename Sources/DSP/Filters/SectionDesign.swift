import Vectors

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
    func coefficients(weight: Vector) -> Section.Coefficients {
        let w = Precise(widening: weight)
        let scale = 1 / (1 + e1 + e2)
        // The numerator less d times the denominator: exactly zero for a response of 1.
        let g1 = f1 - d * e1
        let g2 = f2 - d * e2
        let c1 = 2 * scale * scale * (g1 * (1 + e2) - g2 * e1)
        let c3 = scale * (g1 + g2)
        var result = Section.Coefficients()
        result.a = ((1 - e1 + e2) * scale).narrowed
        result.k = (4 * scale).narrowed
        result.c1 = (w * c1).narrowed
        result.c3 = (w * c3).narrowed
        result.d = (1 + w * (d - 1)).narrowed
        return result
    }
}
