import Desk
import Foundation
import Mapping
import MixModel
import Testing

@testable import Live

/// A mapping that is saved while it is in use.
@Suite struct `A saved mapping` {
    private static let pan1 = ParameterID(.strip(1), .pan)
    private static let width1 = ParameterID(.strip(1), .inputWidth)
    private static let mute1 = ParameterID(.strip(1), .mute)
    private static let gain1 = ParameterID(.strip(1), .inputGain)

    private static func plugged() throws -> (LiveStage, FakePort) {
        let stage = try LiveStage()
        let port = FakePort("Bench", device: 20)
        stage.plug(port)
        stage.run(milliseconds: 20)
        return (stage, port)
    }

    @Test func `is in force at once, and values stay`() throws {
        let (stage, port) = try Self.plugged()
        stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: port)
        stage.run(milliseconds: 700)
        #expect(stage.desk.shownPosition(of: Self.pan1) == 1)
        try stage.save(
            LiveStage.mapping.replacing("knob/1: /slot/1/pan", with: "knob/1: /slot/1/input/width"))
        stage.run(milliseconds: 2)
        #expect(stage.lines.last?.hasSuffix("bench.yaml was saved, and is in force") == true)
        stage.hear([0xB0, 1, 0, 0xB0, 33, 0], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.pan1) == 1)
        #expect(stage.desk.shownPosition(of: Self.width1) == 0)
    }

    @Test func `that is in force already, as the page has put it there, is read anew once`() throws {
        let (stage, _) = try Self.plugged()
        let text = LiveStage.mapping.replacing("knob/1: /slot/1/pan", with: "knob/1: /slot/1/input/width")
        for _ in 0..<2 {
            try stage.save(text)
            stage.run(milliseconds: 2)
        }
        #expect(stage.lines.count { $0.contains("is read anew") } == 1)
        #expect(stage.lines.count { $0.hasSuffix("bench.yaml was saved, and is in force") } == 2)
    }

    @Test func `with a mistake leaves the old one in force, and says where`() throws {
        let (stage, port) = try Self.plugged()
        try stage.save(LiveStage.mapping.replacing("knob/1: /slot/1/pan", with: "knob/1: /slot/1/pam"))
        stage.run(milliseconds: 2)
        #expect(stage.lines.contains { $0.contains("no parameter `/slot/1/pam` [unknown-address]") })
        #expect(stage.lines.last?.hasSuffix("has mistakes: the mapping stays as it was") == true)
        stage.hear([0xB0, 1, 127, 0xB0, 33, 127], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.pan1) == 1)
    }

    @Test func `keeps what a control has caught, the bank and the layer`() throws {
        let (stage, port) = try Self.plugged()
        // Through the value: caught.
        stage.hear([0xB0, 2, 0, 0xB0, 34, 0], from: port)
        stage.hear([0xB0, 2, 127, 0xB0, 34, 127], from: port)
        stage.hear([0x90, 47, 127, 0x80, 47, 0, 0x90, 48, 127, 0x80, 48, 0], from: port)
        stage.run(milliseconds: 700)
        let bank = stage.desk.surfaces[0].bank
        try stage.save(LiveStage.mapping.replacing("cut: momentary", with: "cut double: toggle"))
        stage.run(milliseconds: 20)
        #expect(stage.desk.surfaces[0].bank == bank && stage.desk.surfaces[0].layer == "second")
        #expect(stage.desk.surfaces[0].mapping.controls.count == 7)
    }

    @Test func `keeps a hand that holds on`() throws {
        let (stage, port) = try Self.plugged()
        stage.hear([0x90, 17, 127], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.mute1) == 1)
        try stage.save(LiveStage.mapping.replacing("takeover: jump", with: "takeover: scale"))
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.mute1) == 1)
        stage.hear([0x80, 17, 0], from: port)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.mute1) == 0)
    }

    @Test func `that takes a control away lets its hand go`() throws {
        let (stage, port) = try Self.plugged()
        stage.hear([0x90, 17, 127], from: port)
        stage.run(milliseconds: 50)
        let without = LiveStage.mapping.split(separator: "\n").filter { !$0.contains("cut:") }.joined(separator: "\n")
        try stage.save(without)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.mute1) == 0)
    }

    @Test func `is what a device gets that is plugged in later`() throws {
        let (stage, port) = try Self.plugged()
        try stage.save(
            LiveStage.mapping.replacing("knob/1: /slot/1/pan", with: "knob/1: /slot/1/input/width"))
        stage.run(milliseconds: 20)
        stage.unplug(port)
        stage.run(milliseconds: 20)
        let again = FakePort("Bench", device: 24)
        stage.plug(again)
        stage.run(milliseconds: 20)
        stage.hear([0xB0, 1, 0, 0xB0, 33, 0], from: again)
        stage.run(milliseconds: 50)
        #expect(stage.desk.shownPosition(of: Self.width1) == 0)
    }
}
