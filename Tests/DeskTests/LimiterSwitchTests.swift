import Automation
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// The limiter's look-ahead is made up for, whoever switches it and when: what was heard lies where it was played.
@Suite struct `Take and bounce with the limiter switched` {
    private static let quiet: @Sendable (inout SessionDocument) -> Void = { document in
        // Far below the ceiling a limiter that is on changes no bit: what differs would lie elsewhere.
        for strip in 1...4 { document.mix[ParameterID(.strip(strip), .fader)] = -30 }
    }

    private static let on = "do: /master/limiter/on = on}"
    private static let off = "do: /master/limiter/on = off}"

    /// Switched while it plays, while it stands, before it plays; several times.
    private static let switches: [[String]] = [
        ["  - {at: 0.31, \(on)"],
        ["  - {at: 0.11, \(on)", "  - {at: 0.7, \(off)", "  - {at: 1.1003, \(on)", "  - {at: 1.101, \(off)"],
        ["  - {at: 0.5, do: /transport/stop}", "  - {at: 0.6, \(on)", "  - {at: 0.7, do: /transport/play}"],
        [
            "  - {at: 0.2, \(on)", "  - {at: 0.5, do: /transport/stop}", "  - {at: 0.6, \(off)",
            "  - {at: 0.9, do: /transport/play}", "  - {at: 1.9, \(on)",
        ],
    ]

    @Test(arguments: zip(0..<4, [64, 1, 999, 8192]))
    func `a limiter that has nothing to do moves nothing when it is switched`(story: Int, blockSize: Int) throws {
        let rehearsal = try NoisyRehearsal(seed: 71, mode: .read, hpf: true, change: Self.quiet)
        let plain = try rehearsal.bounce()
        let take = try rehearsal.take([`Take and bounce`.play] + Self.switches[story], blockSize: blockSize)
        #expect(take.unheard == nil)
        #expect(take.differences(from: plain) == 0)
        #expect(try rehearsal.bounce().differences(from: plain) == 0)
    }

    @Test(arguments: [(0, 8192), (1, 77)], [false, true])
    func `a limiter that works, switched while it is written, is bounced as it was heard`(
        story: (Int, Int), startsOn: Bool
    ) throws {
        let rehearsal = try NoisyRehearsal(seed: 72, mode: .latch, hpf: true) { document in
            document.mix[ParameterID(.master, .limiterGain)] = 6
            document.mix[ParameterID(.master, .limiterOn)] = startsOn ? 1 : 0
            document.modes.nodes[.master] = .write
            document.settings.afterWrite = .stay
        }
        let plain = try rehearsal.bounce()
        let take = try rehearsal.take([`Take and bounce`.play] + Self.switches[story.0], blockSize: story.1)
        let bounce = try rehearsal.bounce()
        #expect(take.unheard == nil)
        #expect(take.differences(from: bounce) == 0)
        // Where it is on already, the first story switches nothing.
        #expect(bounce.differences(from: plain) > 1000 || startsOn && story.0 == 0)
    }

    @Test func `a limiter that its lane switches is bounced as it was heard, over stops`() throws {
        let steps = [(0.0, Float(0)), (0.4, 1), (0.8, 0), (1.5, 1)]
        let rehearsal = try NoisyRehearsal(seed: 75, mode: .read, hpf: true) {
            $0.lanes[ParameterID(.master, .limiterOn)] = Lane(
                segments: steps.map {
                    Lane.Segment(frame: Rehearsal.frame($0.0), ramp: .hold($0.1, from: Rehearsal.frame($0.0)))
                })
            $0.mix[ParameterID(.master, .limiterGain)] = 4
        }
        let stops = [("0.39", "0.45"), ("0.6", "0.9"), ("1.101", "1.15")].flatMap {
            ["  - {at: \($0.0), do: /transport/stop}", "  - {at: \($0.1), do: /transport/play}"]
        }
        let take = try rehearsal.take([`Take and bounce`.play] + stops, blockSize: 200)
        #expect(take.unheard == nil)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }

    @Test(arguments: [0.2, 0.77, 1.3, 1.9995])
    func `a performance that stops before the end comes to its end, with the limiter on`(stop: Double) throws {
        let rehearsal = try NoisyRehearsal(seed: 73, mode: .touch, hpf: true) { document in
            document.mix[ParameterID(.master, .limiterOn)] = 1
            document.mix[ParameterID(.master, .limiterGain)] = 3
        }
        let take = try rehearsal.take(
            [`Take and bounce`.play, "  - {at: \(stop), do: /transport/stop}"], blockSize: 512)
        #expect(take.unheard == nil && take.left.count >= NoisyRehearsal.seconds * Rehearsal.rate)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }

    @Test func `what a jump cut out of the look-ahead is heard in the rest`() throws {
        // Flat, so that nothing rings over the jump.
        let rehearsal = try NoisyRehearsal(seed: 74, mode: .read, hpf: false) {
            $0.mix[ParameterID(.master, .limiterOn)] = 1
            for strip in 1...4 { $0.mix[ParameterID(.strip(strip), .fader)] = -20 }
        }
        let jumps = [
            "  - {at: 0.5, do: /transport/position = 1.2 s}", "  - {at: 0.9, do: /transport/position = 0.1 s}",
            "  - {at: 1.0, do: /transport/loop/start}", "  - {at: 1.2, do: /transport/loop/end}",
            "  - {at: 1.25, do: /transport/loop = on}", "  - {at: 1.9, do: /transport/stop}",
        ]
        let take = try rehearsal.take([`Take and bounce`.play] + jumps, blockSize: 333)
        #expect(take.unheard == nil)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }
}
