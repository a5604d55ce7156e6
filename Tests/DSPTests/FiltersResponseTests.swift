import Foundation
import Testing
import Vectors

@testable import DSP

@Suite struct `Filters' response` {
    // swift-format-ignore
    /// Whether low-pass, dB per octave, and the bounds in dB up to 16 kHz and above.
    static let promises: [(low: Bool, slope: Double, below: Double, above: Double)] = [
        (low: false, slope: 12, below: 0.03, above: 0.03),
        (low: false, slope: 24, below: 0.07, above: 0.07),
        (low: true,  slope: 12, below: 0.10, above: 0.20),
        (low: true,  slope: 24, below: 0.02, above: 0.05),
    ]

    @Test(arguments: promises)
    func `it is Butterworth's`(promise: (low: Bool, slope: Double, below: Double, above: Double)) {
        let order = promise.slope / 6
        let steep = Precise(repeating: promise.slope == 24 ? 1 : 0)
        let corners =
            promise.low
            ? [1_000.0, 1_700, 3_000, 6_000, 10_000, 15_000, 19_000, 22_000] : [10, 20, 40, 80, 150, 300, 600, 1_000]
        for rate in [44_100.0, 48_000, 96_000, 192_000] {
            var corner = Precise(repeating: 0)
            for column in 0..<8 { corner[column] = log2(corners[column] / rate) }
            let (first, second) =
                promise.low
                ? ButterworthDesign.lowPass(corner: corner, steepness: steep)
                : ButterworthDesign.highPass(corner: corner, steepness: steep)
            let one = first.coefficients(weight: Vector(repeating: 1))
            let two = second.coefficients(weight: steep.narrowed)
            for (column, corner) in corners.enumerated() {
                for step in 0...120 {
                    let frequency = 20 * pow(1_000, Double(step) / 120)
                    let expected =
                        promise.low
                        ? Analogue.lowPass(frequency, corner: corner, order: order)
                        : Analogue.highPass(frequency, corner: corner, order: order)
                    let level = one.level(column, at: frequency / rate) + two.level(column, at: frequency / rate)
                    let bound = frequency <= 16_000 ? promise.below : promise.above
                    #expect(abs(level - expected) < bound, "\(frequency) Hz, corner \(corner) Hz at \(rate)")
                }
            }
        }
    }

    @Test(arguments: [12.0, 24]) func `what is rendered has that response`(slope: Double) {
        let bench = StageBench<Filters>()
        bench.position = { row, column, _ in
            switch row {
            case 1: Float(log2(20 * pow(1.7, Double(column))))
            case 4: Float(log2(2_000 * pow(1.4, Double(column))))
            case 2, 5: Float(slope)
            default: 1
            }
        }
        bench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        bench.render(0..<16_384)
        for column in 0..<8 {
            for frequency in [30.0, 100, 500, 2_000, 8_000, 15_000] {
                let expected =
                    Analogue.highPass(frequency, corner: 20 * pow(1.7, Double(column)), order: slope / 6)
                    + Analogue.lowPass(frequency, corner: 2_000 * pow(1.4, Double(column)), order: slope / 6)
                if expected < -90 { continue }
                let level = spectrum(bench.output[column], at: frequency)
                #expect(abs(level - expected) < 0.15, "\(frequency) Hz, column \(column)")
            }
        }
    }

    @Test func `equalised noise has the response of all four bands`() {
        let settings: [(type: Int, frequency: Double, gain: Double, q: Double)] = [
            (1, 120, 6, 0.7), (0, 400, -9, 1.4), (0, 2_500, 4, 2), (2, 8_000, -6, 0.7),
        ]
        let bench = StageBench<Equalizer>()
        bench.position = { row, column, _ in
            if row == 0 { return 1 }
            let band = settings[(row - 1) / 5]
            // Every column is tuned a little higher than the one before, and every second one has other types.
            let type = column % 2 == 0 ? band.type : 0
            return [
                1, Float(type), Float(log2(band.frequency * (1 + Double(column) / 10))), Float(band.gain),
                Float(log2(band.q)),
            ][(row - 1) % 5]
        }
        bench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        bench.render(0..<16_384)
        for column in 0..<8 {
            for frequency in [25.0, 90, 250, 450, 1_500, 3_000, 7_000, 12_000] {
                var expected = 0.0
                for band in settings {
                    expected += Analogue.band(
                        column % 2 == 0 ? band.type : 0, frequency,
                        corner: band.frequency * (1 + Double(column) / 10),
                        gain: band.gain, q: band.q)
                }
                #expect(
                    abs(spectrum(bench.output[column], at: frequency) - expected) < 0.15, "\(frequency) Hz, \(column)"
                )
            }
        }
    }

    /// Level in dB of an impulse response at a frequency, at 48 kHz.
    func spectrum(_ response: [Float], at frequency: Double) -> Double {
        let rate = 48_000
        let angle = 2 * Double.pi * frequency / Double(rate)
        let (turnReal, turnImaginary) = (cos(angle), -sin(angle))
        var (real, imaginary, phaseReal, phaseImaginary) = (0.0, 0.0, 1.0, 0.0)
        for sample in response {
            real += Double(sample) * phaseReal
            imaginary += Double(sample) * phaseImaginary
            let next = phaseReal * turnReal - phaseImaginary * turnImaginary
            phaseImaginary = phaseReal * turnImaginary + phaseImaginary * turnReal
            phaseReal = next
        }
        return 10 * log10(real * real + imaginary * imaginary)
    }
}
