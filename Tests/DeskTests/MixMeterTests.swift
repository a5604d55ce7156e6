import Engine
import Foundation
import Loudness
import MixModel
import SessionStore
import Testing

@testable import Desk

/// What the meters say of signals that are known.
@Suite struct `Meters of the mix` {
    /// Plays a signal, the same on both sides, and reads the meters ten times a second.
    private func reading(
        _ signal: @escaping Listening.Signal, seconds: Double = 4,
        change: @escaping (inout Mix) -> Void = { _ in }
    ) throws -> (mix: MixReading, meters: DeskMeters) {
        let listening = try Listening(
            mix: .init(seconds: seconds + 1, signal: signal), change: { document, _ in change(&document.mix) })
        let meters = DeskMeters(listening.desk)
        for _ in 0..<Int(seconds * 10) {
            listening.play(0.1)
            meters.update(at: Double(listening.desk.now) / 48_000)
        }
        return (try #require(listening.studio.meter).reading, meters)
    }

    @Test func `a sine of 1 kHz at -23 dBFS on both sides reads -23 LUFS, momentary, short-term and integrated`()
        throws
    {
        let amplitude = pow(10, -23.0 / 20)
        let (mix, meters) = try reading(Tone.sine(1000, amplitude))
        for loudness in [mix.momentary, mix.shortTerm, mix.integrated] { #expect(abs(loudness + 23) <= 0.1) }
        #expect(abs(mix.truePeak + 23) < 0.2)
        #expect(try #require(mix.range) < 0.1)
        #expect(abs(mix.correlation - 1) < 1e-4)
        #expect(abs(mix.seconds - 4) < 0.05 && mix.missedFrames == 0)
        // The band of 1 kHz holds it, and no other does.
        let band = try #require(Spectrum.centres.firstIndex(of: 1000))
        #expect(abs(mix.spectrum[band] + 23) < 0.2)
        #expect(mix.spectrum.indices.filter { $0 != band && mix.spectrum[$0] > -60 }.isEmpty)
        for node in [Node.strip(1), .master] {
            #expect(abs(meters[node].peak + 23) < 0.05 && abs(meters[node].held + 23) < 0.05)
            #expect(abs(meters[node].rms + 26.01) < 0.1)
            #expect(meters[node].clips == 0)
        }
    }

    @Test func `one side alone is half the power, and sides that are turned over are told`() throws {
        let signal = Tone.sine(1000, 0.1)
        let both = try reading(signal).mix
        let left = try reading(signal) { $0[ParameterID(.strip(1), .pan)] = -1 }
        #expect(left.mix.correlation == 1)
        #expect(left.meters[.master].peakRight == -.infinity)
        #expect(abs(left.mix.integrated - (both.integrated - 3.01)) < 0.05)
        let against = try reading(signal) { mix in
            mix.strips.append(mix.strips[0])
            mix[ParameterID(.strip(1), .pan)] = -1
            mix[ParameterID(.strip(2), .pan)] = 1
            mix[ParameterID(.strip(2), .polarity)] = 1
        }
        #expect(abs(against.mix.correlation + 1) < 1e-4)
        #expect(abs(against.mix.integrated - both.integrated) < 0.05)
    }

    @Test func `reductions are those of the stages, and what is beyond full scale is counted and held`() throws {
        // A sine of full scale has an RMS of -3 dB: 17 dB above the threshold at 4:1 leave a quarter.
        let compressed = try reading(Tone.sine(1000, 1)) { mix in
            for (role, value) in [
                (Role.compOn, 1), (.compDetector, 1), (.compThreshold, -20), (.compRatio, 2), (.compKnee, 0),
            ]
                as [(Role, Float)]
            {
                mix[ParameterID(.strip(1), role)] = value
            }
        }
        #expect(abs(compressed.meters[.strip(1)].compressor - 0.75 * 16.99) < 0.3)
        let limited = try reading(Tone.sine(997, 0.9)) { mix in
            mix[ParameterID(.master, .limiterOn)] = 1
            mix[ParameterID(.master, .limiterCeiling)] = -7
        }
        #expect(abs(limited.meters[.master].limiter - (7 + 20 * log10(0.9))) < 0.3)
        #expect(abs(limited.mix.truePeak + 7) < 0.15)
        let loud = try reading(Tone.sine(1000, 0.9), seconds: 1) { $0[ParameterID(.master, .fader)] = 6 }
        #expect(loud.meters[.master].clips > 5 && loud.meters[.strip(1)].clips == 0)
        loud.meters.clear()
        #expect(loud.meters[.master].clips == 0)
    }

    @Test func `a peak is held for two seconds and falls by 20 dB in 1.7 s`() {
        var meter = HeldMeter()
        func take(_ peak: Float, _ seconds: Double) {
            meter.take(MeterReading(peakLeft: peak, peakRight: peak / 2, rmsLeft: 0, rmsRight: 0), at: seconds)
        }
        take(1, 10)
        #expect(meter.peak == 0 && meter.held == 0 && abs(meter.peakRight + 6.02) < 0.01)
        take(0, 11.7)
        #expect(abs(meter.peak + 20) < 1e-9 && meter.held == 0)
        take(0.5, 11.8)
        #expect(abs(meter.peak + 6.02) < 0.01 && meter.held == 0)
        take(0, 12.1)
        #expect(abs(meter.held + 9.55) < 0.01)
        take(0, 20)
        #expect(meter.peak == -.infinity && meter.peakRight == -.infinity)
    }
}
