import Automation
import ControlSurfaces
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

@Suite struct `Surfaces of the desk` {
    @Test func `case 9: unplugged while touched lets go at once`() throws {
        let rehearsal = try Rehearsal(pan: [(0, 0.5)])
        let stage = try Stage(rehearsal)
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 2)
        try stage.move("sense/1", .touch, on: surface)
        try stage.move("sense/1", .travel(0.8), on: surface)
        stage.run(to: 3)
        let memory = stage.desk.surfaceSession.disconnect(surface, at: stage.desk.now)
        #expect(stage.desk.surfaces.isEmpty)
        stage.run(to: 5)
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 5.1)
        #expect(stage.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2)..<Rehearsal.frame(3.5)]]])
        #expect(stage.desk.document.lanes[.pan1]?.position(at: Rehearsal.frame(3.5)) == 0)
        #expect(abs((memory.travel(of: "sense/1", at: 5_000_000_000) ?? 0) - 0.8) < 1e-4)
        try stage.close()
    }

    @Test func `a performance pulls the cable in a ride, and what the hand does without it is nobody's`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 3, desk: unplug}
              - {at: 4, desk/sense/1: 0.1}
              - {at: 5, desk: plug}
              - {at: 5.5, desk/sense/1: touch}
              - {at: 5.5, desk/sense/1: 0.7}
              - {at: 6, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 2.9, /strip/1/pan: 0.6, within: 0.001}
              - {at: 4.1, /strip/1/pan: 0}
              - {at: 5.9, /strip/1/pan: 0.4, within: 0.001}
            """)
        outcome.expectUntouched(3.5..<5.5)
        outcome.expect([(2.9, 0.8), (3.25, 0.65), (5.9, 0.7), (6.5001, 0.5)])
        #expect(outcome.passes.count == 2)
    }

    @Test func `a cable that is out cannot be pulled, nor put in twice`() throws {
        let stage = try Stage(try Rehearsal())
        let (performance, _) = PerformanceReader.read(
            text: "performance: 1\nsurfaces: {desk: {mapping: bench}}\nevents: []\n", file: "p.yaml")
        let hands = PerformanceHands(
            try #require(performance), mappings: ["desk": try Bench().mapping()], desk: stage.desk, keepsSent: false,
            at: 0)
        #expect(hands.act(.cable(surface: "desk", isIn: true), at: 0) == "desk is plugged in already")
        #expect(hands.act(.cable(surface: "desk", isIn: false), at: 0) == nil)
        #expect(stage.desk.surfaces.isEmpty)
        #expect(hands.act(.cable(surface: "desk", isIn: false), at: 0) == "desk is unplugged already")
        #expect(hands.act(.cable(surface: "desk", isIn: true), at: 0) == nil)
        #expect(stage.desk.surfaces.map(\.name) == ["desk"])
        try stage.close()
    }

    @Test func `momentary switch of an unplugged device is off again`() throws {
        let stage = try Stage(try Rehearsal(modes: [:]))
        let surface = try stage.connect()
        try stage.move("cut", .press, on: surface)
        stage.run(to: 0.1)
        #expect(stage.desk.shownPosition(of: .mute1) == 1)
        _ = stage.desk.surfaceSession.disconnect(surface, at: stage.desk.now)
        stage.run(to: 0.2)
        #expect(stage.desk.shownPosition(of: .mute1) == 0)
        try stage.close()
    }

    @Test func `device that comes back picks up from where its controls stood`() throws {
        let stage = try Stage(try Rehearsal(modes: [:]))
        let surface = try stage.connect()
        // From the bottom to the top: caught at 0 dB on the way.
        try stage.move("knob/1", .travel(0), on: surface)
        try stage.move("knob/1", .travel(1), on: surface)
        stage.run(to: 1)
        #expect(stage.desk.shownPosition(of: .fader1) == ParameterID.fader1.role.spec.clamped(1e9))
        let memory = stage.desk.surfaceSession.disconnect(surface, at: stage.desk.now)
        try stage.act("/strip/1/fader = -20 dB")
        stage.run(to: 2)
        let back = try stage.connect(place: SurfacePlace(positions: memory))
        // It stands at the top still: the first movement is a small one from there, and waits.
        try stage.move("knob/1", .travel(0.99), on: back)
        stage.run(to: 2.1)
        let quiet = stage.desk.shownPosition(of: .fader1)
        #expect(stage.desk.document.mix[.fader1] == quiet)
        try stage.move("knob/1", .travel(0), on: back)
        stage.run(to: 2.2)
        #expect(stage.desk.shownPosition(of: .fader1) < quiet)
        try stage.close()
    }

    @Test func `case 10: bank switched while touched: the old lane keeps its touch, the new one is not written`()
        throws
    {
        let rehearsal = try Rehearsal(
            pan: [(0, 0.5)], modes: [.strip(1): .touch, .strip(5): .touch], strips: 8,
            change: { $0.lanes[ParameterID(.strip(5), .pan)] = Lane(points: [(0, -0.5)]) })
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 2, desk/sense/1: 0.8}
              - {at: 3, desk/bank/right: press}
              - {at: 3.05, desk/bank/right: release}
              - {at: 3.5..4, every: 10ms, desk/sense/1: 0.8..0.1}
              - {at: 5, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            expect:
              - {at: 4.5, /bank: 5}
              - {at: 4.5, /strip/5/pan: -0.5}
            """)
        outcome.expect([(2.1, 0.8), (5, 0.8), (5.25, 0.65), (5.5, 0.5)])
        outcome.expectFlat(2.1...5)
        #expect(outcome.desk.passes.map(\.ranges) == [[.pan1: [Rehearsal.frame(2)..<Rehearsal.frame(5.5)]]])
        // Once let go, the motor goes to the new strip's value.
        let motor = outcome.sent.filter { $0.bytes[0] == 0xE0 && $0.time > 5 }
        #expect(motor.map(\.bytes) == [[0xE0, 0x00, 0x20]])
    }

    @Test func `case 62: motor is silent while touched, follows the glide, and rests at the lane`() throws {
        let outcome = try Rehearsal(pan: [(0, 0.5)]).perform(`Automation cases: touch`.ride)
        let motor = outcome.sent.filter { $0.bytes[0] == 0xE0 }
        #expect(motor.filter { (2...5).contains($0.time) }.isEmpty)
        let glide = motor.filter { $0.time > 5 }
        #expect(glide.count > 20)
        let travels = glide.map { Int($0.bytes[1]) | Int($0.bytes[2]) << 7 }
        #expect(travels == travels.sorted(by: >))
        #expect(travels.last == 8192)
        #expect((glide.last?.time ?? 9) <= 5.52)
        // Case 64: nothing is sent twice.
        #expect(zip(motor, motor.dropFirst()).allSatisfy { $0.bytes != $1.bytes })
    }

    @Test func `case 65: within 100 ms of a bank switch everything shows the new bank, and no lane is written`()
        throws
    {
        let rehearsal = try Rehearsal(
            modes: [:], strips: 8,
            change: { document in
                document.modes.session = .touch
                for strip in 5...8 {
                    document.lanes[ParameterID(.strip(strip), .pan)] = Lane(points: [(0, Float(strip) / 10)])
                    document.mix[ParameterID(.strip(strip), .mute)] = 1
                    document.mix[ParameterID(.strip(strip), .hpfOn)] = 1
                }
            })
        let stage = try Stage(rehearsal)
        let surface = try stage.connect()
        stage.desk.play(at: 0)
        stage.run(to: 2)
        try stage.press("bank/right", on: surface)
        stage.run(to: 4)
        let sent = surface.sent(2...2.1)
        #expect(sent.filter { $0[0] & 0xF0 == 0xE0 }.count == 4)
        #expect(sent.filter { $0[0] == 0x90 && (1...4).contains($0[1]) && $0[2] == 127 }.count == 4)
        #expect(sent.filter { $0[0] == 0x90 && (11...14).contains($0[1]) && $0[2] == 127 }.count == 4)
        #expect(sent.filter { $0[0] == 0xF0 && String(decoding: $0, as: UTF8.self).contains("Strip") }.count == 4)
        #expect(surface.sent(2.1...4) == [])
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 4.1)
        #expect(stage.desk.passes.isEmpty)
        #expect(stage.store.history.isEmpty)
        try stage.close()
    }

    @Test func `an expectation that fails since a control waits for pick-up says so`() throws {
        let rehearsal = try Rehearsal(modes: [:])
        let text = """
            performance: 1
            surfaces:
              desk: {mapping: bench}
            events:
              - {at: 0.1, desk/knob/2: 0.1}
              - {at: 0.2, desk/knob/2: 0.2}
            expect:
              - {at: 0.5, /strip/2/fader: -30 dB}
            """
        let (performance, _) = PerformanceReader.read(text: text, file: "case.yaml")
        let store = try SessionStore.open(at: rehearsal.location)
        let studio = Studio(store, isLive: false)
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 1024)
        let run = PerformanceRun(
            try #require(performance), mappings: ["desk": try Bench().mapping()], desk: studio.desk, player: player,
            keepsTake: false)
        run.run()
        #expect(
            run.failures.map(\.message) == [
                "at 0.5 s: /strip/2/fader is 0 dB, expected -30 dB; desk knob/2 waits for pick-up: move it up, past 0 dB"
            ])
        try store.close()
    }

    @Test func `knob that caught a value waits again after its bank or layer has changed and come back`() throws {
        let stage = try Stage(try Rehearsal(modes: [:], strips: 8))
        let surface = try stage.connect()
        try stage.move("knob/1", .travel(0), on: surface)
        try stage.move("knob/1", .travel(1), on: surface)
        stage.run(to: 1)
        let top = ParameterID.fader1.role.spec.clamped(1e9)
        #expect(stage.desk.shownPosition(of: .fader1) == top)
        let other = ParameterID(.strip(5), .fader)
        let gain = ParameterID(.strip(1), .inputGain)
        for (away, back, met) in [("bank/right", "bank/left", other), ("other", "first", gain)] {
            try stage.press(away, on: surface)
            try stage.move("knob/1", .travel(0.95), on: surface)
            stage.run(to: Double(stage.desk.now) / 48_000 + 0.7)
            #expect(stage.desk.shownPosition(of: met) == met.role.spec.initialPosition)
            try stage.press(back, on: surface)
            // A little further from the value that it left: waits.
            try stage.move("knob/1", .travel(0.9), on: surface)
            stage.run(to: Double(stage.desk.now) / 48_000 + 0.7)
            #expect(stage.desk.shownPosition(of: .fader1) == top)
        }
        // Back to where it left it, then down: in step again.
        try stage.move("knob/1", .travel(1), on: surface)
        try stage.move("knob/1", .travel(0.5), on: surface)
        stage.run(to: Double(stage.desk.now) / 48_000 + 0.1)
        #expect(stage.desk.shownPosition(of: .fader1) < top)
        try stage.close()
    }
}
