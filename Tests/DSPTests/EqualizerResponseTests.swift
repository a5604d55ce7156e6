import Foundation
import Lanes
import Testing

@testable import DSP

@Suite struct `Equaliser response` {
    static let corners: [Double] = [20, 60, 200, 700, 2_000, 4_500, 8_000, 11_000, 13_500, 16_000, 18_000, 19_900]

    /// Type, gains, Qs, and the bounds in dB up to 16 kHz and above at 44.1 and at 48 kHz.
    struct Promise: Sendable {
        let types: [Int]
        let gains: [Double]
        let qs: [Double]
        let at44: (Double, Double)
        let at48: (Double, Double)
    }

    // swift-format-ignore
    static let promises: [Promise] = [
        // Bells.
        .init(types: [0], gains: [3, -3],   qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.06, 0.07), at48: (0.05, 0.05)),
        .init(types: [0], gains: [6, -6],   qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.11, 0.14), at48: (0.08, 0.08)),
        .init(types: [0], gains: [12, -12], qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.16, 0.25), at48: (0.13, 0.14)),
        .init(types: [0], gains: [24, -24], qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.22, 0.42), at48: (0.15, 0.22)),
        // Shelves without a bump; steeper ones overshoot, and their bumps are harder to follow near Nyquist.
        .init(types: [1, 2], gains: [6, -6],   qs: [0.1, 0.3, 0.4, 0.5, 0.6, 0.7071, 0.85, 1], at44: (0.10, 0.12), at48: (0.06, 0.08)),
        .init(types: [1, 2], gains: [12, -12], qs: [0.1, 0.3, 0.4, 0.5, 0.6, 0.7071, 0.85, 1], at44: (0.12, 0.20), at48: (0.09, 0.14)),
        .init(types: [1, 2], gains: [24, -24], qs: [0.1, 0.3, 0.4, 0.5, 0.6, 0.7071, 0.85, 1], at44: (0.20, 0.40), at48: (0.16, 0.25)),
        .init(types: [1, 2], gains: [12, -12], qs: [1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2],     at44: (0.30, 0.60), at48: (0.20, 0.40)),
        // Notches: the zero is exact, so less is free to fit.
        .init(types: [3], gains: [0], qs: [2, 2.5, 3, 4, 5, 8, 12, 20], at44: (0.22, 0.45), at48: (0.12, 0.16)),
        .init(types: [3], gains: [0], qs: [0.1, 0.3, 0.4, 0.5, 0.7071, 1, 1.4, 1.8], at44: (0.42, 1.05), at48: (0.30, 0.40)),
    ]

    @Test(arguments: promises) func `it is the analogue prototype's`(promise: Promise) {
        for (rate, bounds) in [(44_100.0, promise.at44), (48_000, promise.at48), (96_000, promise.at48)] {
            for type in promise.types {
                for gain in promise.gains {
                    var worst = (below: 0.0, above: 0.0)
                    for corner in Self.corners {
                        for error in Self.errors(type, corner: corner, gain: gain, qs: promise.qs, rate: rate) {
                            worst = (max(worst.below, error.below), max(worst.above, error.above))
                        }
                    }
                    #expect(worst.below < bounds.0, "type \(type), \(gain) dB at \(rate) Hz")
                    #expect(worst.above < bounds.1, "type \(type), \(gain) dB at \(rate) Hz")
                }
            }
        }
    }

    @Test func `no setting is wild`() {
        for corner in Self.corners {
            for gain in [-24.0, -0.01, 0.01, 24] {
                for type in 0..<4 {
                    let design = Self.design(
                        type, corner: corner, gain: gain, qs: [0.1, 0.2, 0.47, 0.52, 0.6, 3, 8, 20], rate: 44_100)
                    for lane in 0..<8 {
                        let c = design
                        let (a, k) = (Double(c.a[lane]), Double(c.k[lane]))
                        // Poles inside the unit circle, by Jury's conditions: a is their product, 1 + a − k their sum.
                        #expect(a < 1 && k > 0 && 2 * (1 + a) > k)
                        #expect(c.c1[lane].isFinite && c.c3[lane].isFinite && c.d[lane].isFinite)
                    }
                }
            }
        }
    }

    @Test func `a bell or shelf of 0 dB is flat to the bit`() {
        for type in 0..<3 {
            let flat = Self.design(
                type, corner: 1_000, gain: 0, qs: [0.1, 0.2, 0.47, 0.52, 0.6, 3, 8, 20], rate: 48_000)
            let zero = Lanes(repeating: 0)
            #expect(flat.c1 == zero && flat.c3 == zero && flat.d == Lanes(repeating: 1))
        }
    }

    static func design(
        _ type: Int, corner: Double, gain: Double, qs: [Double], rate: Double
    ) -> Section.Coefficients {
        var q = Lanes(repeating: 0)
        for lane in 0..<8 { q[lane] = Float(log2(qs[lane])) }
        let design = ResonanceDesign(
            types: Lanes(repeating: Float(type)), frequency: Lanes(repeating: Float(log2(corner))),
            gain: Lanes(repeating: Float(gain)), q: q, rate: Lanes(repeating: Float(log2(rate))))
        return design.design().coefficients(weight: Lanes(repeating: 1))
    }

    /// Largest error in dB up to 16 kHz and from there to 20 kHz, of eight Qs; what is below −60 dB is not compared.
    static func errors(
        _ type: Int, corner: Double, gain: Double, qs: [Double], rate: Double
    ) -> [(below: Double, above: Double)] {
        let coefficients = design(type, corner: corner, gain: gain, qs: qs, rate: rate)
        return (0..<8).map { lane in
            var (below, above) = (0.0, 0.0)
            let around = stride(from: -3.0, through: 3, by: 0.2).map { corner * (1 + $0 / qs[lane] / 4) }
            let grid = stride(from: 0.0, through: 40, by: 1).map { 20 * pow(1_000, $0 / 40) }
            for frequency in grid + around + [17_000, 18_000, 19_000] where frequency >= 20 && frequency <= 20_000 {
                let expected = Analogue.band(type, frequency, corner: corner, gain: gain, q: qs[lane])
                if expected < -60 { continue }
                let error = abs(coefficients.level(lane, at: frequency / rate) - expected)
                if frequency <= 16_000 {
                    if !(error <= below) { below = error }
                } else {
                    if !(error <= above) { above = error }
                }
            }
            return (below, above)
        }
    }
}
