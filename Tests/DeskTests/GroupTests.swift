import Automation
import Mapping
import MixModel
import SessionStore
import Testing
import Units

@testable import Desk

/// Strips 1 to 3 in a group that links faders, pans and mutes; strip 4 is alone.
@Suite struct Groups {
    static func rehearsal(_ modes: [Node: AutomationMode] = [:], lanes: Bool = false) throws -> Rehearsal {
        try Rehearsal(modes: modes, strips: 4) { document in
            document.mix.groups = [
                Group(name: "Drums", members: [.strip(1), .strip(2), .strip(3)], roles: [.fader, .pan, .mute])
            ]
            document.mix[fader(2)] = -10
            document.mix[fader(3)] = 6
            guard lanes else { return }
            for strip in 1...3 { document.lanes[pan(strip)] = Lane(points: [(0, Float(strip) / 10)]) }
        }
    }

    static func fader(_ strip: Int) -> ParameterID { ParameterID(.strip(strip), .fader) }
    static func pan(_ strip: Int) -> ParameterID { ParameterID(.strip(strip), .pan) }
    static func mute(_ strip: Int) -> ParameterID { ParameterID(.strip(strip), .mute) }

    private func faders(_ stage: Stage) -> [Float] { (1...4).map { stage.desk.shownPosition(of: Self.fader($0)) } }

    private func wait(_ stage: Stage, _ seconds: Double = 0.7) {
        stage.run(to: Double(stage.desk.now) / 48_000 + seconds)
    }

    private func level(_ decibels: Float) -> Double { Role.fader.spec.travel(position: decibels) }

    @Test func `keep the differences that there were at the touch, also after one has met its end`() throws {
        let stage = try Stage(try Self.rehearsal())
        let surface = try stage.connect()
        try stage.move("level", .touch, on: surface)
        try stage.move("level", .travel(level(-5)), on: surface)
        wait(stage, 0.1)
        let low = faders(stage)
        #expect(abs(low[0] + 5) < 0.02 && abs(low[1] + 15) < 0.02 && abs(low[2] - 1) < 0.02)
        #expect(low[3] == 0)
        // Strip 3 stops at its end and comes back with the others.
        try stage.move("level", .travel(level(10)), on: surface)
        wait(stage, 0.1)
        #expect(faders(stage)[2] == 12)
        try stage.move("level", .travel(level(-5)), on: surface)
        wait(stage, 0.1)
        #expect(faders(stage) == low)
        try stage.move("level", .letGo, on: surface)
        wait(stage)
        // One gesture is one step of undo.
        #expect(stage.store.history.count == 1)
        #expect(stage.store.history.last?.label.hasSuffix("and 1 more") == true)
        stage.desk.undo(at: stage.desk.now)
        wait(stage, 0.1)
        #expect(faders(stage) == [0, -10, 6, 0])
        try stage.close()
    }

    @Test func `step switches all together, whatever each was`() throws {
        let stage = try Stage(try Self.rehearsal())
        let surface = try stage.connect()
        try stage.act("/strip/3/mute = on")
        wait(stage)
        func mutes() -> [Float] { (1...4).map { stage.desk.shownPosition(of: Self.mute($0)) } }
        #expect(mutes() == [1, 1, 1, 0])
        try stage.press("mute/1", on: surface)
        wait(stage)
        #expect(mutes() == [0, 0, 0, 0])
        // Held alone it goes back alone, too.
        try stage.act("/group/suspend = on")
        try stage.move("cut", .press, on: surface)
        wait(stage, 0.1)
        #expect(mutes() == [1, 0, 0, 0])
        try stage.move("cut", .release, on: surface)
        wait(stage, 0.1)
        #expect(mutes() == [0, 0, 0, 0])
        try stage.close()
    }

    @Test func `let one be moved alone while they are suspended or off, and link anew from there`() throws {
        let stage = try Stage(try Self.rehearsal())
        try stage.act("/group/suspend = on")
        #expect(stage.desk.holds(try Action(parsing: "/group/suspend = on")))
        try stage.act("/strip/2/fader = -20 dB")
        wait(stage)
        #expect(faders(stage) == [0, -20, 6, 0])
        try stage.act("/group/suspend = off")
        try stage.act("/strip/1/fader = -1 dB")
        wait(stage)
        #expect(faders(stage) == [-1, -21, 5, 0])
        try stage.act("toggle /group/drums/on")
        #expect(!stage.desk.holds(try Action(parsing: "/group/1/on = on")))
        try stage.act("/strip/1/fader = 0 dB")
        wait(stage)
        #expect(faders(stage) == [0, -21, 5, 0])
        #expect(stage.store.document.mix.groups[0].isOn == false)
        let complaint = stage.desk.perform(try Action(parsing: "/group/Brass/on = on"), at: stage.desk.now)
        #expect(complaint == "this session has no /group/Brass")
        try stage.close()
    }

    @Test func `leave a role alone that they do not link, and a member that another hand holds`() throws {
        let stage = try Stage(try Self.rehearsal())
        let surface = try stage.connect()
        try stage.act("/strip/1/input/gain = 3 dB")
        wait(stage)
        #expect(stage.desk.shownPosition(of: ParameterID(.strip(2), .inputGain)) == 0)
        try stage.move("sense/1", .touch, on: surface)
        try stage.move("sense/2", .touch, on: surface)
        try stage.move("sense/1", .travel(0.75), on: surface)
        wait(stage, 0.1)
        let pans = (1...3).map { stage.desk.shownPosition(of: Self.pan($0)) }
        #expect(abs(pans[0] - 0.5) < 1e-3 && pans[1] == 0 && pans[2] == pans[0])
        // Let go of, it comes along again, with the difference that there is now.
        try stage.move("sense/2", .letGo, on: surface)
        try stage.move("sense/1", .travel(0.8), on: surface)
        wait(stage, 0.1)
        #expect(abs(stage.desk.shownPosition(of: Self.pan(2)) - 0.1) < 1e-3)
        try stage.close()
    }

    @Test func `write each member as its own mode says`() throws {
        let rehearsal = try Self.rehearsal(
            [.strip(1): .touch, .strip(2): .latch, .strip(3): .read], lanes: true)
        let outcome = try rehearsal.perform(
            """
              - {at: 0, do: /transport/play}
              - {at: 2, desk/sense/1: touch}
              - {at: 3, desk/sense/1: 0.75}
              - {at: 4, desk/sense/1: let go}
              - {at: 8, do: /transport/stop}
            """)
        func at(_ strip: Int, _ seconds: Double) -> Float {
            outcome.stored.lanes[Self.pan(strip)]?.position(at: Rehearsal.frame(seconds)) ?? .nan
        }
        for strip in 1...3 { #expect(at(strip, 1.9) == Float(strip) / 10) }
        #expect(abs(at(1, 3.9) - 0.5) < 1e-3)
        #expect(abs(at(2, 3.9) - 0.6) < 1e-3)
        // Touch goes back after the glide, latch stays to the stop, read is not written at all.
        #expect(at(1, 7) == 0.1)
        #expect(abs(at(2, 7.9) - 0.6) < 1e-3)
        #expect(outcome.stored.lanes[Self.pan(3)] == outcome.before.lanes[Self.pan(3)])
        #expect(outcome.passes == ["Pass: Strip 1 pan, Strip 2 pan"])
    }
}
