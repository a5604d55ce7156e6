import ControlSurfaces
import MIDI
import Mapping
import MixModel
import Testing
import Units

@testable import Desk

/// Devices side by side.
@Suite struct `Wide surfaces` {
    /// Four strips, a bank key, a shift key, two layers.
    private static func mapping(_ name: String, place: Int, joins: String = "row", more: String = "") throws
        -> DeviceMapping
    {
        let text = """
            mapping: 1
            name: \(name)
            joins: \(joins)
            place: \(place)
            \(more.isEmpty ? "about: t" : more)
            defaults: {takeover: jump}
            controls:
              fader/1..4: {in: pitchbend ch 1..4, out: same}
              key/1..4: {in: note 1..4 ch 1, out: same}
              shift: {in: note 20 ch 1}
              next: {in: note 21 ch 1}
              back: {in: note 22 ch 1}
              pans: {in: note 23 ch 1}
              hold: {in: note 24 ch 1}
            layers:
              mix:
                fader/1..4: {to: /slot/1..4/fader, takeover: motor}
                key/1..4: toggle /slot/1..4/mute
                shift + key/1..4: toggle /slot/1..4/solo
                next: /bank/next
                back: /bank/previous
                pans: layer pan
                hold: momentary layer pan
              pan:
                also: mix
                fader/1..4: {to: /slot/1..4/pan, takeover: motor}
                pans: layer mix
            """
        let (mapping, faults) = MappingReader.read(text: text, file: "\(name).yaml")
        #expect(faults.filter { $0.severity == .error }.map(\.description) == [])
        return try #require(mapping)
    }

    private static func stage(strips: Int = 20) throws -> Stage {
        try Stage(try Rehearsal(modes: [:], strips: strips))
    }

    @discardableResult
    private static func connect(
        _ name: String, place: Int = 50, joins: String = "row", more: String = "", device: Int = 0, on stage: Stage
    ) throws -> Surface {
        stage.desk.surfaceSession.connect(
            try mapping(name, place: place, joins: joins, more: more), to: QuietPort(), named: name, device: device,
            keepsSent: true, at: stage.desk.now)
    }

    private func isOn(_ strip: Int, _ role: Role, _ stage: Stage) -> Bool {
        stage.desk.shownPosition(of: ParameterID(.strip(strip), role)) >= 0.5
    }

    @Test func `extenders go on where the device left of them ends, whichever came first`() throws {
        let stage = try Self.stage()
        let right = try Self.connect("right", place: 60, on: stage)
        #expect(right.bank == 0)
        let main = try Self.connect("main", on: stage)
        let left = try Self.connect("left", place: 40, on: stage)
        #expect([left, main, right].map(\.bank) == [0, 4, 8])
        try stage.press("key/2", on: right)
        stage.run(to: 0.1)
        #expect(isOn(10, .mute, stage))
        #expect(right.sent(0...0.1).contains([0x90, 2, 127]))
        try stage.close()
    }

    @Test func `a bank is as wide as all of them, from whichever key`() throws {
        let stage = try Self.stage()
        let main = try Self.connect("main", on: stage)
        let right = try Self.connect("right", place: 60, on: stage)
        try stage.press("next", on: main)
        #expect([main, right].map(\.bank) == [8, 12])
        try stage.press("next", on: right)
        // The last bank is not full: 17 to 20, and nothing to the right of them.
        #expect([main, right].map(\.bank) == [16, 20])
        stage.run(to: 0.1)
        try stage.press("key/1", on: right)
        #expect((1...20).allSatisfy { !isOn($0, .mute, stage) })
        try stage.press("back", on: right)
        try stage.act("/bank += 1")
        #expect([main, right].map(\.bank) == [9, 13])
        try stage.close()
    }

    @Test func `shift on one is shift on all, and goes with the device that held it`() throws {
        let stage = try Self.stage()
        let main = try Self.connect("main", on: stage)
        let right = try Self.connect("right", place: 60, on: stage)
        try stage.move("shift", .press, on: main)
        try stage.press("key/1", on: right)
        #expect(isOn(5, .solo, stage) && !isOn(5, .mute, stage))
        _ = stage.desk.surfaceSession.disconnect(main, at: stage.desk.now)
        #expect(right.bank == 0)
        try stage.press("key/1", on: right)
        #expect(isOn(1, .mute, stage) && !isOn(1, .solo, stage))
        try stage.close()
    }

    @Test func `layers change on all of them, for good and while held`() throws {
        let stage = try Self.stage()
        let main = try Self.connect("main", on: stage)
        let right = try Self.connect("right", place: 60, on: stage)
        try stage.press("pans", on: right)
        #expect([main, right].map(\.layer) == ["pan", "pan"])
        try stage.press("pans", on: main)
        try stage.move("hold", .press, on: main)
        #expect([main, right].map(\.layer) == ["pan", "pan"])
        // The device that holds the layer goes while it is held.
        _ = stage.desk.surfaceSession.disconnect(main, at: stage.desk.now)
        #expect(right.layer == "mix")
        let back = try Self.connect("main", on: stage)
        #expect(back.layer == "mix" && right.bank == 4)
        try stage.close()
    }

    @Test func `one that is unplugged closes the row, and what is missing is said`() throws {
        let stage = try Self.stage()
        let main = try Self.connect("main", more: "extenders: 2", on: stage)
        let right = try Self.connect("right", place: 60, on: stage)
        let far = try Self.connect("far", place: 70, on: stage)
        stage.run(to: 4)
        #expect(!stage.desk.takeNotices().contains { $0.contains("missing") })
        try stage.press("next", on: far)
        #expect([main, right, far].map(\.bank) == [12, 16, 20])
        _ = stage.desk.surfaceSession.disconnect(right, at: stage.desk.now)
        #expect([main, far].map(\.bank) == [12, 16])
        stage.run(to: 8)
        #expect(
            stage.desk.takeNotices() == [
                "main: 1 of its 2 extenders is missing; until it comes the surface is 8 strips wide"
            ])
        let back = try Self.connect("right", place: 60, on: stage)
        #expect([main, back, far].map(\.bank) == [12, 16, 20])
        try stage.close()
    }

    @Test func `their order is what the mappings say, what the user says, and what a key says`() throws {
        let stage = try Self.stage()
        let one = try Self.connect("one", on: stage)
        let two = try Self.connect("two", on: stage)
        let three = try Self.connect("three", on: stage)
        // Of equals the names count.
        #expect([one, three, two].map(\.bank) == [0, 4, 8])
        stage.desk.surfaceSession.arrange(["three", "two"], at: stage.desk.now)
        #expect([three, two, one].map(\.bank) == [0, 4, 8])
        stage.desk.surfaceSession.move(one, by: -1)
        #expect([three, one, two].map(\.bank) == [0, 4, 8])
        stage.desk.surfaceSession.move(three, by: 5)
        #expect([one, two, three].map(\.bank) == [0, 4, 8])
        try stage.close()
    }

    @Test func `those that join nothing, or something else, keep their own banks`() throws {
        let stage = try Self.stage()
        let one = try Self.connect("one", on: stage)
        let other = try Self.connect("other", joins: "desk", on: stage)
        let alone = try Self.connect("alone", joins: "none", on: stage)
        try stage.press("next", on: one)
        try stage.press("pans", on: alone)
        #expect([one, other, alone].map(\.bank) == [4, 0, 0])
        #expect([one, other, alone].map(\.layer) == ["mix", "mix", "pan"])
        try stage.close()
    }

    @Test func `the ports of one device are one surface, and its twin another`() throws {
        let text = """
            mapping: 1
            name: Two Ports
            ports: [{client: "Two*", port: "*1"}, {client: "Two*", port: "*2"}]
            defaults: {takeover: jump}
            controls:
              fader/1..2: {in: pitchbend ch 1..2, out: same}
              shift: {in: note 20 ch 1}
              next: {in: note 21 ch 1}
              fader/3..4: {port: 2, in: pitchbend ch 1..2, out: same}
              key/3..4: {port: 2, in: note 1..2 ch 1, out: same}
            layers:
              mix:
                fader/1..4: {to: /slot/1..4/fader, takeover: motor}
                key/3..4: toggle /slot/3..4/mute
                shift + key/3..4: toggle /slot/3..4/solo
                next: /bank/next
            """
        let (found, faults) = MappingReader.read(text: text, file: "two.yaml")
        #expect(faults.map(\.description) == [])
        let mapping = try #require(found)
        let stage = try Self.stage()
        func connect(_ port: Int, device: Int) -> Surface {
            let identity = PortIdentity(client: "Two", port: "Two \(port)")
            return stage.desk.surfaceSession.connect(
                mapping.part(for: identity), to: QuietPort(), named: "\(device)-\(port)", device: device,
                keepsSent: true,
                at: 0)
        }
        let (first, second) = (connect(1, device: 1), connect(2, device: 1))
        let twin = [connect(1, device: 2), connect(2, device: 2)]
        #expect([first, second].map(\.mapping.port) == [1, 2])
        stage.run(to: 1)
        // The same bytes are fader 1 on the one port and fader 3 on the other.
        try stage.move("fader/1", .travel(0), on: first)
        try stage.move("fader/3", .travel(0), on: second)
        stage.run(to: 1.2)
        let quiet = Role.fader.spec.position(travel: 0)
        #expect(
            (1...4).map { stage.desk.shownPosition(of: ParameterID(.strip($0), .fader)) == quiet } == [
                true, false, true, false,
            ])
        try stage.move("shift", .press, on: first)
        try stage.press("key/4", on: second)
        #expect(isOn(4, .solo, stage))
        try stage.press("next", on: first)
        #expect([first, second].map(\.bank) == [4, 4] && twin.map(\.bank) == [0, 0])
        #expect(first.sent?.contains { $0.bytes[0] == 0x90 && $0.bytes[1] < 3 } == false)
        _ = stage.desk.surfaceSession.disconnect(second, at: stage.desk.now)
        stage.run(to: 5)
        #expect(stage.desk.takeNotices().contains("1-1: its port 2 is missing: client \"Two*\" and port \"*2\""))
        try stage.close()
    }
}
