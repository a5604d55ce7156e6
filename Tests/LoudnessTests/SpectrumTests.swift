import Foundation
import Loudness
import Testing

@Suite struct SpectrumTests {
    static let spectrum = Spectrum(sampleRate: 48_000, frames: 8192)

    private func sine(_ frequency: Double, frames: Int = 8192, rate: Double = 48_000) -> [Float] {
        (0..<frames).map { Float(sin(2 * .pi * frequency * Double($0) / rate + 0.4)) }
    }

    @Test(arguments: [200.0, 500, 1000, 2500, 8000, 16_000])
    func `a sine stands in its band`(frequency: Double) {
        let row = sine(frequency)
        let levels = Self.spectrum.levels(left: row, right: row)
        let own = Spectrum.centres.firstIndex(of: frequency)!
        #expect(abs(levels[own]) < 0.2)
        for (band, level) in levels.enumerated() where abs(band - own) > 2 { #expect(level < -50) }
        // One side alone: half of the power.
        let half = Self.spectrum.levels(left: row, right: [Float](repeating: 0, count: 8192))
        #expect(abs(half[own] + 3.01) < 0.2)
    }

    @Test func `a longer stretch tells the lowest bands apart`() {
        let spectrum = Spectrum(sampleRate: 8000, frames: 8192)
        for band in 0..<6 {
            let row = sine(1000 * pow(10, Double(band - 17) / 10), rate: 8000)
            let levels = spectrum.levels(left: row, right: row)
            #expect(abs(levels[band]) < 0.6)
            #expect(levels.firstIndex(of: levels.max()!) == band)
        }
        // Nothing above half the sample rate.
        #expect(spectrum.levels(left: [1], right: [1])[25...].allSatisfy { $0 == -.infinity })
    }

    @Test func `pink noise is level`() {
        // A sine of random phase in every bin, falling by 3 dB per octave: pink by construction.
        let frames = 8192
        var noise = Noise(seed: 7)
        var row = [Double](repeating: 0, count: frames)
        for bin in stride(from: 20, to: 3600, by: 5) {
            let phase = Double(noise.next()) * .pi
            let level = 0.02 / Double(bin).squareRoot()
            // By recurrence, as it is quicker than a sine.
            let turn = 2 * .pi * Double(bin) / Double(frames)
            var (now, before) = (level * cos(phase), level * cos(phase - turn))
            let twice = 2 * cos(turn)
            for frame in 0..<frames {
                row[frame] += now
                (now, before) = (twice * now - before, now)
            }
        }
        let samples = row.map(Float.init)
        let levels = Self.spectrum.levels(left: samples, right: samples)
        // 500 Hz to 16 kHz: enough of them in each band.
        let inner = levels[14...29]
        let mean = inner.reduce(0, +) / Float(inner.count)
        for level in inner { #expect(abs(level - mean) < 1) }
    }

    @Test func `silence, too few samples, and what is no number`() {
        #expect(Self.spectrum.levels(left: [], right: []).allSatisfy { $0 == -.infinity })
        var row = sine(1000)
        row[10] = .nan
        #expect(abs(Self.spectrum.levels(left: row, right: row)[17]) < 0.3)
        #expect(Spectrum.centres.count == 31)
    }
}
