import Effects
import Foundation
import Testing

@Suite struct Reverberation {
    static let rates = [44_100, 48_000, 96_000]

    /// The response to a click on both sides.
    static func response(_ positions: [Float], rate: Int, seconds: Double) -> Sound {
        var reverb = Reverb(sampleRate: rate)
        let sound = Sound.impulse(Int(seconds * Double(rate)))
        reverb.play(sound, Positions(positions))
        return sound
    }

    static func hall(decay: Double, damping: Float = 40, early: Float = -60) -> [Float] {
        var positions = Reverb.hall
        (positions[2], positions[3], positions[6]) = (Float(log2(decay)), damping, early)
        return positions
    }

    @Test(arguments: rates, [0.5, 1, 2, 5])
    func `it decays in the time that was asked for`(rate: Int, decay: Double) {
        let sound = Self.response(Self.hall(decay: decay), rate: rate, seconds: decay * 1.2 + 0.3)
        for (side, samples) in [("left", sound.left), ("right", sound.right)] {
            for octave in [500.0, 1_000] {
                let time = RoomMeasures.decay(samples, frames: sound.frames, rate: rate, octave: octave)
                #expect(abs(time / decay - 1) < 0.1, "\(octave) Hz \(side): \(time) s")
            }
        }
    }

    @Test(arguments: [(0, 1.0), (50, 0.55), (100, 0.3)])
    func `damping shortens the highs`(damping: Float, expected: Double) {
        let sound = Self.response(Self.hall(decay: 2, damping: damping), rate: 48_000, seconds: 2.6)
        let time = RoomMeasures.decay(sound.left, frames: sound.frames, rate: 48_000, octave: 8_000)
        #expect(time / 2 < expected + 0.12 && time / 2 > expected - 0.18, "\(time) s at 8 kHz")
        let low = RoomMeasures.decay(sound.left, frames: sound.frames, rate: 48_000, octave: 250)
        #expect(abs(low / 2 - 1) < 0.1, "\(low) s at 250 Hz")
    }

    @Test(arguments: [0, 25, 50, 75, 100]) func `the size does not change the decay`(size: Float) {
        var positions = Self.hall(decay: 2)
        positions[1] = size
        let sound = Self.response(positions, rate: 48_000, seconds: 2.6)
        let time = RoomMeasures.decay(sound.left, frames: sound.frames, rate: 48_000, octave: 500)
        #expect(abs(time / 2 - 1) < 0.1, "\(time) s")
    }

    /// Abel and Huang's measure: soon as dense as noise, and then it stays so.
    @Test(arguments: rates, [false, true]) func `echoes become dense`(rate: Int, early: Bool) {
        var positions = Self.hall(decay: 2, early: early ? -6 : -60)
        positions[4] = 0
        let sound = Self.response(positions, rate: rate, seconds: 0.3)
        let density = RoomMeasures.echoDensity(sound.left, milliseconds: 250, rate: rate)
        let dense = density.firstIndex { $0 > 0.9 } ?? 250
        #expect(dense < 90, "0.9 at \(dense) ms")
        let mean = density[130...].reduce(0, +) / Double(density.count - 130)
        #expect(abs(mean - 1) < 0.06)
    }

    /// No mode stands out: over a sixth of a second the tail is as flat as noise (0.56, with peaks of 8 dB).
    @Test(arguments: rates, [0, 30, 100]) func `the tail is not metallic`(rate: Int, modulation: Float) {
        var positions = Self.hall(decay: 2)
        positions[7] = modulation
        let sound = Self.response(positions, rate: rate, seconds: 0.8)
        let order = rate > 50_000 ? 14 : 13
        let bin = Double(1 << order) / Double(rate)
        for start in [rate / 5, rate / 2] {
            let spectrum = RoomMeasures.spectrum(sound.left + start, order: order)
            let (flatness, peak) = RoomMeasures.flatness(
                spectrum, from: Int(300 * bin) + 101, to: Int(6_000 * bin))
            #expect(flatness > 0.47, "\(flatness)")
            #expect(peak < 11.5, "\(peak) dB")
        }
    }

    @Test func `both sides are unrelated at full width and one at none`() {
        var positions = Self.hall(decay: 2, early: -6)
        let wide = Self.response(positions, rate: 48_000, seconds: 1.5)
        #expect(abs(RoomMeasures.correlation(wide.left, wide.right, 4_800..<72_000)) < 0.1)
        positions[5] = 0
        let narrow = Self.response(positions, rate: 48_000, seconds: 0.5)
        for frame in 0..<narrow.frames where narrow.left[frame] != narrow.right[frame] {
            Issue.record("frame \(frame)")
            return
        }
        // Of the same power.
        func power(_ sound: Sound) -> Double {
            (0..<24_000).reduce(0.0) {
                $0 + Double(sound.left[$1] * sound.left[$1] + sound.right[$1] * sound.right[$1])
            }
        }
        #expect(abs(10 * log10(power(narrow) / power(wide))) < 1)
    }

    @Test(arguments: [0, 20, 250]) func `nothing is heard before the pre-delay`(predelay: Float) {
        var positions = Self.hall(decay: 1, early: 0)
        positions[4] = predelay
        let sound = Self.response(positions, rate: 48_000, seconds: 0.4)
        let first = (0..<sound.frames).first { sound.left[$0] != 0 } ?? 0
        let milliseconds = Float(first) / 48
        // The nearest early reflection comes 5 ms later.
        #expect(milliseconds >= predelay + 5 && milliseconds < predelay + 8, "\(milliseconds) ms")
    }

    @Test func `a click has about the energy that the docs say`() {
        let sound = Self.response(Self.hall(decay: 2), rate: 48_000, seconds: 3)
        let energy = (0..<sound.frames).reduce(0.0) { $0 + Double(sound.left[$1] * sound.left[$1]) }
        #expect(abs(10 * log10(energy)) < 1.5, "\(10 * log10(energy)) dB")
    }

    @Test func `at the longest decay it stays bounded while everything moves`() {
        var reverb = Reverb(sampleRate: 48_000)
        let positions = Positions(Self.hall(decay: 20, damping: 0))
        (positions.goals[1], positions.goals[7], positions.period) = (0, 100, 60_000)
        let sound = Sound.noise(300_000, sounding: 300_000)
        reverb.play(sound, positions)
        var largest: Float = 0
        for frame in 0..<sound.frames { largest = max(largest, abs(sound.left[frame])) }
        #expect(largest < 8, "\(largest)")
    }
}
