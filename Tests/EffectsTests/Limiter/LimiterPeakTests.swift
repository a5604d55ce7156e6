import Effects
import Foundation
import Testing

@Suite struct LimiterPeakTests {
    // swift-format-ignore
    static let signals: [(String, [Float])] = [
        ("EBU 15: fs/4, 0°, −6 dBFS", PeakSignals.sine(1 / 4, amplitude: 0.5)),
        ("EBU 16: fs/4, 45°, −6 dBFS", PeakSignals.sine(1 / 4, phase: 45, amplitude: 0.5)),
        ("EBU 17: fs/6, 60°, −6 dBFS", PeakSignals.sine(1 / 6, phase: 60, amplitude: 0.5)),
        ("EBU 18: fs/8, 67.5°, −6 dBFS", PeakSignals.sine(1 / 8, phase: 67.5, amplitude: 0.5)),
        ("EBU 19: fs/4, 45°, +3 dBFS", PeakSignals.sine(1 / 4, phase: 45, amplitude: 1.41)),
        ("EBU 20: burst, offset 0", PeakSignals.burst(offset: 0)),
        ("EBU 21: burst, offset 1", PeakSignals.burst(offset: 1)),
        ("EBU 22: burst, offset 2", PeakSignals.burst(offset: 2)),
        ("EBU 23: burst, offset 3", PeakSignals.burst(offset: 3)),
        ("sine of 997 Hz", PeakSignals.sine(997 / 48_000)),
        ("sine of 15.7 kHz", PeakSignals.sine(0.3271)),
        ("sine of 20 kHz", PeakSignals.sine(20_000 / 48_000 + 1e-5)),
        ("sine of 21.7 kHz", PeakSignals.sine(0.4531)),
        ("square of 997 Hz", PeakSignals.square(997)),
        ("square of 7919 Hz", PeakSignals.square(7919)),
        ("clipped music", PeakSignals.clippedMusic),
        ("noise of full scale", Noise.row(PeakSignals.count, seed: 1)),
        ("noise of ±1", Noise.row(PeakSignals.count, seed: 2).map { $0 < 0 ? -1 : 1 }),
        ("impulses", PeakSignals.impulses),
        ("alternating ±1, bursts", PeakSignals.alternations),
        ("alternating ±1, turned over", PeakSignals.turnOver),
        ("highest between samples", PeakSignals.worst),
    ]

    /// Input gain, ceiling (dB), release (log₂ ms).
    static let settings: [(Float, Float, Float)] = [(12, -1, 6.64), (24, -20, 0)]

    @Test(arguments: signals.indices)
    func `no true peak exceeds the ceiling by a tenth of a dB`(index: Int) {
        let (name, signal) = Self.signals[index]
        for (gain, ceiling, release) in Self.settings {
            var run = LimiterRun()
            run.gain = .steady(gain)
            run.ceiling = .steady(ceiling)
            run.release = .steady(release)
            // The other channel is quieter by 1 dB, so it must follow and stay below.
            let tail = [Float](repeating: 0, count: 200)
            let result = run(signal + tail, signal.map { $0 * 0.89 } + tail)
            let peak = TruePeak.decibels(of: result.left)
            #expect(peak <= Double(ceiling) + 0.1, "\(name)")
            // It is not just turned down: the highest peak comes close to the ceiling.
            #expect(peak > Double(ceiling) - 0.75, "\(name)")
            #expect(TruePeak.decibels(of: result.right) <= peak, "\(name)")
            if ProcessInfo.processInfo.environment["PEAK_TABLE"] != nil {
                let before = TruePeak.decibels(of: signal) + Double(gain)
                print("TABLE | \(name) | \(String(format: "%+.2f | %+.0f | %+.3f", before, ceiling, peak)) |")
            }
        }
    }

    @Test(arguments: [44_100, 88_200, 192_000])
    func `the ceiling holds at other sample rates`(sampleRate: Int) {
        var run = LimiterRun()
        run.gain = .steady(18)
        run.release = .steady(3)
        let music = PeakSignals.clippedMusic + [Float](repeating: 0, count: 600)
        let result = run(music, music, sampleRate: sampleRate)
        let peak = TruePeak.decibels(of: result.left)
        #expect(peak <= -0.9)
        #expect(peak > -1.2)
    }
}
