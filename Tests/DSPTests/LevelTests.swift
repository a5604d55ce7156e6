import DSP
import Foundation
import Testing
import Units
import Vectors

@Suite struct `Levels in columns` {
    @Test func `exp2 keeps its error bound`() {
        var worst = 0.0
        for x in stride(from: Float(-125), to: 126, by: 0.00917) {
            let value = Double(LevelGain.exp2(Vector(repeating: x))[5])
            worst = max(worst, abs(value / exp2(Double(x)) - 1))
        }
        #expect(worst < 2e-7, "\(worst)")
        #expect(LevelGain.exp2(Vector(repeating: 0)) == Vector(repeating: 1))
    }

    @Test func `the fader's gain is its level within 0.001 dB`() {
        for position in stride(from: Float(-68.6), through: 12, by: 0.0137) {
            let gain = Double(LevelGain.fader(Vector(repeating: position))[0])
            let expected = Scale.fader.value(at: position)
            // Near silence a level in dB says little: there the amplitude must be right.
            let error = position > -66 ? abs(decibels(gain) - expected) : abs(gain - pow(10, expected / 20)) * 1_000
            #expect(error < 0.001, "\(position): \(gain)")
        }
        #expect(LevelGain.fader(Vector(repeating: 0)) == Vector(repeating: 1))
    }

    /// Position and gain at the ends.
    static let ends: [(Float, Float)] = [
        (Scale.silence, 0), (-1_000, 0), (-.infinity, 0), (.nan, 0), (0, 1),
    ]

    @Test(arguments: ends) func `the fader's ends are exact`(position: Float, gain: Float) {
        #expect(LevelGain.fader(Vector(repeating: position)) == Vector(repeating: gain))
    }

    @Test func `a level in dB is its gain within 0.001 dB and never wild`() {
        for position in stride(from: Float(-60), through: 24, by: 0.0211) {
            let gain = Double(LevelGain.decibels(Vector(repeating: position))[7])
            #expect(abs(decibels(gain) - Double(position)) < 0.001)
        }
        for wild in [Float.nan, .infinity, -.infinity, 1e30] {
            let gain = LevelGain.decibels(Vector(repeating: wild))[0]
            #expect(gain.isFinite && gain < 16)
        }
    }

    @Test func `a switch fades over its frames from the sample of its change and ends exactly`() {
        let (switches, scratch) = (LaneMemory(), LaneMemory())
        defer { withExtendedLifetime((switches, scratch)) {} }
        var fade = SwitchFade(frames: 64)
        var fades: [Float] = []
        for block in 0..<4 {
            for frame in 0..<64 { switches.columns[frame] = Vector(repeating: block * 64 + frame >= 40 ? 1 : 0) }
            let row = fade.render(
                VectorRow(moving: switches.columns), snap: block == 0, scratch: scratch.columns, frames: 64)
            fades += (0..<64).map { row[$0][2] }
        }
        #expect(fades[0..<40].allSatisfy { $0 == 0 })
        #expect((40..<104).allSatisfy { fades[$0] == Float($0 - 39) / 64 })
        #expect(fades[103...].allSatisfy { $0 == 1 })
    }
}
