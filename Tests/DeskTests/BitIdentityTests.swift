import Automation
import MixModel
import SessionStore
import TestSupport
import Testing
import Units

@testable import Desk

/// What was heard is what is stored: the take of a performance and a bounce of the session are the same bits.
@Suite struct `Take and bounce` {
    /// Movements of hands in the two seconds of the song, which plays from 0 s on.
    static func hands(seed: UInt64, hpf: Bool, mutes: Bool = true) -> [String] {
        var random = Dice(seed: seed)
        /// In tenths of a millisecond.
        func time(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
        func travel() -> String { decimal(time(0..<10_000)) }
        func decimal(_ number: Int) -> String { "\(number / 10_000).\(String(number % 10_000 + 10_000).dropFirst())" }
        var events: [String] = []
        for strip in 1...4 {
            let start = time(100..<8000)
            let end = start + time(1000..<8000)
            events.append("  - {at: \(decimal(start)), desk/sense/\(strip): touch}")
            events.append(
                "  - {at: \(decimal(start))..\(decimal(end)), every: 7ms, desk/sense/\(strip): \(travel())..\(travel())}"
            )
            events.append("  - {at: \(decimal(end + 1000)), desk/sense/\(strip): let go}")
            // Two caught knobs: from the bottom to somewhere, later a jerk.
            let knob = time(100..<5000)
            events.append(
                "  - {at: \(decimal(knob))..\(decimal(knob + 4000)), every: 3ms, desk/knob/\(strip): 0..\(travel())}")
            events.append("  - {at: \(decimal(time(9000..<15_000))), desk/knob/\(strip): \(travel())}")
            guard mutes else { continue }
            for button in ["mute", "on"] where button == "mute" || hpf {
                let press = time(100..<18_000)
                events.append("  - {at: \(decimal(press)), desk/\(button)/\(strip): press}")
                events.append("  - {at: \(decimal(press + time(1..<3000))), desk/\(button)/\(strip): release}")
            }
        }
        return events
    }

    static let play = "  - {at: 0, do: /transport/play}"

    @Test(arguments: zip([1, 2, 3, 4, 5, 6] as [UInt64], [1, 64, 100, 999, 4096, 8192]))
    func `same bits after touches, rides, mutes, filters`(seed: UInt64, blockSize: Int) throws {
        let rehearsal = try NoisyRehearsal(seed: seed, mode: seed % 2 == 0 ? .touch : .latch, hpf: true)
        let take = try rehearsal.take([Self.play] + Self.hands(seed: seed, hpf: true), blockSize: blockSize)
        #expect(take.unheard == nil)
        let bounce = try rehearsal.bounce()
        #expect(take.differences(from: bounce) == 0)
        #expect(try rehearsal.bounce(blockSize: 77).differences(from: bounce) == 0)
        // The hands were heard.
        let plain = try NoisyRehearsal(seed: seed, mode: .read, hpf: true).bounce()
        #expect(take.differences(from: plain) > 10_000)
    }

    /// Every stage in circuit, sends into a reverb and a delay, a VCA, and the limiter.
    private static func fullMix(_ document: inout SessionDocument) {
        document.mix.buses = [Bus(name: "Room"), Bus(name: "Echo")]
        document.mix.vcas = [VCA(name: "All")]
        var settings: [(Node, Role, Double)] = [
            (.bus(1), .reverbOn, 1), (.bus(2), .delayOn, 1), (.bus(2), .chorusOn, 1), (.bus(1), .busCompOn, 1),
            (.master, .limiterOn, 1), (.master, .limiterGain, 6), (.master, .eqOn, 1), (.master, .eq4Gain, 3),
            (.vca(1), .fader, -2),
        ]
        for number in 1...4 {
            document.mix.strips[number - 1].sends = [1, 2]
            document.mix.strips[number - 1].vcas = number < 3 ? [1] : []
            settings += [
                (.strip(number), .lpfOn, 1), (.strip(number), .gateOn, 1), (.strip(number), .gateThreshold, -9),
                (.strip(number), .eqOn, 1), (.strip(number), .eq1Gain, 4), (.strip(number), .eq3Gain, -6),
                (.strip(number), .compOn, 1), (.strip(number), .deEsserOn, 1), (.strip(number), .send1Level, -6),
                (.strip(number), .send2Level, -9), (.strip(number), .send2Pre, 1),
            ]
        }
        for (node, role, value) in settings {
            document.mix[ParameterID(node, role)] = role.spec.scale.position(of: value)
        }
        document.mix.strips[0].sends = [2, 1]
        document.mix[ParameterID(.strip(2), .compKey)] = 4
    }

    @Test(arguments: zip([31, 32] as [UInt64], [64, 999]))
    func `same bits through every stage`(seed: UInt64, blockSize: Int) throws {
        let rehearsal = try NoisyRehearsal(seed: seed, mode: .touch, hpf: true, change: Self.fullMix)
        let take = try rehearsal.take([Self.play] + Self.hands(seed: seed, hpf: true), blockSize: blockSize)
        #expect(take.unheard == nil)
        let bounce = try rehearsal.bounce()
        #expect(take.differences(from: bounce) == 0)
        let plain = try NoisyRehearsal(seed: seed, mode: .read, hpf: true).bounce()
        #expect(take.differences(from: plain) > 90_000)
    }

    @Test(arguments: [1, 480, 8192])
    func `same bits at every block size`(blockSize: Int) throws {
        let events = [Self.play] + Self.hands(seed: 99, hpf: true)
        let one = try NoisyRehearsal(seed: 9, mode: .touch, hpf: true).take(events, blockSize: 256)
        let other = try NoisyRehearsal(seed: 9, mode: .touch, hpf: true).take(events, blockSize: blockSize)
        #expect(one.differences(from: other) == 0)
    }

    @Test(arguments: zip([11, 12, 13] as [UInt64], [64, 1000, 8192]))
    func `same bits after locates`(seed: UInt64, blockSize: Int) throws {
        let rehearsal = try NoisyRehearsal(seed: seed, mode: .touch, hpf: false)
        let places = [
            "  - {at: 0.7, do: /transport/position = 1.3 s}", "  - {at: 1.25, do: /transport/position = 0.2 s}",
            "  - {at: 2.6, do: /transport/stop}", "  - {at: 2.7, do: /transport/position = 0.45 s}",
            "  - {at: 2.8, do: /transport/play}",
        ]
        let events = [Self.play] + Self.hands(seed: seed, hpf: false, mutes: false) + places
        let take = try rehearsal.take(events, blockSize: blockSize)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }

    @Test(arguments: ["0.55", "0.6", "0.645"])
    func `a locate in a glide plays what was written before it, from its first sample`(time: String) throws {
        let rehearsal = try NoisyRehearsal(seed: 14, mode: .touch, hpf: false)
        let events = [
            Self.play, "  - {at: 0.2, desk/sense/2: touch}",
            "  - {at: 0.2..0.5, every: 5ms, desk/sense/2: 0.1..0.9}",
            "  - {at: 0.53, desk/sense/2: let go}", "  - {at: \(time), do: /transport/position = 0.31 s}",
        ]
        let take = try rehearsal.take(events, blockSize: 64)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }

    @Test(arguments: zip([21, 22, 23] as [UInt64], [64, 1000, 8192]))
    func `same bits after the laps of a loop`(seed: UInt64, blockSize: Int) throws {
        let mode: AutomationMode = seed == 22 ? .latch : .touch
        let rehearsal = try NoisyRehearsal(seed: seed, mode: mode, hpf: false) {
            $0.settings.loop = Rehearsal.frame(0.25)..<Rehearsal.frame(0.9)
        }
        let events =
            [Self.play] + Self.hands(seed: seed, hpf: false, mutes: false) + ["  - {at: 2.9, do: /transport/stop}"]
        let take = try rehearsal.take(events, blockSize: blockSize)
        #expect(take.unheard == nil)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }

    @Test(arguments: zip([41, 42, 43] as [UInt64], [64, 999, 8192]))
    func `same bits with trims over lanes, on a fader, a VCA and a send`(seed: UInt64, blockSize: Int) throws {
        let modes: [AutomationMode] = [.latch, .touch, .write]
        let rehearsal = try NoisyRehearsal(seed: seed, mode: nil, hpf: false) {
            Self.fullMix(&$0)
            for (number, level) in [(1, Float(-20)), (2, 10)] {
                $0.lanes[ParameterID(.strip(number), .fader)] = Lane(
                    points: [(0, level), (Rehearsal.frame(1), Scale.silence), (Rehearsal.frame(1.5), 0)])
            }
            for node in [Node.strip(1), .strip(2), .vca(1)] { $0.modes.nodes[node] = modes[Int(seed - 41)] }
            $0.set(.trim, of: .session, on: true)
        }
        let events = [
            Self.play, "  - {at: 0.2, desk/lift: touch}", "  - {at: 0.2..0.9, every: 7ms, desk/lift: 0.1..1}",
            "  - {at: 1.1, desk/lift: let go}", "  - {at: 0.3..0.8, every: 11ms, do: /vca/1/fader += 0.3 dB}",
            "  - {at: 0.5, do: /strip/2/fader = -50 dB}", "  - {at: 0.7, do: /strip/1/send/1/level -= 4 dB}",
        ]
        let take = try rehearsal.take(events, blockSize: blockSize)
        let bounce = try rehearsal.bounce()
        #expect(take.differences(from: bounce) == 0)
        let store = try SessionStore.open(at: rehearsal.location)
        #expect(store.document.lanes.keys.filter { $0.trimmed != nil }.count >= 3)
        try store.close()
    }

    @Test func `write that stays armed does not overwrite what is played after the performance`() throws {
        let rehearsal = try NoisyRehearsal(seed: 5, mode: .read, hpf: false) {
            $0.settings.afterWrite = .stay
            $0.lanes[.pan1] = Lane(points: [(0, -1), (Rehearsal.frame(2), 1)])
        }
        let take = try rehearsal.take(
            [
                "  - {at: 0, do: /session/mode = write}", Self.play, "  - {at: 0.5, do: /transport/stop}",
            ], blockSize: 512)
        let bounce = try rehearsal.bounce()
        #expect(take.differences(from: bounce) == 0)
        let store = try SessionStore.open(at: rehearsal.location)
        let lane = try #require(store.document.lanes[.pan1])
        #expect(lane.position(at: Rehearsal.frame(0.49)) == -1)
        #expect(lane.position(at: Rehearsal.frame(1)) == 0)
        try store.close()
    }
}
