import Automation
import Engine
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Recalls of snapshots: what moves, what is written, what wins.
@Suite struct `Recalled snapshots` {
    static let fader2 = ParameterID(.strip(2), .fader)
    static let mute2 = ParameterID(.strip(2), .mute)

    /// Strip 1 panned to 0.8, strip 2 at -12 dB and muted; the rest of the mix at its default.
    static func verse(_ fade: Int = 1000) -> Snapshot {
        var snapshot = Snapshot(name: "Verse", fadeMilliseconds: fade)
        snapshot[.pan1] = Rehearsal.position(0.8)
        snapshot[fader2] = -12
        snapshot[mute2] = 1
        return snapshot
    }

    static func rehearsal(
        pan: [(Double, Double)] = [], _ mode: AutomationMode = .read, fade: Int = 1000, glide: Int = 500,
        change: (inout SessionDocument) -> Void = { _ in }
    ) throws -> Rehearsal {
        try Rehearsal(pan: pan, modes: [.strip(1): mode], glide: glide) { document in
            document.snapshots = [verse(fade)]
            change(&document)
        }
    }

    @Test func `move what is at rest over the fade, in one step of undo, and switches at once`() throws {
        let rehearsal = try Self.rehearsal()
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, do: /snapshot/Verse}
              - {at: 4, do: /transport/stop}
            expect:
              - {at: 0.99, /strip/1/pan: centre, within: 0.0001}
              - {at: 1.5, /strip/2/fader: -12 dB, within: 0.01}
              - {at: 1.02, /strip/2/mute: on}
              - {at: 2.1, /strip/1/pan: R60, within: 0.0001}
            """)
        #expect(outcome.entries == ["Recall Verse"])
        #expect(outcome.stored.mix[.pan1] == Rehearsal.position(0.8))
        #expect(outcome.stored.mix[Self.fader2] == -12)
        #expect(outcome.stored.mix[Self.mute2] == 1)
        #expect(outcome.stored.lanes == [:])
        let store = try SessionStore.open(at: rehearsal.location)
        try store.undo()
        #expect(store.document == rehearsal.document)
        try store.close()
    }

    @Test func `leave to its lane what is on its way back out of a mode that wrote`() throws {
        let outcome = try Self.rehearsal(pan: [(0, 0.5), (20, 0.5)], .latch).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, desk/sense/1: touch}
              - {at: 1, desk/sense/1: 0.9}
              - {at: 1.2, desk/sense/1: let go}
              - {at: 2, do: /strip/1/mode = read}
              - {at: 2.1, do: /snapshot/Verse}
              - {at: 5, do: /transport/stop}
            expect:
              - {at: 2.25, /strip/1/pan: R40, within: 0.001}
              - {at: 2.6, /strip/1/pan: centre, within: 0.001}
              - {at: 4, /strip/1/pan: centre, within: 0.001}
            """)
        outcome.expect([(1.9, 0.9), (2.25, 0.7), (2.5001, 0.5), (4, 0.5)])
        #expect(outcome.desk.takeNotices().contains { $0.contains("Strip 1 pan: stays with its lane") })
    }

    @Test func `let go of what is switched to read in the midst of the fade`() throws {
        let outcome = try Self.rehearsal(pan: [(0, 0.5), (20, 0.5)], .latch).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, do: /snapshot/Verse}
              - {at: 1.5, do: /strip/1/mode = read}
              - {at: 5, do: /transport/stop}
            expect:
              - {at: 2.6, /strip/1/pan: centre, within: 0.001}
            """)
        let lane = try #require(outcome.stored.lanes[.pan1])
        // Written as it was heard: towards the snapshot, and back.
        outcome.expect([(1.25, 0.575), (1.5, 0.65)])
        #expect(lane.position(at: Rehearsal.frame(2.6)) == lane.position(at: Rehearsal.frame(10)))
        outcome.expect([(3, 0.5)])
    }

    @Test(arguments: [
        (fade: 1000, glide: 500, length: 1.0), (fade: 0, glide: 500, length: 0.5), (fade: 100, glide: 0, length: 0.1),
    ])
    func `never jump: what is heard is straight over the fade, or the glide where that is longer`(
        fade: Int, glide: Int, length: Double
    ) throws {
        let stage = try Stage(Self.rehearsal(fade: fade, glide: glide))
        let pan = try #require(stage.desk.engine.index(of: .pan1))
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.act("/snapshot/1")
        for share in [0.25, 0.5, 0.75, 1] {
            stage.run(to: 1 + length * share)
            let wanted = Rehearsal.position(0.5 + 0.3 * share)
            #expect(abs(stage.desk.engine.livePosition(of: pan) - wanted) < 1e-3, "after \(share) of the fade")
        }
        try stage.close()
    }

    @Test func `in touch are written as by a hand that lets go when the fade is over`() throws {
        let outcome = try Self.rehearsal(pan: [(0, 0.5)], .touch).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 1, do: /snapshot/Verse}
              - {at: 6, do: /transport/stop}
            """)
        outcome.expectUntouched(0..<1)
        outcome.expect([(1.5, 0.65), (2, 0.8), (2.25, 0.65), (2.5, 0.5), (5, 0.5)])
        #expect(outcome.entries == ["Recall Verse", "Pass: Strip 1 pan"])
    }

    @Test func `in latch are written to the stop, also where there never was a lane`() throws {
        for pan in [[(0.0, 0.5)], []] {
            let outcome = try Self.rehearsal(pan: pan, .latch).perform(
                """
                  - {at: 0, do: /transport/play}
                  - {at: 1, do: /snapshot/verse}
                  - {at: 6, do: /transport/stop}
                """)
            outcome.expect([(0.9, 0.5), (1.5, 0.65), (2, 0.8), (5.9, 0.8), (6.1, 0.5)])
            #expect(outcome.passes == ["Pass: Strip 1 pan"])
            // Nothing that stood there already is written.
            #expect(Set(outcome.stored.lanes.keys) == [.pan1])
        }
    }

    @Test func `in latch and in stop are written from the next start`() throws {
        let outcome = try Self.rehearsal(pan: [(0, 0.5)], .latch).perform(
            """
              - {at: 0, do: /snapshot/Verse}
              - {at: 2, do: /transport/play}
              - {at: 4, do: /transport/stop}
            expect:
              - {at: 1.5, /strip/1/pan: R60, within: 0.0001}
            """)
        outcome.expect([(0, 0.8), (1.9, 0.8), (2.1, 0.5)])
    }

    @Test(arguments: [AutomationMode.read, .touch])
    func `leave what its lane rules, and say so`(mode: AutomationMode) throws {
        let outcome = try Self.rehearsal(pan: [(0, 0.5)], mode).perform(
            "  - {at: 0, do: /snapshot/Verse}\n  - {at: 2, do: /transport/stop}")
        #expect(outcome.entries == ["Recall Verse"])
        #expect(outcome.stored.mix[.pan1] == 0)
        #expect(outcome.stored.mix[Self.fader2] == -12)
        #expect(outcome.stored.lanes == outcome.before.lanes)
        let told =
            "Verse: Strip 1 pan: stays with its lane, which rules it in this mode; in latch the recall is written"
        #expect(outcome.desk.state.notices.map(\.text).contains(told))
    }

    @Test func `leave what a hand is on, and say so`() throws {
        let outcome = try Self.rehearsal().perform(
            """
              - {at: 0.5, desk/sense/1: touch}
              - {at: 0.5, desk/sense/1: 0.3}
              - {at: 1, do: /snapshot/Verse}
              - {at: 3, desk/sense/1: let go}
              - {at: 5, do: /transport/stop}
            """)
        #expect(abs(outcome.stored.mix[.pan1] - Rehearsal.position(0.3)) < 1e-3)
        #expect(outcome.stored.mix[Self.fader2] == -12)
        #expect(outcome.desk.state.notices.map(\.text).contains("Verse: Strip 1 pan: a hand is on it and wins"))
    }

    @Test func `give way to a hand that comes in the fade, and to another recall`() throws {
        let stage = try Stage(
            Self.rehearsal { document in
                var back = Snapshot(name: "Back", fadeMilliseconds: 500)
                back.scope.parameters = [.pan1]
                document.snapshots.append(back)
            })
        let surface = try stage.connect()
        let pan = try #require(stage.desk.engine.index(of: .pan1))
        stage.desk.play(at: 0)
        stage.run(to: 1)
        try stage.act("/snapshot/Verse")
        stage.run(to: 1.5)
        try stage.act("/snapshot/Back")
        stage.run(to: 1.75)
        #expect(abs(stage.desk.engine.livePosition(of: pan) - 0.15) < 1e-3)
        try stage.move("sense/1", .touch, on: surface)
        try stage.move("sense/1", .travel(0.2), on: surface)
        stage.run(to: 3)
        #expect(abs(stage.desk.engine.livePosition(of: pan) - Rehearsal.position(0.2)) < 1e-3)
        try stage.move("sense/1", .letGo, on: surface)
        stage.run(to: 4)
        #expect(abs(stage.desk.document.mix[.pan1] - Rehearsal.position(0.2)) < 1e-3)
        let document = stage.desk.document
        try stage.close()
        #expect(stage.store.document.mix == document.mix)
    }

    @Test func `drive motors to their values, and knobs that stand elsewhere wait to be picked up`() throws {
        let stage = try Stage(Self.rehearsal())
        let surface = try stage.connect()
        try stage.move("knob/2", .travel(0.9), on: surface)
        stage.run(to: 1)
        try stage.act("/snapshot/Verse")
        stage.run(to: 2)
        let motor = surface.sent(1...2).last { $0[0] == 0xE0 }
        #expect(
            motor.map { Int($0[1]) + Int($0[2]) << 7 } == 13106 || motor.map { Int($0[1]) + Int($0[2]) << 7 } == 13107
        )
        try stage.move("knob/2", .travel(0.85), on: surface)
        stage.run(to: 3)
        #expect(stage.desk.document.mix[Self.fader2] == -12)
        try stage.close()
    }

    @Test func `in preview are tried, and nothing of them is left`() throws {
        let rehearsal = try Self.rehearsal(pan: [(0, 0.5)], .touch) { document in
            document.snapshots = [Snapshot(name: "Verse", fadeMilliseconds: 1000)]
            document.snapshots[0].scope.parameters = [.pan1]
            document.snapshots[0][.pan1] = Rehearsal.position(0.8)
        }
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /preview = on}
              - {at: 0, do: /transport/play}
              - {at: 1, do: /snapshot/Verse}
              - {at: 4, do: /preview = off}
              - {at: 5, do: /transport/stop}
            """)
        #expect(outcome.stored == rehearsal.document)
        #expect(outcome.entries == [])
    }

    @Test func `move each member of a group to its own value`() throws {
        let stage = try Stage(
            Self.rehearsal { document in
                document.mix.groups = [Group(name: "Both", members: [.strip(1), .strip(2)], roles: [.fader])]
            })
        try stage.act("/snapshot/Verse")
        stage.run(to: 2)
        #expect(stage.desk.document.mix[.fader1] == 0)
        #expect(stage.desk.document.mix[Self.fader2] == -12)
        try stage.close()
    }

    @Test func `are taken from a pad as the mix is heard, in their scope, and taken back by undo`() throws {
        let rehearsal = try Self.rehearsal(pan: [(0, 0.5), (10, 1)]) { document in
            document.snapshots[0].scope.nodes = [.strip(1)]
            document.snapshots[0][Self.fader2] = 0
            document.snapshots[0][Self.mute2] = 0
            document.mix[Self.fader2] = -20
        }
        let stage = try Stage(rehearsal)
        stage.desk.locate(to: Rehearsal.frame(6), at: 0)
        stage.run(to: 0.1)
        try stage.act("/snapshot/verse/take")
        try stage.act("/snapshot/Chorus/take")
        try stage.act("/snapshot/3/take")
        let taken = stage.desk.document.snapshots
        #expect(taken.map(\.name) == ["Verse", "Chorus", "Snapshot 3"])
        #expect(abs(taken[0][.pan1] - Rehearsal.position(0.8)) < 1e-6)
        #expect(taken[0][Self.fader2] == 0)
        #expect(taken[1][Self.fader2] == -20)
        #expect(taken[0].fadeMilliseconds == 1000)
        #expect(stage.desk.state.holds(.command(.recallSnapshot(.named("Snapshot 3")))))
        #expect(stage.desk.perform(.command(.takeSnapshot(.number(5))), at: stage.desk.now) != nil)
        for _ in 0..<3 { stage.desk.undo(at: stage.desk.now) }
        #expect(stage.desk.document == rehearsal.document)
        #expect(!stage.desk.state.holds(.command(.recallSnapshot(.named("Snapshot 3")))))
        try stage.close()
    }

    @Test func `that are not there are told with those that are`() throws {
        let stage = try Stage(Self.rehearsal())
        #expect(
            stage.desk.perform(try Action(parsing: "/snapshot/Bridge"), at: 0)
                == "this session has no snapshot `Bridge`; it has Verse")
        #expect(
            stage.desk.perform(try Action(parsing: "/revision/Mix 1"), at: 0)
                == "this session has no revision `Mix 1`; it has none")
        try stage.close()
    }
}

@Suite struct `Revisions of an open session` {
    static let fader2 = ParameterID(.strip(2), .fader)

    static func rehearsal(_ change: (inout SessionDocument) -> Void) throws -> Rehearsal {
        try Rehearsal(pan: [(0, 0.5)]) { document in
            var old = document
            old.mix[fader2] = -7
            old.mix.strips[1].name = "Before"
            old.lanes[.pan1] = Lane(points: [(0, 1), (48_000, -1)])
            change(&old)
            document.revisions = [Revision(old, name: "Mix 1", time: 7)]
        }
    }

    @Test func `are brought back from a button, heard at once, and taken back by undo`() throws {
        let rehearsal = try Self.rehearsal { _ in }
        let stage = try Stage(rehearsal)
        let pan = try #require(stage.desk.engine.index(of: .pan1))
        try stage.act("/revision/Mix 1")
        stage.run(to: 0.1)
        #expect(stage.desk.document.mix[Self.fader2] == -7)
        #expect(stage.desk.document.mix.strips[1].name == "Before")
        #expect(stage.desk.engine.livePosition(of: pan) == 1)
        #expect(stage.desk.document == stage.store.document)
        #expect(stage.desk.takeNotices() == ["Restored: Mix 1"])
        stage.desk.undo(at: stage.desk.now)
        #expect(stage.desk.document == rehearsal.document)
        try stage.close()
    }

    @Test(arguments: [0, 1, 2])
    func `that cannot be played without opening the session anew are refused, and say why`(kind: Int) throws {
        let rehearsal = try Self.rehearsal { old in
            switch kind {
            case 0: old.mix.strips.append(Strip(name: "Third"))
            case 1: old.mix.buses = [Bus(name: "Hall")]
            default: old.mix.tempo = 90
            }
        }
        let stage = try Stage(rehearsal)
        try stage.act("/revision/1")
        stage.run(to: 0.1)
        #expect(stage.desk.document == rehearsal.document)
        let told = stage.desk.takeNotices().joined()
        #expect(
            told.contains("restore failed: \"Mix 1\" has other strips, files, ways or another tempo than what plays"))
        try stage.close()
    }
}
