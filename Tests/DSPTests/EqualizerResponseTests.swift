import Foundation
import Testing
import Vectors

@testable import DSP

@Suite struct `Equaliser response` {
    static let corners: [Double] = [20, 200, 1_000, 4_500, 8_000, 11_000, 14_000, 16_000, 18_300, 20_000]

    /// Types, gains, Qs, and the bounds in dB up to 16 kHz and above at 44.1 and at 48 kHz.
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
        .init(types: [0], gains: [3, -4],       qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.08, 0.10), at48: (0.06, 0.06)),
        .init(types: [0], gains: [4.1, -5],     qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.08, 0.10), at48: (0.05, 0.06)),
        .init(types: [0], gains: [6, -12, 24],  qs: [0.1, 0.3, 0.7071, 1, 1.4, 2, 5, 20], at44: (0.05, 0.08), at48: (0.05, 0.06)),
        // Shelves.
        .init(types: [1, 2], gains: [3, -4],       qs: [0.1, 0.3, 0.4, 0.5, 0.56, 0.6, 0.7071, 1], at44: (0.05, 0.14), at48: (0.05, 0.06)),
        .init(types: [1, 2], gains: [4.2, -12, 24], qs: [0.1, 0.3, 0.4, 0.5, 0.56, 0.6, 0.7071, 1], at44: (0.05, 0.08), at48: (0.05, 0.06)),
        .init(types: [1, 2], gains: [3, -6],       qs: [1.1, 1.2, 1.4, 2, 3, 5, 10, 20],           at44: (0.05, 0.08), at48: (0.05, 0.06)),
        .init(types: [1, 2], gains: [5.5, -12, 24], qs: [1.1, 1.2, 1.4, 2, 3, 5, 10, 20],          at44: (0.05, 0.08), at48: (0.05, 0.06)),
        // Notches.
        .init(types: [3], gains: [0], qs: [0.1, 0.3, 0.5, 0.7071, 1.4, 2, 5, 20], at44: (0.05, 0.08), at48: (0.05, 0.06)),
    ]

    @Test(arguments: promises) func `it is the analogue prototype's`(promise: Promise) {
        for (rate, bounds) in [(44_100.0, promise.at44), (48_000, promise.at48)] {
            for type in promise.types {
                for gain in promise.gains {
                    var worst = (below: 0.0, above: 0.0)
                    for corner in Self.corners {
                        let response = Self.response(type, corner: corner, gain: gain, qs: promise.qs, rate: rate)
                        for column in 0..<8 {
                            let error = response.errors(column)
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
                    let response = Self.response(
                        type, corner: corner, gain: gain, qs: [0.1, 0.2, 0.47, 0.52, 0.6, 3, 8, 20], rate: 44_100)
                    for c in [response.sections[0], response.corrector.current] {
                        for column in 0..<8 {
                            let (a, k) = (Double(c.a[column]), Double(c.k[column]))
                            // Poles inside the unit circle, by Jury's conditions: a is their product, 1 + a − k their sum.
                            #expect(a < 1 && k >= 0 && 2 * (1 + a) > k)
                            #expect(c.c1[column].isFinite && c.c3[column].isFinite && c.d[column].isFinite)
                        }
                    }
                }
            }
        }
    }

    @Test func `a bell or shelf of 0 dB is flat to the bit`() {
        for type in 0..<3 {
            let flat = Self.response(
                type, corner: 1_000, gain: 0, qs: [0.1, 0.2, 0.47, 0.52, 0.6, 3, 8, 20], rate: 48_000)
            let zero = Vector(repeating: 0)
            #expect(flat.sections[0].c1 == zero && flat.sections[0].c3 == zero)
            #expect(flat.sections[0].d == Vector(repeating: 1) && flat.corrector.weight == zero)
        }
    }

    static func response(
        _ type: Int, corner: Double, gain: Double, qs: [Double], rate: Double
    ) -> EqualizerResponse {
        EqualizerResponse(qs.map { [BandSetting(type: type, corner: corner, gain: gain, q: $0)] }, rate: rate)
    }
}
