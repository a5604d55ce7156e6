import DSP
import Foundation
import Testing
import Vectors

@Suite struct `Gate and expander` {
    typealias Rig = DynamicsRig

    /// A level that stands, as a square wave of 2 frames on both sides.
    static func level(_ decibels: [Float], frames: Int) -> Sound {
        let gains = Vector(decibels.map { Float(pow(10, Double($0) / 20)) })
        return Sound(frames: frames) { $0 % 2 == 0 ? gains : -gains }
    }

    /// Gains in dB of a rendered sound.
    static func gains(_ result: Sound, _ sound: Sound, frame: Int) -> [Double] {
        (0..<8).map { decibels(Double(result.left[frame][$0]) / Double(sound.left[frame][$0])) }
    }

    static let ratios: [Double] = [1, 1.5, 2, 4, 10, 40, 99, 100]

    @Test(arguments: ratios) func `the static curve is the formula's`(ratio: Double) {
        for levels: [Float] in [
            [-100, -90, -80, -70, -65, -60, -55, -50], [-46, -43, -41, -40.2, -39.9, -30, -10, 0],
        ] {
            var rig = Rig.gate(
                ratio: .all(Float(log2(ratio))), range: .all(70), attack: .all(-4), hold: .all(0), release: .all(2.33)
            )
            let sound = Self.level(levels, frames: 2_000)
            let gains = Self.gains(rig.render(sound), sound, frame: 1_999)
            for (level, gain) in zip(levels, gains) {
                let below = min(Double(level) + 40, 0) * (ratio - 1)
                let expected = ratio == 100 && level < -40 ? -70 : max(below, -70)
                #expect(abs(gain - expected) < 0.1, "\(level) dB at \(ratio):1 gives \(gain), not \(expected)")
            }
        }
    }

    /// Attack, release in ms and sample rate.
    static let times: [(Double, Double, Int)] = [
        (0.5, 5, 48_000), (5, 50, 44_100), (100, 400, 96_000), (20, 4_000, 48_000),
    ]

    @Test(arguments: times)
    func `attack and release take their time over the whole way`(attack: Double, release: Double, rate: Int) {
        for range: Float in [6, 30, 80] {
            var rig = Rig.gate(
                range: .all(range), attack: .all(Float(log2(attack))), hold: .all(0),
                release: .all(Float(log2(release))), rate: rate)
            var frame = 0
            func frames(of sound: Sound, until isThere: (Double) -> Bool) -> Double {
                let start = frame
                while frame - start < 5 * rate {
                    let result = rig.render(sound, at: frame)
                    for offset in 0..<64 where isThere(Self.gains(result, sound, frame: offset)[4]) {
                        let count = frame + offset + 1 - start
                        frame += 64
                        return Double(count)
                    }
                    frame += 64
                }
                return .infinity
            }
            let loud = Self.level([Float](repeating: -20, count: 8), frames: 64)
            let soft = Self.level([Float](repeating: -60, count: 8), frames: 64)
            _ = rig.render(soft)
            frame = 64
            let opening = frames(of: loud) { $0 > -0.0001 }
            let closing = frames(of: soft) { $0 < -Double(range) + 0.001 }
            let (up, down) = (attack * Double(rate) / 1_000, release * Double(rate) / 1_000)
            #expect(abs(opening - up) <= max(0.05 * up, 1), "opens in \(opening) frames instead of \(up)")
            #expect(abs(closing - down) <= max(0.05 * down, 1), "closes in \(closing) frames instead of \(down)")
        }
    }

    @Test(arguments: [(0.0, 48_000), (1.0, 48_000), (10, 44_100), (37.5, 96_000), (250, 48_000)])
    func `it holds to the sample`(hold: Double, rate: Int) {
        var rig = Rig.gate(attack: .all(-4), hold: .all(Float(hold)), release: .all(3), rate: rate)
        let last = 130
        let frames = last + Int(hold * Double(rate) / 1_000) + 10
        let sound = Sound(frames: frames) { Vector(repeating: $0 <= last ? 0.5 : 0.001) }
        let result = rig.render(sound)
        let held = (last + 1..<frames).prefix { result.left[$0] == sound.left[$0] }.count
        #expect(held == Int((hold * Double(rate) / 1_000).rounded()))
    }

    @Test func `an expander holds what it lets through`() {
        var rig = Rig.gate(ratio: .all(1), attack: .all(-4), hold: .all(10), release: .all(5))
        let sound = Sound(frames: 1_000) { Vector(repeating: $0 <= 300 ? 0.003 : 0.001) }
        let result = rig.render(sound)
        let gain = result.left[300][0] / sound.left[300][0]
        let held = (301..<1_000).prefix { result.left[$0][0] == sound.left[$0][0] * gain }.count
        #expect(gain < 0.4 && held == 480)
    }

    @Test func `between its thresholds it stays as it was`() {
        let settings = Rig.gate(attack: .all(-4), hold: .all(0), release: .all(2.33), hysteresis: .all(6))
        let between = Self.level([Float](repeating: -44, count: 8), frames: 500)
        var closed = settings
        _ = closed.render(Self.level([Float](repeating: -70, count: 8), frames: 512))
        #expect(abs(Self.gains(closed.render(between, at: 512), between, frame: 499)[0] + 60) < 0.01)
        var opened = settings
        _ = opened.render(Self.level([Float](repeating: -30, count: 8), frames: 512))
        #expect(opened.render(between, at: 512) == between)
        let below = Self.level([Float](repeating: -46.5, count: 8), frames: 500)
        #expect(abs(Self.gains(opened.render(below, at: 1_024), below, frame: 499)[0] + 60) < 0.01)
    }

    @Test(arguments: [Float(0), 3, 20, 40, 80]) func `closed, it takes its range, and says so`(range: Float) {
        var rig = Rig.gate(range: .all(range))
        let sound = Self.level([Float](repeating: -60, count: 8), frames: 64)
        let result = rig.render(sound)
        #expect(abs(Self.gains(result, sound, frame: 0)[2] + Double(range)) < 0.01)
        #expect(abs(rig.reduction[2] - range) < 0.01)
        rig.clearReduction()
        #expect(rig.reduction == Vector(repeating: 0))
    }

    @Test func `either side opens it`() {
        var rig = Rig.gate(attack: .all(-4))
        var sound = Self.level([Float](repeating: -60, count: 8), frames: 300)
        for frame in 0..<300 { sound.right[frame][3] = 0.5 }
        let result = rig.render(sound)
        #expect(result.left[299][3] == sound.left[299][3])
        #expect(result.left[299][2] != sound.left[299][2])
    }

    @Test func `the side chain hears only what its filters pass`() {
        func sine(_ frequency: Double) -> Sound {
            Sound(frames: 4_800) { Vector(repeating: Float(0.1 * sin(2 * .pi * frequency * Double($0) / 48_000))) }
        }
        // −20 dB in, threshold −40: 24 dB below stays closed, the corner (3 dB) opens.
        for (high, low, closed, open) in [(1_000.0, 22_000.0, 200.0, 1_000.0), (10, 1_000, 5_000, 1_000)] {
            let rig = Rig.gate(
                threshold: .all(-40), hold: .all(20), highPass: .all(Float(log2(high))),
                lowPass: .all(Float(log2(low))))
            var first = rig
            var second = rig
            let (a, b) = (first.render(sine(closed)), second.render(sine(open)))
            #expect((2_400..<4_800).allSatisfy { abs(a.left[$0][0]) < 0.001 })
            #expect(b.left[4_000..<4_800] == sine(open).left[4_000..<4_800])
        }
        var corner = Rig.gate(
            threshold: .each([-22, -22.8, -22.95, -23.07, -23.2, -24, -26, -20]), attack: .all(-4), hold: .all(20),
            highPass: .all(Float(log2(1_000.0))))
        let result = corner.render(sine(1_000))
        let isOpen = (0..<8).map { result.left[4_700][$0] == sine(1_000).left[4_700][$0] }
        #expect(isOpen == [false, false, false, true, true, true, true, false], "−3.01 dB at the corner")
    }
}
