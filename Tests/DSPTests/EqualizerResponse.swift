import Foundation
import Vectors

@testable import DSP

/// A band as a user sets it, in hertz, dB and Q.
struct BandSetting: Sendable {
    var type: Int
    var corner: Double
    var gain: Double
    var q: Double

    /// What the analogue prototype does, in dB.
    func level(at frequency: Double) -> Double {
        Analogue.band(type, frequency, corner: corner, gain: gain, q: q)
    }
}

/// The equaliser's sections for eight strips, each with the same number of bands, and how far they are from the prototypes.
struct EqualizerResponse {
    let strips: [[BandSetting]]
    let rate: Double
    let sections: [Section.Coefficients]
    let corrector: Section

    init(_ strips: [[BandSetting]], rate: Double) {
        self.strips = strips
        self.rate = rate
        var corrector = Corrector(rate: log2(rate))
        var rest = Corrector.Rest()
        var sections: [Section.Coefficients] = []
        for band in strips[0].indices {
            func row(_ value: (BandSetting) -> Double) -> Vector {
                var row = Vector(repeating: 0)
                for column in 0..<8 { row[column] = Float(value(strips[column][band])) }
                return row
            }
            let design = ResonanceDesign(
                types: row { Double($0.type) }, frequency: row { log2($0.corner) }, gain: row { $0.gain },
                q: row { log2($0.q) }, rate: Vector(repeating: Float(log2(rate)))
            ).design(corrector.points)
            sections.append(design.section.coefficients(weight: Vector(repeating: 1)))
            rest = rest * design.rest
        }
        corrector.follow(rest, snap: VectorMask(repeating: true))
        self.sections = sections
        self.corrector = corrector.section
    }

    /// dB at a frequency in hertz.
    func level(_ column: Int, at frequency: Double) -> Double {
        let made = sections.reduce(0) { $0 + $1.level(column, at: frequency / rate) }
        return corrector.weight[column] == 0 ? made : made + corrector.current.level(column, at: frequency / rate)
    }

    /// Largest error in dB up to 16 kHz and from there to 20 kHz; what is below −60 dB is not compared.
    func errors(_ column: Int) -> (below: Double, above: Double) {
        var (below, above) = (0.0, 0.0)
        let around = strips[column].flatMap { band in
            stride(from: -3.0, through: 3, by: 0.5).map { band.corner * (1 + $0 / band.q / 4) }
        }
        let grid = stride(from: 0.0, through: 20, by: 1).map { 20 * pow(1_000, $0 / 20) }
        for frequency in grid + around + Self.top where frequency >= 20 && frequency <= 20_000 {
            let levels = strips[column].map { $0.level(at: frequency) }
            if levels.contains(where: { $0 < -60 }) { continue }
            let error = abs(level(column, at: frequency) - levels.reduce(0, +))
            if frequency <= 16_000 {
                if !(error <= below) { below = error }
            } else {
                if !(error <= above) { above = error }
            }
        }
        return (below, above)
    }

    private static let top = [13_500.0, 15_000, 16_000, 16_001, 17_000, 18_000, 19_000, 20_000]
}
