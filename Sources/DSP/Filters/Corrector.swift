import CRealtime
import Vectors

/// One section after the four bands of an equaliser that corrects their magnitude near half the sample rate.
///
/// The bands' error (``ResonanceDesign/mapped(_:)``), here called the rest, is smooth, and for all types, gains and Qs nearly a
/// mixture of the same two curves, so that one section corrects four bands. With ρ the squared magnitude that is wanted, and
/// τ = (ρ − 1)/(ρ + 1): zeros of C + E and poles of C − E, parabolas in X = sin²(ω/2), give it where E = C·τ. C is
/// (1 − X/b)(1 − X/a + s·X). E, which is nothing at 0 Hz, and s follow from three frequencies by linear least squares.
///
/// Where the rest is below 0.03 dB the section is out of circuit; up to 0.06 dB it fades in.
///
/// - Source: ours; the frequencies, a, b and weights are from a minimax search over types, frequencies, gains and Qs.
struct Corrector {
    var section = Section()
    let points: Points

    /// - Parameter rate: log₂ of the sample rate.
    init(rate: Double) { points = Points(rate: rate) }

    /// Frequencies at which the rest is evaluated: 12.0, 17.2 and 19.9 kHz, the last at 0.4504 of a lower sample rate.
    struct Points {
        /// Frequencies squared, in parts of the sample rate squared.
        let place1: Vector
        let place2: Vector
        let place3: Vector
        /// X there.
        let x1: Vector
        let x2: Vector
        let x3: Vector

        init(rate: Double) {
            let third = Precise.exp2(Precise(repeating: (14.277795916 - rate) * 2)).atMost(0.202867514)
            let second = third * 0.75166971
            let first = third * 0.36540908
            place1 = first.narrowed
            place2 = second.narrowed
            place3 = third.narrowed
            x1 = Precise.sineSquared(Precise(widening: place1)).narrowed
            x2 = Precise.sineSquared(Precise(widening: place2)).narrowed
            x3 = Precise.sineSquared(Precise(widening: place3)).narrowed
        }
    }

    /// Factors by which squared magnitudes have to be multiplied at the three frequencies.
    struct Rest {
        var ratio1 = Vector(repeating: 1)
        var ratio2 = Vector(repeating: 1)
        var ratio3 = Vector(repeating: 1)

        @_noLocks @_noAllocation @inline(__always)
        init() {}

        /// The rest of a band that is partly in circuit.
        @_noLocks @_noAllocation @inline(__always)
        func weighted(_ weight: Vector) -> Rest {
            var result = Rest()
            result.ratio1 = 1 + weight * (ratio1 - 1)
            result.ratio2 = 1 + weight * (ratio2 - 1)
            result.ratio3 = 1 + weight * (ratio3 - 1)
            return result
        }

        @_noLocks @_noAllocation @inline(__always)
        static func * (a: Rest, b: Rest) -> Rest {
            var result = Rest()
            result.ratio1 = a.ratio1 * b.ratio1
            result.ratio2 = a.ratio2 * b.ratio2
            result.ratio3 = a.ratio3 * b.ratio3
            return result
        }
    }

    /// Moves the section to the design that a rest asks for, over the cell that begins now.
    ///
    /// - Parameter snap: columns in which the design is in force at once.
    @_noLocks @_noAllocation
    mutating func follow(_ rest: Rest, snap: VectorMask) {
        let (design, isNeeded) = Corrector.design(rest, points)
        let weight = Vector(repeating: 0).replacing(with: 1, where: isNeeded)
        section.aim(
            at: design.coefficients(weight: weight), weight: weight, isPending: VectorMask(repeating: false),
            snap: snap
        )
    }

    /// Renders frames of one cell of coefficients, or of more while none moves, in place.
    ///
    /// - Parameter frame: play-line frame of the first sample.
    @_noLocks @_noAllocation @inline(__always)
    mutating func render(
        _ left: UnsafeMutablePointer<Vector>, _ right: UnsafeMutablePointer<Vector>,
        scratch: UnsafeMutablePointer<Vector>, _ frame: Int64, count: Int
    ) {
        guard section.isActive else { return }
        if frame & Int64(Block.frames &- 1) == 0 { section.state.flush() }
        let phase = Int(frame & Int64(Block.coefficientFrames &- 1))
        section.render(left, right, scratch, phase: phase, count: count)
    }
}
