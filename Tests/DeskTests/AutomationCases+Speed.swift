import Automation
import Engine
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

@Suite struct `Automation cases: speed` {
    @Test(arguments: [480, 8192])
    func `case 37: half speed, and times are the song's`(blockSize: Int) throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/speed = 0.5}
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 4, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 1.99, /strip/1/pan: 0}
              - {at: 3, /strip/1/pan: 0.6, within: 0.001}
              - {at: 4.25, /strip/1/pan: 0.3, within: 0.002}
              - {at: 4.51, /strip/1/pan: 0}
            """, blockSize: blockSize)
        outcome.expectUntouched(0..<1)
        outcome.expect([(1.01, 0.8), (2, 0.8), (2.125, 0.65), (2.25, 0.5)])
        outcome.expectFlat(1.01...2)
        outcome.expectUntouched(2.25..<20)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(1)..<Rehearsal.frame(2.25)]]])
        #expect(outcome.entries == ["Pass: Strip 1 pan"])
        #expect(outcome.desk.transport.position(at: outcome.desk.now) == Rehearsal.frame(4))
    }

    @Test(arguments: ["touch", "latch", "touch-latch", "write"])
    func `case 37: backwards nothing is written, and the hand is heard`(mode: String) throws {
        let outcome = try Rehearsal(pan: [(0, 0.2), (10, 0.7)]).perform(
            """
              - {at: 0, do: /transport/position = 6 s}
              - {at: 0, do: /strip/1/mode = \(mode)}
              - {at: 0, do: /transport/speed = -1}
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.9}
              - {at: 3, desk/sense/1: let go}
              - {at: 5, do: /transport/stop}
            expect:
              - {at: 1, /strip/1/pan: -0.1, within: 0.001}
              - {at: 2.5, /strip/1/pan: 0.8, within: 0.001}
              - {at: 4.5, /strip/1/pan: -0.45, within: 0.001}
            """)
        outcome.expectUntouched(0..<20)
        #expect(outcome.passes.isEmpty && outcome.desk.passes.isEmpty)
        #expect(
            outcome.desk.notices.recent.map(\.text).filter { $0.contains("backwards") } == [
                "Strip 1 pan: moved while the song plays backwards; heard, not written"
            ])
        #expect(outcome.desk.transport.position(at: outcome.desk.now) == Rehearsal.frame(1))
    }

    @Test(arguments: [333, 4096])
    func `turning backwards ends the pass, and forward again writes what is still held`(blockSize: Int) throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 2, do: /transport/speed = -1}
              - {at: 2.5, desk/sense/1: 0.3}
              - {at: 3, do: /transport/speed = 1}
              - {at: 3.5, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            expect:
              - {at: 1.5, /strip/1/pan: 0.6, within: 0.001}
              - {at: 2.4, /strip/1/pan: 0.6, within: 0.001}
              - {at: 2.6, /strip/1/pan: -0.4, within: 0.001}
              - {at: 4.01, /strip/1/pan: 0, within: 0.002}
            """, blockSize: blockSize)
        let ranges = outcome.desk.passes.map(\.ranges)
        #expect(
            ranges == [
                [.pan1: [Rehearsal.frame(1)..<Rehearsal.frame(2)]],
                [.pan1: [Rehearsal.frame(1)..<Rehearsal.frame(2)]],
            ])
        outcome.expectUntouched(0..<1)
        // The hand's own value from the turn on, and the glide to the lane that was there before it all.
        outcome.expect([(1.01, 0.3), (1.5, 0.3), (1.75, 0.4)])
        outcome.expectUntouched(2..<20)
        #expect(outcome.passes.count == 2)
    }

    @Test func `backwards from within a pass plays what was written just now`() throws {
        _ = try Rehearsal(pan: [(0, 0.5)], modes: [.strip(1): .latch]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/motion: 0.8}
              - {at: 4, do: /transport/speed = -1}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 4.01, /strip/1/pan: 0.6, within: 0.001}
              - {at: 6.9, /strip/1/pan: 0.6, within: 0.001}
              - {at: 7.1, /strip/1/pan: 0, within: 0.001}
            """)
    }

    @Test func `backwards it stops at the start, and plays from the end again`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.2), (10, 0.7)]).perform(
            """
              - {at: 0, do: /transport/position = 1 s}
              - {at: 0, do: /transport/speed = -2}
              - {at: 0, do: /transport/play}
              - {at: 1, do: /transport/play}
              - {at: 2, do: /transport/stop}
            expect:
              - {at: 0.4, /transport/play: on}
              - {at: 0.51, /transport/stop: on}
              - {at: 0.51, /strip/1/pan: -0.6}
              - {at: 1.5, /transport/play: on}
            """)
        let desk = outcome.desk
        #expect(desk.transport.position(at: desk.now) == desk.transport.end - Rehearsal.frame(2))
    }

    @Test(arguments: [0.5, 0.32, 2, 3.2])
    func `punch: inside its range at any speed, to the sample where the song comes to it`(speed: Double) throws {
        let range = Rehearsal.frame(1)..<(Rehearsal.frame(3) + 1)
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5)], modes: [.strip(1): .latch], change: { $0.settings.punch = range })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/speed = \(speed)}
              - {at: 0, do: /transport/play}
              - {at: 0.2, desk/motion: 0.8}
              - {at: \(4 / speed), do: /transport/stop}
            """)
        let written = try #require(outcome.desk.passes.first?.ranges[.pan1]?.first)
        let slack = speed > 1 ? Int64(speed.rounded(.up)) : 0
        #expect((range.lowerBound...range.lowerBound + slack).contains(written.lowerBound), "\(written)")
        #expect((range.upperBound - slack - 1...range.upperBound).contains(written.upperBound), "\(written)")
        outcome.expectUntouched(0..<1)
        outcome.expectUntouched(3.0001..<20)
        outcome.expect([(1.1, 0.8)])
        #expect(outcome.passes.count == 1)
    }

    @Test(arguments: [0.5, 0.8, 3.2])
    func `loop: a touch over the seam is two passes, each to the loop's own ends`(speed: Double) throws {
        let loop = Rehearsal.frame(1)..<(Rehearsal.frame(3) + 1)
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], change: { $0.settings.loop = loop })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/speed = \(speed)}
              - {at: 0, do: /transport/play}
              - {at: \(2.5 / speed), desk/sense/1: touch}
              - {at: \(2.5 / speed), desk/sense/1: 0.8}
              - {at: \(4.5 / speed), do: /transport/stop}
            """)
        let ranges = outcome.desk.passes.compactMap { $0.ranges[.pan1]?.first }
        #expect(ranges.first?.upperBound == loop.upperBound && ranges.last?.lowerBound == loop.lowerBound)
        #expect(ranges.count == 2 && outcome.passes.count == 2)
        outcome.expectFlat(1...2.4)
        outcome.expectUntouched(0..<1)
    }

    @Test func `loop: backwards it goes round the other way, and writes no lap`() throws {
        let rehearsal = try Rehearsal(
            pan: [(0, 0), (4, 0.4)],
            change: { $0.settings.loop = Rehearsal.frame(1)..<Rehearsal.frame(3) })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /strip/1/mode = write}
              - {at: 0, do: /transport/position = 2 s}
              - {at: 0, do: /transport/speed = -1}
              - {at: 0, do: /transport/play}
              - {at: 5.5, do: /transport/stop}
            expect:
              - {at: 0.5, /strip/1/pan: -0.7, within: 0.001}
              - {at: 1.01, /strip/1/pan: -0.402, within: 0.001}
              - {at: 2.5, /strip/1/pan: -0.7, within: 0.001}
              - {at: 3.01, /strip/1/pan: -0.402, within: 0.001}
            """)
        outcome.expectUntouched(0..<20)
        #expect(outcome.desk.passes.isEmpty && outcome.desk.recorder.laps.count == 0)
    }

    @Test func `write is over after a pass, and backwards there is none`() throws {
        let stage = try Stage(try Rehearsal(pan: [(0, 0), (4, 0.4)]))
        for action in [
            "/strip/1/mode = write", "/transport/position = 2 s", "/transport/speed = -1", "/transport/play",
        ] { try stage.act(action) }
        stage.run(to: 1)
        try stage.act("/transport/stop")
        try stage.act("/transport/speed = 1")
        stage.run(to: 1.1)
        #expect(stage.desk.document.modes.nodes[.strip(1)] == .write)
        // Forward it writes from the first frame, and is over.
        try stage.act("/transport/play")
        stage.run(to: 2)
        try stage.act("/transport/speed = -0.5")
        stage.run(to: 2.1)
        #expect(stage.desk.document.modes.nodes[.strip(1)] == .touch)
        #expect(stage.desk.passes.map(\.ranges.count) == [1])
        try stage.close()
    }

    @Test func `a ride through changes of speed is one pass in the song's time, and one step of undo`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.8}
              - {at: 2, do: /transport/speed = 0.5}
              - {at: 3, desk/sense/1: 0.6}
              - {at: 4, do: /transport/speed = 2}
              - {at: 4.5, desk/sense/1: 0.9}
              - {at: 5, desk/sense/1: let go}
              - {at: 6, do: /transport/stop}
            """)
        // 2 s at its own speed, 1 s of song in 2 s, and from 4 s on twice as fast: let go at 5 s of the song.
        outcome.expect([(1.5, 0.8), (2.4, 0.8), (2.6, 0.6), (3.9, 0.6), (4.1, 0.9), (4.9, 0.9), (5.5, 0.7), (6, 0.5)])
        outcome.expectUntouched(0..<1)
        outcome.expectUntouched(6.001..<20)
        #expect(outcome.entries == ["Pass: Strip 1 pan"])
    }

    @Test func `a glide that a faster speed would carry over the punch-out ends there all the same`() throws {
        let range = Rehearsal.frame(0)..<Rehearsal.frame(2)
        let rehearsal = try Rehearsal(pan: [(0, 0.5)], change: { $0.settings.punch = range })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 0.5, desk/sense/1: touch}
              - {at: 0.5, desk/sense/1: 0.8}
              - {at: 1.4, desk/sense/1: let go}
              - {at: 1.5, do: /transport/speed = 4}
              - {at: 3, do: /transport/stop}
            """)
        outcome.expectUntouched(2..<20)
        let written = try #require(outcome.desk.passes.first?.ranges[.pan1]?.last)
        #expect(written.upperBound <= range.upperBound && written.upperBound > range.upperBound - 8)
    }

    @Test func `case 38 at half speed: a switch stays until the lane's next point, wherever that is heard`() throws {
        let rehearsal = try Rehearsal(change: `Automation cases: loops and switches`.mutes([(0, 0), (5, 1), (6, 0)]))
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/mute/1: press}
              - {at: 2.1, desk/mute/1: release}
              - {at: 3, do: /transport/speed = 0.5}
              - {at: 12, do: /transport/stop}
            """)
        outcome.expectSwitched(on: 2..<6)
        #expect(outcome.desk.passes.map(\.ranges) == [[.mute1: [Rehearsal.frame(2)..<Rehearsal.frame(5)]]])
    }

    /// Where a story of speed may begin: hands, glides and places that are in the middle of something.
    @Test(arguments: [
        (
            "primed in stop, then backwards",
            "- {at: 0, desk/plain: 0.9}\n  - {at: 0.1, do: /transport/speed = -1}\n  - {at: 0.2, do: /transport/play}"
        ),
        (
            "a hand on it from before play",
            "- {at: 0, do: /transport/position = 4 s}\n  - {at: 0.1, do: /transport/speed = -1}\n  - {at: 0.1, desk/sense/1: touch}\n  - {at: 0.2, desk/sense/1: 0.9}\n  - {at: 0.3, do: /transport/play}\n  - {at: 2, desk/sense/1: let go}"
        ),
        (
            "speed to and fro in stop",
            "- {at: 0, do: /transport/speed = -4}\n  - {at: 0, do: /transport/speed = 0.05}\n  - {at: 0, do: /transport/speed = -0.5}\n  - {at: 1, do: /transport/play}\n  - {at: 1.2, desk/motion: 0.9}"
        ),
        (
            "at the very start, backwards",
            "- {at: 0, do: /transport/speed = -1}\n  - {at: 0, do: /transport/play}\n  - {at: 0, desk/motion: 0.9}"
        ),
    ])
    func `nothing is written however it begins, and nothing is left behind`(name: String, events: String) throws {
        let outcome = try Rehearsal(pan: [(0, 0.2), (10, 0.7)], modes: [.strip(1): .latch]).perform(
            "  \(events)\n  - {at: 3, do: /transport/stop}\n  - {at: 3.1, do: /transport/speed = 1}")
        outcome.expectUntouched(0..<20)
        #expect(outcome.desk.passes.isEmpty && outcome.passes.isEmpty, "\(name)")
        #expect(outcome.desk.automation.gates.writing.isEmpty)
        #expect(outcome.desk.transport.speed == .normal)
    }

    @Test func `live, wishes that come while samples are still read are taken up one after the other`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let stage = try Stage(rehearsal)
        try stage.act("/transport/play")
        stage.run(to: 1)
        for speed in ["0.5", "-1", "2", "1", "0.5"] { try stage.act("/transport/speed = \(speed)") }
        #expect(stage.desk.state.transport.speed == PlaySpeed(0.5))
        stage.run(to: 2)
        #expect(stage.desk.transport.position(at: stage.desk.now) == Rehearsal.frame(1.5))
        #expect(stage.desk.engine.sessionPosition == Rehearsal.frame(1.5))
        #expect(stage.desk.locates == 0)
        try stage.close()
    }

    @Test func `a take is the song as it will be bounced, whatever was played at other speeds`() throws {
        let rehearsal = try NoisyRehearsal(seed: 3, mode: .touch, hpf: false) {
            $0.lanes[.pan1] = Lane(points: [(0, -0.5), (Rehearsal.frame(1.5), 0.75)])
        }
        let take = try rehearsal.take(
            [
                "  - {at: 0, do: /transport/play}", "  - {at: 0.5, do: /transport/speed = 0.5}",
                "  - {at: 1, do: /transport/speed = -1.5}", "  - {at: 1.2, do: /transport/speed = 1}",
                "  - {at: 1.6, do: /transport/stop}",
            ], blockSize: 1024)
        #expect(take.unheard == nil)
        #expect(take.differences(from: try rehearsal.bounce()) == 0)
    }
}
