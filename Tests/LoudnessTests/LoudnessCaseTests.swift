import Foundation
import Loudness
import Testing

/// The signals of EBU Tech 3341 and 3342 that are described by figures, synthesised here.
@Suite struct `EBU loudness cases` {
    struct Tone { let seconds: Double; let level: Double }

    static let rate = 48_000

    /// A sine of 1 kHz in both channels, in stretches of one level each.
    static func measure(_ tones: [Tone]) throws -> LoudnessMeter {
        let meter = try LoudnessMeter(sampleRate: rate, measuresTruePeak: false)
        let period = (0..<48).map { Float(sin(2 * Double.pi * Double($0) / 48)) }
        var block = [Float](repeating: 0, count: 4_800)
        for tone in tones {
            let amplitude = Float(pow(10, tone.level / 20))
            for frame in block.indices { block[frame] = amplitude * period[frame % 48] }
            for _ in 0..<Int((tone.seconds * 10).rounded()) { meter.add(left: block, right: block, frames: 4_800) }
        }
        return meter
    }

    // swift-format-ignore
    static let integrated: [(String, [Tone], Double)] = [
        ("3341-1", [Tone(seconds: 20, level: -23)], -23),
        ("3341-2", [Tone(seconds: 20, level: -33)], -33),
        ("3341-3", [Tone(seconds: 10, level: -36), Tone(seconds: 60, level: -23), Tone(seconds: 10, level: -36)], -23),
        ("3341-4", [Tone(seconds: 10, level: -72), Tone(seconds: 10, level: -36), Tone(seconds: 60, level: -23), Tone(seconds: 10, level: -36), Tone(seconds: 10, level: -72)], -23),
        ("3341-5", [Tone(seconds: 20, level: -26), Tone(seconds: 20.1, level: -20), Tone(seconds: 20, level: -26)], -23),
    ]

    @Test(arguments: integrated) func `integrated loudness is within 0.1 LU`(
        name: String, tones: [Tone], expected: Double
    )
        throws
    {
        #expect(abs(try Self.measure(tones).integrated() - expected) <= 0.1, "\(name)")
    }

    // swift-format-ignore
    static let ranges: [(String, [Tone], Double)] = [
        ("3342-1", [Tone(seconds: 20, level: -20), Tone(seconds: 20, level: -30)], 10),
        ("3342-2", [Tone(seconds: 20, level: -20), Tone(seconds: 20, level: -15)], 5),
        ("3342-3", [Tone(seconds: 20, level: -40), Tone(seconds: 20, level: -20)], 20),
        ("3342-4", [Tone(seconds: 20, level: -50), Tone(seconds: 20, level: -35), Tone(seconds: 20, level: -20), Tone(seconds: 20, level: -35), Tone(seconds: 20, level: -50)], 15),
    ]

    @Test(arguments: ranges) func `loudness range is within 1 LU`(name: String, tones: [Tone], expected: Double)
        throws
    {
        let range = try #require(try Self.measure(tones).range)
        #expect(abs(range - expected) <= 1, "\(name)")
    }

    @Test func `momentary and short-term follow the latest sound`() throws {
        // 3341-9: alternating tones of 1.34 s at −20 and 1.66 s at −30 keep short-term at −23.
        var tones: [Tone] = []
        for _ in 0..<5 { tones += [Tone(seconds: 1.3, level: -20), Tone(seconds: 1.7, level: -30)] }
        let meter = try Self.measure(tones)
        #expect(abs(meter.shortTerm - -23.1) < 0.2)
        #expect(abs(meter.maxMomentary - -20) < 0.1)
    }

    /// 3341-15 to 18: sines of a quarter, a sixth and an eighth of the sample rate, whose peaks lie between samples.
    @Test(arguments: [
        (4.0, 45.0, 0.5, -6.0), (4, 0, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3),
    ])
    func `true peaks are within +0.2 and -0.4 dB`(parts: Double, phase: Double, amplitude: Double, expected: Double)
        throws
    {
        let meter = try LoudnessMeter(sampleRate: Self.rate)
        let frames = 48_000
        let sine = (0..<frames).map {
            // Faded in and out, for a cut sine has higher peaks of its own.
            let fade = min(1, Double(min($0, frames - 1 - $0)) / 4_800)
            return Float(fade * amplitude * sin(2 * Double.pi * (Double($0) / parts + phase / 360)))
        }
        meter.add(left: sine, right: sine, frames: frames)
        let report = meter.finish()
        let peak = try #require(report.truePeak)
        #expect(peak <= expected + 0.2 && peak >= expected - 0.4)
    }

    @Test func `silence has no loudness, and no number none either`() throws {
        let meter = try LoudnessMeter(sampleRate: Self.rate)
        let nothing = [Float](repeating: 0, count: 48_000)
        var wild = nothing
        wild[7] = .nan
        meter.add(left: nothing, right: wild, frames: 48_000)
        let report = meter.finish()
        #expect(report.integrated == -.infinity && report.range == nil && meter.notNumbers == 1)
    }
}
