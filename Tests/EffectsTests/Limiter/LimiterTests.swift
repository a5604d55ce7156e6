import Effects
import Foundation
import Testing

@Suite struct LimiterTests {
    static let latency = 104

    @Test func `below the ceiling the samples pass with their bits, later by the latency`() {
        let latency = Limiter(sampleRate: 48_000, isDelaying: false).latency
        #expect(latency == Self.latency)
        // Peaks of 0.25 dB below the ceiling, noise well below it, and the smallest of numbers.
        let signals: [[Float]] = [
            PeakSignals.sine(1 / 4, phase: 45, amplitude: 0.866),
            PeakSignals.sine(1 / 6, phase: 10, amplitude: 0.866),
            PeakSignals.sine(0.0123, amplitude: 0.866), Noise.row(2400, seed: 3, level: 0.3),
            Noise.row(2400, seed: 3, level: 1e-30),
        ]
        for sharp in signals {
            // A sudden beginning would have a higher peak of its own.
            let signal = sharp.enumerated().map { $1 * min(1, Float($0) / 256) }
            let other = Noise.row(signal.count, seed: 9, level: 0.2)
            let result = LimiterRun()(signal, other)
            #expect(result.left == [Float](repeating: 0, count: Self.latency) + signal.dropLast(Self.latency))
            #expect(result.right == [Float](repeating: 0, count: Self.latency) + other.dropLast(Self.latency))
            #expect(result.reduction == 0)
        }
    }

    @Test func `the reduction is what the peaks need`() {
        var run = LimiterRun()
        run.gain = .steady(6)
        run.ceiling = .steady(-2)
        let sine = PeakSignals.sine(0.01, amplitude: 1)
        #expect(abs(run(sine, sine).reduction - 8) < 0.02)
    }

    @Test(arguments: [20.0, 100, 400])
    func `a single peak is released with the time constant that is set`(milliseconds: Double) {
        var run = LimiterRun()
        run.release = .steady(Float(log2(milliseconds)))
        run.ceiling = .steady(0)
        let frames = Int(milliseconds * 48) + 1500
        // An offset so low that nothing limits it shows the gain.
        var signal = [Float](repeating: 0.01, count: frames)
        signal[500] = 2
        let gains = run(signal, signal).left.map { Double($0) / 0.01 }
        let start = 500 + Self.latency + 2
        #expect(abs(gains[start] - 0.5) < 0.005)
        // Where it has come back by 63 % of its way.
        let time = (start..<frames).first { gains[$0] > 1 - 0.5 * exp(-1) }.map { Double($0 - start) / 48 }
        // The smoothing takes its time too.
        #expect(abs((time ?? 0) - milliseconds - 0.66) < 0.05 * milliseconds)
    }

    @Test func `what was pressed for long returns more slowly`() {
        var run = LimiterRun()
        run.release = .steady(5)
        let quiet = [Float](repeating: 0.01, count: 4800)
        let long = [Float](repeating: 2, count: 9600)
        let short = [Float](repeating: 0.01, count: 9599) + [2]
        func back(_ loud: [Float]) -> Float { run(loud + quiet, loud + quiet).left[9600 + Self.latency + 3000] }
        #expect(back(long) < 0.9 * back(short))
    }

    @Test func `the gain never jumps`() {
        var run = LimiterRun()
        run.gain = .steady(24)
        run.release = .steady(0)
        var signal = [Float](repeating: 0.001, count: 2000)
        signal[700] = 1
        let gains = run(signal, signal).left.map { $0 / (0.001 * 15.848932) }
        for frame in Self.latency + 1..<2000 where frame != 700 + Self.latency && frame != 701 + Self.latency {
            // The steepest of a triangle's integral over 63 frames is 1/32.
            #expect(abs(gains[frame] - gains[frame - 1]) < 1.01 / 32)
        }
    }

    @Test func `a NaN passes and is forgotten`() {
        var signal = Noise.row(2000, seed: 4)
        let clean = LimiterRun()(signal, signal).left
        signal[500] = .nan
        signal[501] = .infinity
        let result = LimiterRun()(signal, signal).left
        #expect(result[500 + Self.latency].isNaN)
        #expect(!result[502 + Self.latency..<2000].contains { !$0.isFinite })
        #expect(clean.prefix(400) == result.prefix(400))
        #expect(!(502..<2000 - Self.latency).contains { abs(result[$0 + Self.latency]) > 0.9 })
    }
}
