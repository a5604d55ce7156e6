import DSP
import Foundation
import Testing
import Vectors

@Suite struct `De-esser` {
    typealias Rig = DynamicsRig

    /// Level of a frequency at the end of a sound against the input's, in dB.
    static func gain(_ result: Sound, _ frequency: Double, amplitude: Double) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for frame in result.frames - 4_800..<result.frames {
            let angle = 2 * .pi * frequency * Double(frame) / 48_000
            real += Double(result.left[frame][0]) * cos(angle)
            imaginary += Double(result.left[frame][0]) * sin(angle)
        }
        return decibels((real * real + imaginary * imaginary).squareRoot() / 2_400 / amplitude)
    }

    static func sine(_ frequency: Double, _ amplitude: Double, frames: Int = 14_400) -> Sound {
        Sound(frames: frames) {
            Vector(repeating: Float(amplitude * sin(2 * .pi * frequency * Double($0) / 48_000)))
        }
    }

    @Test func `without reduction the output is the input exactly`() {
        let sound = Sound.noise(frames: 1_000)
        var rig = Rig.deEsser(threshold: .all(20))
        #expect(rig.render(sound) == sound && rig.reduction == Vector(repeating: 0))
        var none = Rig.deEsser(threshold: .all(-60), range: .all(0))
        #expect(none.render(sound) == sound)
    }

    @Test(arguments: [(300.0, -0.1, 0.1), (1_000, -0.2, 0.1), (15_000, -12.1, -11.2)])
    func `highs fall by the range, lows stay`(frequency: Double, low: Double, high: Double) {
        // A loud tone far up keeps the shelf down; the measured one is small beside it.
        var sound = Self.sine(18_000, 0.5)
        let tone = Self.sine(frequency, 0.01)
        for frame in 0..<sound.frames { sound.left[frame] += tone.left[frame] }
        sound.right = sound.left
        var rig = Rig.deEsser(frequency: .all(Float(log2(4_000.0))), threshold: .all(-40), range: .all(12))
        let gain = Self.gain(rig.render(sound), frequency, amplitude: 0.01)
        #expect((low...high).contains(gain), "\(gain) dB")
        #expect(abs(rig.reduction[0] - 12) < 0.05)
    }

    @Test func `what is above the threshold comes down to about it, at any level`() {
        for over in [3.0, 6, 10] {
            var rig = Rig.deEsser(frequency: .all(11), threshold: .all(-30), range: .all(24))
            let amplitude = pow(10, (-30 + over) / 20)
            let gain = Self.gain(rig.render(Self.sine(12_000, amplitude)), 12_000, amplitude: amplitude)
            #expect(abs(gain + over) < 1, "\(over) dB over: \(gain)")
        }
    }

    @Test func `its shelf has no bump`() {
        for frequency in [2_000.0, 3_000, 4_000, 5_000, 7_000] {
            var sound = Self.sine(20_000, 0.5)
            let tone = Self.sine(frequency, 0.01)
            for frame in 0..<sound.frames { sound.left[frame] += tone.left[frame] }
            sound.right = sound.left
            var rig = Rig.deEsser(frequency: .all(Float(log2(4_000.0))), threshold: .all(-40), range: .all(6))
            let gain = Self.gain(rig.render(sound), frequency, amplitude: 0.01)
            // The bilinear transform bends the frequencies.
            let ratio = tan(.pi * frequency / 48_000) / tan(.pi * 4_000 / 48_000)
            let shelf = pow(10, -6 / 20.0)
            let expected = 10 * log10((1 + shelf * shelf * pow(ratio, 4)) / (1 + pow(ratio, 4)))
            #expect(abs(gain - expected) < 0.1 && gain < 0.01, "\(frequency) Hz: \(gain) instead of \(expected)")
        }
    }
}
