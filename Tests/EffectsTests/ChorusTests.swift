import Effects
import Foundation
import Testing

@Suite struct `Chorus voices` {
    /// Delays of both sides in frames: what a rising line lags by.
    static func trace(_ positions: [Float], frames: Int, rate: Int = 48_000) -> (left: [Double], right: [Double]) {
        var chorus = Chorus(sampleRate: rate)
        let sound = Sound(frames)
        let slope: Float = 1 / 16_384
        for frame in 0..<frames {
            sound.left[frame] = Float(frame + 1) * slope
            sound.right[frame] = sound.left[frame]
        }
        chorus.play(sound, Positions(positions))
        func lag(_ samples: UnsafePointer<Float>) -> [Double] {
            (2_000..<frames).map { Double($0 + 1) - Double(samples[$0] / slope) }
        }
        return (lag(sound.left), lag(sound.right))
    }

    /// Rate in Hz, depth in percent, ms each way.
    @Test(arguments: [(0.5, 100.0, 6.0), (0.5, 50, 3), (1, 100, 4.775), (5, 100, 0.955), (5, 20, 0.191)])
    func `a voice rises and falls by its depth`(rate: Double, depth: Double, expected: Double) {
        let trace = Self.trace([1, 1, Float(log2(rate)), Float(depth), 100, 100], frames: 110_000).left
        let (low, high) = (trace.min() ?? 0, trace.max() ?? 0)
        #expect(abs((high - low) / 96 - expected) < 0.01 + expected * 0.01, "\((high - low) / 96) ms")
        #expect(abs((high + low) / 96 - 7.1) < 0.02)
        // Steps of the delay are of pitch: at most half a semitone. The line itself is exact to a few hundredths of a frame.
        for index in stride(from: 100, to: trace.count, by: 100) {
            #expect(abs(trace[index] - trace[index - 100]) < 3.2)
        }
    }

    @Test(arguments: [0.5, 2, 5]) func `it turns at its rate`(rate: Double) {
        let trace = Self.trace([1, 1, Float(log2(rate)), 100, 100, 100], frames: 220_000).left
        let middle = 7.1 * 48
        var crossings: [Int] = []
        for index in 1..<trace.count where trace[index - 1] < middle && trace[index] >= middle {
            if index - (crossings.last ?? -10_000) > 1_000 { crossings.append(index) }
        }
        let period = Double((crossings.last ?? 0) - (crossings.first ?? 0)) / Double(crossings.count - 1)
        #expect(crossings.count >= 2 && abs(period * rate / 48_000 - 1) < 0.01, "\(period)")
    }

    @Test func `the width sets the sides apart`() {
        let narrow = Self.trace([1, 1, 0, 100, 0, 100], frames: 60_000)
        #expect(narrow.left == narrow.right)
        let wide = Self.trace([1, 1, 0, 100, 100, 100], frames: 60_000)
        for (l, r) in zip(wide.left, wide.right) where abs((l + r) / 96 - 7.1) > 0.02 {
            Issue.record("not opposite: \(l), \(r)")
            return
        }
    }

    @Test(arguments: [1, 2, 3, 4]) func `voices have equal power`(voices: Float) {
        var chorus = Chorus(sampleRate: 48_000)
        let sound = Sound.noise(48_000, sounding: 48_000)
        chorus.play(sound, Positions([1, voices, 0, 50, 100, 100]))
        let power = (1_000..<48_000).reduce(0.0) { $0 + Double(sound.left[$1] * sound.left[$1]) } / 47_000
        // Noise of ±½ has a power of 1/12; the interpolation takes a little off the top.
        #expect(abs(10 * log10(power * 12) + 0.5) < 0.8, "\(10 * log10(power * 12)) dB")
    }

    /// A delay between samples, 7.1 ms being 340.8 frames: frequency and error in dB below the sine.
    @Test(arguments: [(100.0, -95.0), (1_000, -70), (3_000, -48), (6_000, -30)])
    func `samples between samples are right`(frequency: Double, error: Double) {
        var chorus = Chorus(sampleRate: 48_000)
        let sound = Sound(12_000)
        let step = 2 * Double.pi * frequency / 48_000
        for frame in 0..<sound.frames { sound.left[frame] = Float(sin(step * Double(frame))) }
        chorus.play(sound, Positions([1, 1, 0, 0, 100, 100]))
        var largest = 0.0
        for frame in 1_000..<sound.frames {
            largest = max(largest, abs(Double(sound.left[frame]) - sin(step * (Double(frame) - 340.8))))
        }
        #expect(20 * log10(largest) < error, "\(20 * log10(largest)) dB")
    }

    @Test func `changing the voices does not click`() {
        var chorus = Chorus(sampleRate: 48_000)
        let positions = Positions([1, 1, 1, 100, 100, 100])
        (positions.goals[1], positions.goals[2], positions.goals[3], positions.period) = (4.4, 2, 0, 9_000)
        let sound = Sound(60_000)
        for frame in 0..<sound.frames { sound.left[frame] = Float(0.5 * sin(2 * .pi * 200 * Double(frame) / 48_000)) }
        chorus.play(sound, positions)
        for frame in 2_000..<sound.frames where abs(sound.left[frame] - sound.left[frame - 1]) > 0.03 {
            Issue.record("a step of \(sound.left[frame] - sound.left[frame - 1]) at frame \(frame)")
            return
        }
    }
}
