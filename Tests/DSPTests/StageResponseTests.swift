import Foundation
import MixModel
import Testing

@testable import DSP

/// What is drawn of the equaliser is what an impulse through the kernel has.
@Suite struct `Response worked out from coefficients` {
    /// Positions of high-pass and low-pass, then of the equaliser.
    static let settings: [(filters: [Float], equalizer: [Float])] = {
        func log(_ value: Double) -> Float { Float(log2(value)) }
        let flat: [Float] = [1, 0, log(400), 0, 0]
        return [
            ([1, log(80), 24, 1, log(12_000), 12], [1] + [1, 1, log(120), 6, log(0.707)] + flat + flat + flat),
            (
                [0, log(80), 12, 0, log(16_000), 12],
                [1] + [1, 0, log(400), -9, 0] + [1, 3, log(1000), 0, 2] + [1, 0, log(2500), 9, 1] + [
                    1, 2, log(8000), 12, log(0.707),
                ]
            ),
            (
                [1, log(20), 12, 1, log(20_000), 24],
                [1] + [1, 2, log(60), -24, log(0.5)] + [1, 1, log(15_000), 18, log(1)] + [
                    1, 0, log(16_000), 24, log(4),
                ] + [1, 0, log(19_000), -24, log(2)]
            ),
        ]
    }()

    /// The roles in the order of ``settings``, and of the rows of a bench.
    private static let filterRoles: [Role] = [.hpfOn, .hpfFrequency, .hpfSlope, .lpfOn, .lpfFrequency, .lpfSlope]
    private static let bandRoles: [Role] = [
        .eqOn, .eq1On, .eq1Type, .eq1Frequency, .eq1Gain, .eq1Q, .eq2On, .eq2Type, .eq2Frequency, .eq2Gain, .eq2Q,
        .eq3On, .eq3Type, .eq3Frequency, .eq3Gain, .eq3Q, .eq4On, .eq4Type, .eq4Frequency, .eq4Gain, .eq4Q,
    ]

    @Test(arguments: settings.indices)
    func `is the measured one within 0.01 dB`(setting: Int) {
        let (filters, equalizer) = Self.settings[setting]
        let filterBench = StageBench<Filters>()
        filterBench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        filterBench.position = { row, _, _ in filters[row] }
        filterBench.render(0..<65_536)
        let bandBench = StageBench<Equalizer>()
        bandBench.input = { _, _, frame in frame == 0 ? 1 : 0 }
        bandBench.position = { row, _, _ in equalizer[row] }
        bandBench.render(0..<65_536)
        let told = zip(Self.filterRoles + Self.bandRoles, filters + equalizer)
        let positions = Dictionary(uniqueKeysWithValues: Array(told))
        let response = StageResponse(sampleRate: 48_000) { positions[$0] ?? .nan }
        for frequency in stride(from: 25.0, to: 20_000, by: 487.3) {
            let angle = 2 * Double.pi * frequency / 48_000
            let power = response.power(cosine: cos(angle), sine: sin(angle))
            for (measured, computed) in [
                (Self.level(filterBench.output[0], angle), 10 * log10(power.filters)),
                (Self.level(bandBench.output[0], angle), 10 * log10(power.equalizer)),
            ] where measured > -60 {
                #expect(
                    abs(measured - computed) < 0.01, "\(frequency) Hz: \(measured) measured, \(computed) computed")
            }
        }
    }

    private static func level(_ response: [Float], _ angle: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (frame, sample) in response.enumerated() where sample != 0 {
            real += Double(sample) * cos(angle * Double(frame))
            imaginary += Double(sample) * sin(angle * Double(frame))
        }
        return 10 * log10(max(1e-12, real * real + imaginary * imaginary))
    }
}
