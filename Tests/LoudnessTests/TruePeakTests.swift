import CEBUR128
import Foundation
import Loudness
import Testing

@Suite struct `True peak` {
    /// Of EBU Tech 3341, version 4 (2023), table 1: part of the sample rate, amplitude, phase in degrees, dBTP.
    static let sines: [(number: Int, divisor: Double, amplitude: Double, phase: Double, expected: Double)] = [
        (15, 4, 0.50, 0, -6),
        (16, 4, 0.50, 45, -6),
        (17, 6, 0.50, 60, -6),
        (18, 8, 0.50, 67.5, -6),
        (19, 4, 1.41, 45, 3),
    ]

    @Test(arguments: sines)
    func `is that of cases 15 to 19`(
        number: Int, divisor: Double, amplitude: Double, phase: Double, expected: Double
    ) throws {
        let samples = faded(
            (0..<12_000).map { 2 * .pi * Double($0) / divisor + phase * .pi / 180 }.map { amplitude * sin($0) })
        try expectPeak(number, samples, expected)
    }

    /// A sine of a sixth of the sample rate at 0.5 with one period of a quarter of it at 1.0, made at four times the rate.
    @Test(arguments: [20, 21, 22, 23])
    func `is that of cases 20 to 23`(number: Int) throws {
        var fast: [Double] = []
        for index in 0..<24 * 400 { fast.append(0.5 * sin(2 * .pi * Double(index) / 24)) }
        for index in 0..<16 { fast.append(sin(2 * .pi * Double(index) / 16)) }
        for index in 0..<24 * 400 { fast.append(0.5 * sin(2 * .pi * Double(index) / 24)) }
        // Against aliasing: a windowed sinc at half the lower rate.
        let half = 240
        let filter = (-half...half).map { tap -> Double in
            let turn = Double.pi * Double(tap) / 4
            let window =
                0.42 + 0.5 * cos(.pi * Double(tap) / Double(half)) + 0.08 * cos(2 * .pi * Double(tap) / Double(half))
            return (tap == 0 ? 1 : sin(turn) / turn) * window / 4
        }
        let samples = stride(from: half + number - 20, to: fast.count - half, by: 4).map { centre -> Double in
            var sum = 0.0
            for tap in 0..<filter.count { sum += filter[tap] * fast[centre + tap - half] }
            return sum
        }
        try expectPeak(number, faded(samples), 0)
    }

    /// 10 ms in and out, at 48 kHz.
    private func faded(_ samples: [Double]) -> [Float] {
        samples.indices.map { Float(samples[$0] * min(1, Double($0) / 480, Double(samples.count - 1 - $0) / 480)) }
    }

    private func expectPeak(_ number: Int, _ samples: [Float], _ expected: Double) throws {
        let meter = try LoudnessMeter(sampleRate: 48_000)
        meter.add(left: samples, right: samples, frames: samples.count)
        let peaks = meter.finish().truePeaks
        for peak in peaks { #expect(peak <= expected + 0.2 && peak >= expected - 0.4) }
    }

    @Test(arguments: [44_100, 48_000, 96_000, 192_000])
    func `leaves nothing out that the library would find`(rate: Int) throws {
        for (index, shape) in Noise.shapes.enumerated() {
            let samples = Noise(seed: UInt64(index + 1)).samples(60_000, shape)
            let meter = try LoudnessMeter(sampleRate: rate)
            meter.add(interleaved: samples, frames: samples.count / 2)
            // The library hears everything, and the silence after it.
            let whole = samples + [Float](repeating: 0, count: 256)
            var state = ebur128_init(2, UInt(rate), Int32(EBUR128_MODE_TRUE_PEAK.rawValue))
            defer { ebur128_destroy(&state) }
            ebur128_add_frames_float(state, whole, whole.count / 2)
            let peaks = meter.finish().truePeaks
            for channel in 0..<2 {
                var peak = 0.0
                ebur128_true_peak(state, UInt32(channel), &peak)
                #expect(peaks[channel] == 20 * log10(peak))
            }
        }
    }

    @Test func `counts what a converter makes of the end`() throws {
        // The wave rises above its last two samples.
        let samples = [Float](repeating: 0, count: 479) + [0.5, 0.5]
        let meter = try LoudnessMeter(sampleRate: 48_000)
        meter.add(left: samples, right: samples, frames: samples.count)
        let report = meter.finish()
        #expect(report.samplePeak == 20 * log10(0.5))
        #expect(try #require(report.truePeak) > 20 * log10(0.6))
    }

    @Test func `is not measured where it is not asked for`() throws {
        let meter = try LoudnessMeter(sampleRate: 48_000, measuresTruePeak: false)
        #expect(meter.truePeak(0) == nil)
        #expect(meter.finish().truePeak == nil)
    }
}
