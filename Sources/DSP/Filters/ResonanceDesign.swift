import CRealtime
import Vectors

/// Bells, shelves and notches whose magnitude is the analogue prototype's up to 20 kHz, or 0.4535 of a lower sample rate.
///
/// Where one second-order section is enough — gains to ±4 dB, and for shelves a Q to 1: within 0.07 dB, and 0.14 above
/// 16 kHz, at 44.1 kHz — it is fitted, see ``fitted(_:)``, and that is all. Other bands have the prototype's own poles and
/// zeros in digital form, see ``mapped(_:)``, which leaves a smooth error, the rest, that grows towards half the sample rate. One
/// more section, the ``Corrector``, corrects the rests of all bands together. In between, coefficients are interpolated.
///
/// - Source: prototypes: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"; form of the
///   magnitude: M. Vicanek, "Matched second order digital filters" (2016).
struct ResonanceDesign {
    /// Which columns are not bells.
    let lowShelf: VectorMask
    let highShelf: VectorMask
    let notch: VectorMask
    /// f₀² in parts of the sample rate squared.
    let place: Precise
    /// 1/Q².
    let damping: Precise
    /// Square root of the gain, of a cut its reciprocal, so 1 or more.
    let boost: Precise
    let isCut: VectorMask
    /// Highest frequency of the fit in parts of the sample rate.
    let top: Vector
    /// How far poles and zeros are the prototype's own: 0 fitted … 1.
    let reach: Vector

    /// - Parameters:
    ///   - types: 0 bell, 1 low shelf, 2 high shelf, 3 notch.
    ///   - frequency: log₂ Hz; a NaN is the lowest, 10 Hz, and the highest is 0.4535 of the sample rate.
    ///   - gain: dB, clamped to −24…24; a NaN counts as −24.
    ///   - q: log₂ Q, clamped to Q 0.1…20; a NaN counts as 0.1.
    ///   - rate: log₂ of the sample rate.
    @_noLocks @_noAllocation @inline(__always)
    init(types: Vector, frequency: Vector, gain: Vector, q: Vector, rate: Vector) {
        lowShelf = (types .>= 0.5) .& (types .< 1.5)
        highShelf = (types .>= 1.5) .& (types .< 2.5)
        notch = types .>= 2.5
        let corner = Precise(widening: frequency).atLeast(3.321928094887362) - Precise(widening: rate)
        place = Precise.exp2(corner.atMost(-1.1408) * 2)
        let sharpness = Precise(widening: q).atLeast(-3.321928094887362).atMost(4.321928094887363)
        damping = Precise.exp2(sharpness * -2)
        let level = Precise(widening: gain).atLeast(-24).atMost(24)
        isCut = gain .< 0
        let magnitude = level.replacing(with: 0 - level, where: level .< 0)
        boost = Precise.exp2(magnitude * 0.08304820237218406)
        // 20 kHz at 44.1 and 48 kHz; above, fit the rest of the spectrum too.
        let highest = LevelGain.exp2(14.287712 - rate)
        var limited = highest.replacing(with: 0.4, where: highest .< 0.4)
        limited.replace(with: 0.45351474, where: limited .> 0.45351474)
        top = limited
        // From 4 to 6 dB, and for shelves from a Q of 1 to 1.23.
        var far = (magnitude.narrowed - 4) * 0.5
        let steepness = (sharpness * 3.3333333333333335).narrowed
        far.replace(with: steepness, where: (lowShelf .| highShelf) .& (steepness .> far))
        far.replace(with: 1, where: notch)
        far.replace(with: 0, where: far .< 0)
        far.replace(with: 1, where: far .> 1)
        reach = far
    }

    /// A prototype as 1 + n₁v + n₂v² over 1 + d₁v + d₂v², v = (f/f₀)²: the squared magnitude of the bell's boost, the low
    /// shelf's boost or the high shelf's cut, but for the gain at 0 Hz.
    struct Prototype {
        var n1: Precise
        var n2: Precise
        var d1: Precise
        var d2: Precise
        /// Square roots of n₂ and d₂.
        var rootN2: Precise
        var rootD2: Precise
    }

    /// Poles or zeros: e₁ and e₂ of 1 + e₁s + e₂s².
    typealias Roots = (e1: Precise, e2: Precise)

    /// The response, and the rest that it leaves to the corrector.
    ///
    /// - Parameter points: frequencies at which the rest is evaluated.
    @_noLocks @_noAllocation
    func design(_ points: Corrector.Points) -> (section: SectionDesign, rest: Corrector.Rest) {
        let prototype = prototype()
        let one = Precise(repeating: 1)
        var poles = (e1: one, e2: one)
        var zeros = poles
        if Section.any(reach .< 1) { (poles, zeros) = fitted(prototype) }
        guard Section.any(reach .> 0) else {
            return (oriented(poles: poles, zeros: zeros), Corrector.Rest())
        }
        let own = mapped(prototype)
        poles = mixed(poles, own.poles)
        zeros = mixed(zeros, own.zeros)
        return (oriented(poles: poles, zeros: zeros), rest(prototype, poles: poles, zeros: zeros, points))
    }

    @_noLocks @_noAllocation @inline(__always)
    func prototype() -> Prototype {
        let shelfLanes = (lowShelf .| highShelf).precise
        let notchLanes = notch.precise
        let one = Precise(repeating: 1)
        let inverse = 1 / boost
        let square = boost * boost
        var n1 = square * damping - 2
        n1.replace(with: inverse * (damping - 2), where: shelfLanes)
        n1.replace(with: -2, where: notchLanes)
        var d1 = damping / square - 2
        d1.replace(with: boost * (damping - 2), where: shelfLanes)
        d1.replace(with: damping - 2, where: notchLanes)
        return Prototype(
            n1: n1, n2: one.replacing(with: inverse * inverse, where: shelfLanes),
            d1: d1, d2: one.replacing(with: square, where: shelfLanes),
            rootN2: one.replacing(with: inverse, where: shelfLanes),
            rootD2: one.replacing(with: boost, where: shelfLanes))
    }

    @_noLocks @_noAllocation @inline(__always)
    private func mixed(_ fitted: Roots, _ own: Roots) -> Roots {
        let way = Precise(widening: reach)
        let isOwn = way .>= 1
        let isFitted = way .<= 0
        let e1 = (fitted.e1 + way * (own.e1 - fitted.e1)).replacing(with: own.e1, where: isOwn)
        let e2 = (fitted.e2 + way * (own.e2 - fitted.e2)).replacing(with: own.e2, where: isOwn)
        return (e1.replacing(with: fitted.e1, where: isFitted), e2.replacing(with: fitted.e2, where: isFitted))
    }

    /// Columns in which zeros and poles are exchanged: designs are made for a bell's boost and a high shelf's cut.
    var isTurned: VectorMask {
        @_noLocks @_noAllocation @inline(__always) get {
            ((isCut .& .!highShelf) .| (highShelf .& .!isCut)) .& .!notch
        }
    }

    /// A cut is a boost upside down.
    @_noLocks @_noAllocation @inline(__always)
    private func oriented(poles: Roots, zeros: Roots) -> SectionDesign {
        let turned = isTurned.precise
        var gain = boost * boost
        gain.replace(with: 1 / gain, where: isCut.precise)
        let d = Precise(repeating: 1).replacing(with: gain, where: lowShelf.precise)
        return SectionDesign(
            e1: poles.e1.replacing(with: zeros.e1, where: turned),
            e2: poles.e2.replacing(with: zeros.e2, where: turned),
            f1: d * zeros.e1.replacing(with: poles.e1, where: turned),
            f2: d * zeros.e2.replacing(with: poles.e2, where: turned), d: d)
    }

    /// 1 + e₁s + e₂s² whose squared magnitude on the unit circle is 1 + p₁X + p₂X² over (1 − X)², X = sin²(ω/2).
    ///
    /// - Parameter floor: least e₁²/e₂: keeps poles off the unit circle, whatever a fit came to.
    @_noLocks @_noAllocation @inline(__always)
    static func factor(_ p1: Precise, _ p2: Precise, floor: Double) -> Roots {
        // At Nyquist not below −80 dB: beyond the frequencies that it is fitted at, a fit can become negative there.
        let e2 = rt_sqrt_precise((1 + (p1 + p2)).atLeast(1e-4))
        let square = 2 + 2 * e2 + p1
        let least = e2 * floor
        return (rt_sqrt_precise(square.replacing(with: least, where: .!(square .> least))), e2)
    }
}
