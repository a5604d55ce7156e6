import Automation
import Engine
import Foundation
import MixModel
import Testing
import Units

@Suite struct `A strip` {
    /// A mix of one strip that plays a constant, and its output after settling.
    static func output(
        channels: Int = 2, set: [(Node, Role, Double)] = [], law: PanLaw = .minus3, buses: Int = 0,
        output: Int? = nil,
        sample: (Float, Float) = (1, 1)
    ) -> (left: Float, right: Float) {
        var mix = Rig.mix(strips: 1, channels: [channels])
        mix.panLaw = law
        mix.buses = (0..<buses).map { Bus(name: "\($0)", output: $0 + 2 <= buses ? $0 + 2 : nil) }
        mix.strips[0].output = output
        for (node, role, value) in set { mix[ParameterID(node, role)] = role.spec.scale.position(of: value) }
        let rig = Rig(mix) { _, _ in sample }
        rig.feed(frames: 100)
        rig.send(.play(at: 0))
        rig.render(100)
        return (rig.left[99], rig.right[99])
    }

    @Test func `passes a stereo source through untouched`() {
        let rig = Rig(Rig.mix(strips: 1, channels: [2]))
        rig.feed(frames: 3_000)
        rig.send(.play(at: 0))
        rig.render(3_000)
        #expect((0..<3_000).allSatisfy { (rig.left[$0], rig.right[$0]) == Rig.noise(strip: 0, frame: Int64($0)) })
    }

    /// Role and value, and the gain that it makes.
    static let gains: [(Role, Double, Double)] = [
        (.fader, 0, 1), (.fader, 12, 3.98107), (.fader, -20, 0.1), (.fader, -70, 3.16228e-4), (.fader, -.infinity, 0),
        (.inputGain, 24, 15.8489), (.inputGain, -60, 0.001), (.polarity, 1, -1), (.mute, 1, 0), (.pan, 0, 1),
    ]

    @Test(arguments: gains) func `a parameter makes its gain`(role: Role, value: Double, gain: Double) {
        for node in [Node.strip(1), .bus(1), .bus(2), .master] {
            let out = Self.output(set: [(node, role, value)], buses: 2, output: 1)
            #expect(abs(Double(out.left) - gain) <= abs(gain) * 1.15e-4, "\(node)")
            #expect(out.left == out.right)
        }
    }

    /// Law, pan, and both gains in dB of a mono strip.
    static let pans: [(PanLaw, Double, Double, Double)] = [
        (.minus3, 0, -3.0103, -3.0103), (.minus4point5, 0, -4.5154, -4.5154), (.minus6, 0, -6.0206, -6.0206),
        (.minus3, 0.5, -8.3433, -0.6877), (.minus6, -0.5, -2.4988, -12.0412),
    ]

    @Test(arguments: pans) func `a mono strip is panned by the law`(
        law: PanLaw, pan: Double, left: Double, right: Double
    ) {
        let out = Self.output(channels: 1, set: [(.strip(1), .pan, pan)], law: law, sample: (1, 0))
        #expect(abs(20 * log10(Double(out.left)) - left) < 0.01)
        #expect(abs(20 * log10(Double(out.right)) - right) < 0.01)
    }

    @Test func `goes through the buses that it feeds`() {
        #expect(Self.output(set: [(.bus(1), .fader, -20)], buses: 3, output: 2).left == 1)
        #expect(abs(Self.output(set: [(.bus(3), .fader, -20)], buses: 3, output: 2).left - 0.1) < 1e-5)
        #expect(
            abs(Self.output(set: [(.bus(1), .fader, -20), (.bus(3), .fader, -20)], buses: 3, output: 1).left - 0.01)
                < 1e-6)
    }

    /// Switches: role, its first position, and the largest step that a constant of 1 may make at the output.
    static let switches: [(Role, Float, Float)] = [
        (.mute, 0, 1 / 63.9), (.polarity, 0, 2 / 63.9), (.hpfOn, 0, 0.02), (.solo, 0, 1 / 63.9),
    ]

    @Test(arguments: switches) func `a switch does not click`(role: Role, first: Float, step: Float) {
        let rig = Rig(Rig.mix(strips: 2, channels: [2])) { strip, _ in strip == 0 ? (1, 1) : (0, 0) }
        rig.feed(frames: 20_000)
        // Solo of the silent strip silences the other.
        let parameter = rig.index(role == .solo ? .strip(2) : .strip(1), role)
        rig.send(.play(at: 0))
        for (number, at) in [1_000, 1_030, 3_333, 6_000, 6_001, 9_999].enumerated() {
            rig.send(.ramp(parameter: parameter, at: Int64(at), to: number % 2 == 0 ? 1 : 0, length: 0))
        }
        rig.render(20_000)
        let steps = zip(rig.left.dropFirst(), rig.left).map { abs($0 - $1) }
        #expect(steps.max() ?? 1 <= step)
        #expect(rig.left[999] == 1 && rig.left[1_000] != 1 || role == .hpfOn)
        #expect((rig.left[2_900] == 1 || role == .hpfOn) && abs(rig.left[5_900]) <= 1 && rig.left[19_999] == 1)
    }

    @Test func `a filter that is switched on takes rumble away`() {
        let rumble = { (_: Int, frame: Int64) -> (left: Float, right: Float) in
            let value = Float(sin(2 * .pi * 20 * Double(frame) / 48_000))
            return (value, value)
        }
        for (slope, level) in [(12.0, -24.1), (24.0, -48.2)] {
            var mix = Rig.mix(strips: 1, channels: [2])
            mix[ParameterID(.strip(1), .hpfFrequency)] = Role.hpfFrequency.spec.scale.position(of: 80)
            mix[ParameterID(.strip(1), .hpfSlope)] = Float(slope)
            let rig = Rig(mix, signal: rumble)
            rig.feed(frames: 24_000)
            rig.send(.play(at: 0), .ramp(parameter: rig.index(.strip(1), .hpfOn), at: 5_000, to: 1, length: 0))
            rig.render(24_000)
            let peak = rig.left[19_200..<24_000].map(abs).max() ?? 0
            #expect(abs(20 * log10(Double(peak)) - level) < 0.3)
        }
    }

    @Test func `silence stays exactly silent`() {
        let rig = Rig(Rig.mix(strips: 9, buses: 2)) { _, _ in (0, 0) }
        rig.feed(frames: 5_000)
        rig.send(.play(at: 0))
        rig.send(Hands(seed: 4, rig: rig, count: 500, frames: 0..<5_000, writes: false).commands)
        rig.render(5_000)
        #expect((rig.left + rig.right).allSatisfy { $0.bitPattern == 0 })
    }

    @Test func `more than full scale is not clipped`() {
        #expect(abs(Self.output(set: [(.strip(1), .fader, 12), (.master, .fader, 12)]).left - 15.8489) < 1e-3)
    }
}
