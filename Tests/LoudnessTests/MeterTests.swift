import CEBUR128
import Foundation
import Loudness
import Testing

@Suite struct `Loudness meter` {
    @Test(arguments: [1, 7, 64, 441, 480, 1000, 48_000])
    func `reads the same for blocks of any size`(block: Int) throws {
        let samples = Noise(seed: 3).samples(2 * 60_000) { Int($0 * 9) % 2 == 0 ? 0.7 : 0.02 }
        let whole = try LoudnessMeter(sampleRate: 48_000)
        whole.add(interleaved: samples, frames: 60_000)
        let left = stride(from: 0, to: samples.count, by: 2).map { samples[$0] }
        let right = stride(from: 1, to: samples.count, by: 2).map { samples[$0] }
        let cut = try LoudnessMeter(sampleRate: 48_000)
        let planar = try LoudnessMeter(sampleRate: 48_000)
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return }
                var start = 0
                while start < 60_000 {
                    let count = min(block, 60_000 - start)
                    cut.add(left: left + start, right: right + start, frames: count)
                    planar.add([left + start, right + start], frames: count)
                    start += count
                }
            }
        }
        #expect(cut.frames == 60_000)
        let report = whole.finish()
        #expect(cut.finish() == report)
        #expect(planar.finish() == report)
    }

    @Test func `agrees with the library's own integration and windows`() throws {
        let samples = Noise(seed: 5).samples(2 * 480_000) { $0 < 0.3 ? 0.01 : $0 < 0.8 ? 0.5 : 0.1 }
        var state = ebur128_init(2, 48_000, Int32(EBUR128_MODE_I.rawValue | EBUR128_MODE_S.rawValue))
        defer { ebur128_destroy(&state) }
        ebur128_add_frames_float(state, samples, 480_000)
        let meter = try LoudnessMeter(sampleRate: 48_000)
        meter.add(interleaved: samples, frames: 480_000)
        var (integrated, shortTerm, momentary) = (0.0, 0.0, 0.0)
        ebur128_loudness_global(state, &integrated)
        ebur128_loudness_shortterm(state, &shortTerm)
        ebur128_loudness_momentary(state, &momentary)
        #expect(abs(meter.integrated() - integrated) < 1e-9)
        #expect(abs(meter.shortTerm - shortTerm) < 1e-9)
        #expect(abs(meter.momentary - momentary) < 1e-9)
    }

    @Test func `knows what a gain makes of a programme, gate and all`() throws {
        let programme = Programme([(4, -62), (4, -75), (4, -68)])
        let meter = try LoudnessMeter(sampleRate: 48_000, measuresTruePeak: false)
        programme.play(meter)
        for gain in [-5.0, 0, 6, 30] {
            let raised = Programme(programme.stretches.map { ($0.seconds, $0.levels[0] + gain) })
            #expect(abs(meter.integrated(gain: gain) - (try raised.measure().integrated)) < 1e-6)
        }
        #expect(
            meter.integrated(gain: 30) > meter.integrated() + 31
                || meter.integrated(gain: 30) < meter.integrated() + 29)
    }

    @Test func `tells silence, and what is too short, as no loudness`() throws {
        for programme in [
            Programme([]), Programme([(10, -.infinity)]), Programme([(0.39, -20)]), Programme([(5, -75)]),
        ] {
            #expect(try programme.measure().integrated == -.infinity)
        }
        let report = try Programme([(1, -.infinity)]).measure(truePeak: true)
        #expect(report.truePeaks == [-.infinity, -.infinity])
        #expect(report.samplePeak == -.infinity)
        #expect(report.maxMomentary == -.infinity && report.maxShortTerm == -.infinity)
    }

    @Test func `takes what is no number as silence`() throws {
        var samples = Noise(seed: 9).samples(2 * 48_000) { _ in 0.5 }
        samples[1000] = .nan
        samples[1001] = .infinity
        samples[50_000] = -.infinity
        let meter = try LoudnessMeter(sampleRate: 48_000)
        meter.add(interleaved: samples, frames: 48_000)
        for index in [1000, 1001, 50_000] { samples[index] = 0 }
        let clean = try LoudnessMeter(sampleRate: 48_000)
        clean.add(interleaved: samples, frames: 48_000)
        #expect(meter.notNumbers == 3 && clean.notNumbers == 0)
        #expect(meter.finish() == clean.finish())
    }

    @Test func `weighs channels by their place, and leaves the low-frequency channel out`() throws {
        let stereo = try Programme([(2, -20)]).measure().integrated
        func measure(_ channel: LoudnessMeter.Channel) throws -> Double {
            try Programme(channels: [channel], [(2, [-20])]).measure().integrated
        }
        for channel in [LoudnessMeter.Channel.left, .right, .centre] {
            #expect(abs(try measure(channel) - (stereo - 3.0103)) < 0.001)
        }
        for channel in [LoudnessMeter.Channel.leftSurround, .rightSurround] {
            #expect(abs(try measure(channel) - (stereo - 3.0103 + 10 * log10(1.41))) < 0.001)
        }
        #expect(try measure(.unweighted) == -.infinity)
    }

    /// What cannot be measured, and how it is told.
    static let mistakes: [(channels: Int, rate: Int, error: LoudnessError, text: String)] = [
        (0, 48_000, .channels(0), "loudness of 0 channels cannot be measured, expected 1 to 64"),
        (65, 48_000, .channels(65), "loudness of 65 channels cannot be measured, expected 1 to 64"),
        (2, 0, .sampleRate(0), "loudness cannot be measured at 0 Hz, expected 4000 to 768000 Hz"),
        (
            2, 3_000_000, .sampleRate(3_000_000),
            "loudness cannot be measured at 3000000 Hz, expected 4000 to 768000 Hz"
        ),
    ]

    @Test(arguments: mistakes)
    func `refuses what cannot be measured`(channels: Int, rate: Int, error: LoudnessError, text: String) {
        #expect(throws: error) {
            try LoudnessMeter(channels: Array(repeating: .left, count: channels), sampleRate: rate)
        }
        #expect(error.description == text)
        #expect(LoudnessError.outOfMemory.description == "no memory is left to measure loudness")
    }
}
