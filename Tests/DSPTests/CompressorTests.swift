import DSP
import Foundation
import Testing
import Vectors

@Suite struct Compression {
    typealias Rig = DynamicsRig

    /// Gain in dB by Giannoulis, Massberg and Reiss, eq. (4).
    static func expected(_ level: Double, threshold: Double, ratio: Double, knee: Double) -> Double {
        let over = level - threshold
        if 2 * over < -knee { return 0 }
        if 2 * abs(over) <= knee && knee > 0 { return (1 / ratio - 1) * pow(over + knee / 2, 2) / (2 * knee) }
        return over > 0 ? over * (1 / ratio - 1) : 0
    }

    /// Gains in dB after a second of a level.
    static func gains(_ rig: inout Rig, _ levels: [Float], frames: Int = 6_400) -> [Double] {
        let sound = `Gate and expander`.level(levels, frames: 64)
        var gains: [Double] = []
        for frame in stride(from: 0, to: frames, by: 64) {
            let result = rig.render(sound, at: frame)
            gains = `Gate and expander`.gains(result, sound, frame: 63)
        }
        return gains
    }

    static let curves: [(Double, Double)] = [(1, 6), (1.5, 0), (2, 12), (4, 24), (4, 0), (20, 3), (1_000, 6)]

    @Test(arguments: curves)
    func `the static curve is the formula's, the knee included`(ratio: Double, knee: Double) {
        for first in stride(from: Float(-60), to: 0, by: 6) {
            let levels = (0..<8).map { first + Float($0) * 0.77 }
            var rig = Rig.compressor(
                threshold: .all(-24), ratio: .all(Float(log2(ratio))), release: .all(3), knee: .all(Float(knee)),
                detector: .each([0, 1, 0, 1, 0, 1, 0, 1]))
            for (level, gain) in zip(levels, Self.gains(&rig, levels)) {
                let expected = Self.expected(Double(level), threshold: -24, ratio: ratio, knee: knee)
                #expect(abs(gain - expected) < 0.01, "\(level) dB: \(gain) instead of \(expected)")
            }
        }
    }

    @Test func `the knee has no step`() {
        var before: Double?
        for first in stride(from: Float(-40), to: -8, by: 0.4) {
            var rig = Rig.compressor(threshold: .all(-24), ratio: .all(3), release: .all(3), knee: .all(12))
            for gain in Self.gains(&rig, (0..<8).map { first + Float($0) * 0.05 }, frames: 1_280) {
                if let before { #expect((-0.05 * 0.875 - 0.003...0.003).contains(gain - before), "\(first)") }
                before = gain
            }
        }
    }

    /// Attack, release in ms and sample rate.
    static let times: [(Double, Double, Int)] = [
        (0.05, 5, 192_000), (1, 50, 44_100), (10, 200, 48_000), (200, 5, 48_000), (30, 1_000, 96_000),
    ]

    @Test(arguments: times)
    func `attack and release go 63 per cent of their way in their time`(attack: Double, release: Double, rate: Int) {
        var rig = Rig.compressor(
            threshold: .all(-40), ratio: .all(2), attack: .all(Float(log2(attack))),
            release: .all(Float(log2(release))), knee: .all(0), rate: rate)
        // 30 and 6 dB over the threshold, of which three quarters are taken.
        let (deep, shallow) = (-22.5, -4.5)
        var frame = 0
        func time(_ level: Float, _ from: Double, _ to: Double, _ milliseconds: Double) -> Double {
            let sound = `Gate and expander`.level([Float](repeating: level, count: 8), frames: 64)
            let goal = from + (to - from) * (1 - exp(-1))
            var (count, found) = (0, Double.infinity)
            while Double(count) < max(15 * milliseconds * Double(rate) / 1_000, 256) {
                let result = rig.render(sound, at: frame)
                if found == .infinity {
                    for offset in 0..<64 where found == .infinity {
                        let gain = `Gate and expander`.gains(result, sound, frame: offset)[5]
                        if (to < from && gain <= goal) || (to > from && gain >= goal) {
                            found = Double(count + offset + 1)
                        }
                    }
                }
                frame += 64
                count += 64
            }
            return found
        }
        _ = time(-34, 0, shallow, max(attack, release))
        let rising = time(-10, shallow, deep, attack)
        let falling = time(-34, deep, shallow, release)
        let (up, down) = (attack * Double(rate) / 1_000, release * Double(rate) / 1_000)
        #expect(abs(rising - up) <= max(0.05 * up, 1), "\(rising) frames instead of \(up)")
        #expect(abs(falling - down) <= max(0.05 * down, 1), "\(falling) frames instead of \(down)")
    }

    @Test func `a slow release arrives, too`() {
        var rig = Rig.compressor(
            threshold: .all(-40), ratio: .all(10), attack: .all(-4), release: .all(12), knee: .all(0))
        _ = Self.gains(&rig, [Float](repeating: 0, count: 8), frames: 640)
        let levels = (0..<8).map { Float($0) * 2 - 38 }
        let gains = Self.gains(&rig, levels, frames: 64 * 30_000)
        for (level, gain) in zip(levels, gains) {
            #expect(abs(gain + (Double(level) + 40) * 0.999) < 0.05, "\(level)")
        }
    }

    @Test func `the RMS detector counts a sine 3 dB less, and averages over 10 ms`() {
        var rig = Rig.compressor(
            threshold: .all(-40), ratio: .all(10), attack: .all(-4), release: .all(-4), knee: .all(0),
            detector: .all(1))
        let sine = Sound(frames: 9_600) {
            Vector(repeating: Float(0.5 * sin(2 * .pi * 1_000 * (Double($0) + 0.5) / 48_000)))
        }
        let result = rig.render(sine)
        let gain = decibels(Double(result.left[9_500][0]) / Double(sine.left[9_500][0]))
        #expect(abs(gain + (40 - 6.0206 - 3.0103) * 0.999) < 0.35)
        // Of a step the mean is 63 % after 480 frames.
        var step = Rig.compressor(
            threshold: .all(-40), ratio: .all(10), attack: .all(-4), release: .all(-4), knee: .all(0),
            detector: .all(1))
        let sound = Sound(frames: 960) { _ in Vector(repeating: 0.5) }
        let stepped = step.render(sound)
        let level = 40 + 20 * log10(0.5) + 10 * log10(1 - exp(-1))
        #expect(abs(decibels(Double(stepped.left[479][3]) / 0.5) + level * 0.999) < 0.1)
    }

    @Test func `it listens to its key instead of itself`() {
        let sound = Sound(frames: 2_000) { _ in Vector(repeating: 0.9) }
        let key = Sound(frames: 2_000) { _ in Vector([0.9, 0.9, 0.9, 0.9, 0.001, 0.001, 0.001, 0.001]) }
        var keyed = Rig.compressor()
        var own = Rig.compressor()
        let (result, plain) = (keyed.render(sound, key: key), own.render(sound))
        #expect((0..<4).allSatisfy { result.bits(column: $0) == plain.bits(column: $0) })
        #expect((4..<8).allSatisfy { result.bits(column: $0) == sound.bits(column: $0) })
        var same = Rig.compressor()
        #expect(same.render(sound, key: sound) == plain)
    }

    @Test func `the side chain's filter takes the lows out of it`() {
        let bass = Sound(frames: 4_800) { Vector(repeating: Float(0.9 * sin(2 * .pi * 40 * Double($0) / 48_000))) }
        var open = Rig.compressor(threshold: .all(-30))
        var filtered = Rig.compressor(threshold: .all(-30), highPass: .all(Float(log2(1_000.0))))
        _ = open.render(bass)
        _ = filtered.render(bass)
        #expect(open.reduction[0] > 20 && filtered.reduction[0] < 0.2)
    }

    @Test func `mix is a parallel path, makeup a gain`() {
        let sound = Sound.noise(frames: 1_500)
        var wet = Rig.compressor(threshold: .all(-40), makeup: .all(6))
        var half = Rig.compressor(threshold: .all(-40), makeup: .all(6), mix: .all(30))
        var dry = Rig.compressor(threshold: .all(-40), makeup: .all(6), mix: .all(0))
        let (full, mixed) = (wet.render(sound), half.render(sound))
        for frame in 0..<1_500 {
            let expected = sound.left[frame] * 0.7 + full.left[frame] * 0.3
            #expect((0..<8).allSatisfy { abs(mixed.left[frame][$0] - expected[$0]) < 1e-6 })
        }
        #expect(dry.render(sound) == sound && wet.reduction == half.reduction)
        var quiet = Rig.compressor(threshold: .all(20), makeup: .all(6))
        let louder = quiet.render(sound)
        #expect((0..<1_500).allSatisfy { abs(louder.left[$0][1] - sound.left[$0][1] * 1.995_262) < 1e-5 })
        var idle = Rig.compressor(threshold: .all(20))
        #expect(idle.render(sound) == sound)
    }
}
