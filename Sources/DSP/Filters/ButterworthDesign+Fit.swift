import Vectors

extension ButterworthDesign.Logarithms {
    /// Order 2.
    ///
    /// - Parameter t: −1…1 over corners of 0.003…0.499 of the sample rate.
    @_noLocks @_noAllocation @inline(__always)
    static func order2(_ t: Precise) -> Self {
        Self(
            e2: polynomial(
                t, -2.927223834, 0.718672889, 0.303986356, -0.490438013,
                -0.654981669, 0.043633534, 0.468633459, 0.205696793),
            e1: polynomial(
                t, -0.647071264, 0.991679255, 0.282328812, -0.602790350,
                -0.638042390, -0.015804397, 0.440560254, 0.230031741),
            f1: polynomial(
                t, 0.937748813, 0.458426862, 0.018338992, -0.540687795,
                -0.562163993, 0.061507108, 0.418861290, 0.182626650),
            f2: polynomial(
                t, -0.798600815, 0.482466795, 0.031587701, -0.597905858,
                -0.595374352, 0.083350875, 0.456658102, 0.197463536))
    }

    /// Order 4, the section with the lower Q.
    ///
    /// - Parameter t: −1…1 over corners of 0.003…0.499 of the sample rate.
    @_noLocks @_noAllocation @inline(__always)
    static func order4First(_ t: Precise) -> Self {
        Self(
            e2: polynomial(
                t, -2.674902974, -1.156608564, -4.034802945, 0.326700936,
                5.084929242, 1.124783951, -2.697595473, -1.321051926),
            e1: polynomial(
                t, -0.210804655, -0.087419379, -2.346682763, -0.406802976,
                3.396394437, 1.305356265, -1.959640898, -1.159296433),
            f1: polynomial(
                t, 1.348027781, -0.723134799, -2.711305768, 0.288262016,
                2.944746799, 0.656318890, -1.539415587, -0.832792477),
            f2: polynomial(
                t, -1.053873250, -1.040318262, -3.216807763, 0.413586492,
                3.349697562, 0.482568826, -1.817066817, -0.870766717))
    }

    /// Order 4, the section with the higher Q.
    ///
    /// - Parameter t: −1…1 over corners of 0.003…0.499 of the sample rate.
    @_noLocks @_noAllocation @inline(__always)
    static func order4Second(_ t: Precise) -> Self {
        Self(
            e2: polynomial(
                t, -3.753301130, -1.089806283, -0.434068604, 1.567101173,
                1.706467850, -0.506151940, -1.138629035, -0.284722157),
            e1: polynomial(
                t, -1.723167444, 0.349928799, -0.442756300, 0.581882718,
                2.221359178, 0.151566955, -1.784225712, -0.782969816),
            f1: polynomial(
                t, 0.176157684, -0.847407390, -0.534533125, 1.720862440,
                2.462293664, -0.783548623, -2.027589849, -0.588560364),
            f2: polynomial(
                t, -1.136209340, -1.298234274, -1.420052104, 1.303068746,
                3.277756337, -0.000997194, -2.017526091, -0.692308329))
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func polynomial(
        _ t: Precise, _ c0: Double, _ c1: Double, _ c2: Double, _ c3: Double, _ c4: Double, _ c5: Double,
        _ c6: Double, _ c7: Double
    ) -> Precise {
        var sum = t * c7 + c6
        sum = sum * t + c5
        sum = sum * t + c4
        sum = sum * t + c3
        sum = sum * t + c2
        sum = sum * t + c1
        return sum * t + c0
    }
}
