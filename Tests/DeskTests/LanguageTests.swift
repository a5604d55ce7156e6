import ControlSurfaces
import MIDI
import Mapping
import MixModel
import Testing
import Units

@testable import Desk

/// What a mapping can say of buttons, banks and events.
@Suite struct `A mapping's own will` {
    private static let controls = """
          key/1..4: {in: note 1..4 ch 1, out: same}
          shift: {in: note 20 ch 1, out: same, latch: tap}
          alt: {in: note 21 ch 1, out: same, latch: next}
          next: {in: note 22 ch 1}
          back: {in: note 23 ch 1}
          pin: {in: note 24 ch 1, out: same}
          pans: {in: note 25 ch 1}
          knob: {in: cc 1 ch 1, as: relative twos}
          pick/1..4: {in: note 31..34 ch 1}
        """
    private static let layers = """
          mix:
            key/1..4: toggle /slot/1..4/mute
            shift + key/1..4: toggle /slot/1..4/solo
            alt + key/1..4: toggle /slot/1..4/hpf/on
            shift + alt + key/1..4: toggle /slot/1..4/input/polarity
            next: /bank/next
            back: /bank/previous
            pin: toggle /slot/2/pin
            pans: layer pan
            knob: /slot/1/pan
            pick/1..4: /slot/1..4/select
          pan:
            also: mix
            pans: layer mix
        """

    private static func mapping(_ top: String) throws -> DeviceMapping {
        let text = """
            mapping: 1
            name: Test
            \(top)
            defaults: {takeover: jump}
            controls:
            \(controls)
            layers:
            \(layers)
            """
        let (mapping, faults) = MappingReader.read(text: text, file: "test.yaml")
        #expect(faults.map(\.description) == [])
        return try #require(mapping)
    }

    private static func stage(_ top: String = "about: t", strips: Int = 10) throws -> (Stage, Surface) {
        let stage = try Stage(try Rehearsal(modes: [:], strips: strips))
        let surface = stage.desk.surfaceSession.connect(
            try mapping(top), to: QuietPort(), named: "test", keepsSent: true, at: 0)
        stage.run(to: 0.1)
        return (stage, surface)
    }

    private func isOn(_ strip: Int, _ role: Role, _ stage: Stage) -> Bool {
        stage.desk.shownPosition(of: ParameterID(.strip(strip), role)) >= 0.5
    }

    private func slots(_ stage: Stage, _ surface: Surface) -> [String] {
        (1...4).map { slot in stage.desk.node(.slot(slot), on: surface).map { "\($0)" } ?? "-" }
    }

    // MARK: Modifiers

    @Test func `a short press of shift holds it until the next press, and its lamp says so`() throws {
        let (stage, surface) = try Self.stage()
        try stage.press("shift", on: surface)
        stage.run(to: 0.2)
        #expect(surface.sent(0.1...0.2).contains([0x90, 20, 127]))
        try stage.press("key/1", on: surface)
        try stage.press("key/2", on: surface)
        #expect([1, 2].allSatisfy { isOn($0, .solo, stage) && !isOn($0, .mute, stage) })
        try stage.press("shift", on: surface)
        stage.run(to: 0.3)
        #expect(surface.sent(0.2...0.3).contains([0x90, 20, 0]))
        try stage.press("key/3", on: surface)
        #expect(isOn(3, .mute, stage) && !isOn(3, .solo, stage))
        try stage.close()
    }

    @Test func `shift that was used, or held long, is over when it is let go`() throws {
        let (stage, surface) = try Self.stage()
        try stage.move("shift", .press, on: surface)
        try stage.press("key/1", on: surface)
        try stage.move("shift", .release, on: surface)
        try stage.press("key/2", on: surface)
        #expect(isOn(1, .solo, stage) && isOn(2, .mute, stage))
        try stage.move("shift", .press, on: surface)
        stage.run(to: 0.6)
        try stage.move("shift", .release, on: surface)
        try stage.press("key/3", on: surface)
        #expect(isOn(3, .mute, stage))
        try stage.move("shift", .press, on: surface)
        try stage.move("knob", .ticks(1), on: surface)
        try stage.move("shift", .release, on: surface)
        #expect(surface.hands.held.isEmpty)
        try stage.close()
    }

    @Test func `a latch for the next button ends with it; two modifiers make a third`() throws {
        let (stage, surface) = try Self.stage()
        try stage.press("alt", on: surface)
        try stage.press("key/1", on: surface)
        try stage.press("key/2", on: surface)
        #expect(isOn(1, .hpfOn, stage) && !isOn(1, .mute, stage) && isOn(2, .mute, stage))
        try stage.press("shift", on: surface)
        try stage.press("alt", on: surface)
        try stage.press("key/3", on: surface)
        try stage.press("key/4", on: surface)
        #expect(isOn(3, .polarity, stage) && !isOn(3, .solo, stage))
        #expect(isOn(4, .solo, stage) && !isOn(4, .polarity, stage))
        try stage.close()
    }

    // MARK: Banks

    @Test func `a pinned slot keeps its strip, and the others go on as if it were not there`() throws {
        let (stage, surface) = try Self.stage()
        #expect(slots(stage, surface) == ["strip(1)", "strip(2)", "strip(3)", "strip(4)"])
        try stage.press("pin", on: surface)
        stage.run(to: 0.2)
        #expect(slots(stage, surface) == ["strip(1)", "strip(2)", "strip(3)", "strip(4)"])
        #expect(surface.sent(0.1...0.2).contains([0x90, 24, 127]))
        try stage.press("next", on: surface)
        #expect(slots(stage, surface) == ["strip(5)", "strip(2)", "strip(6)", "strip(7)"])
        try stage.press("next", on: surface)
        #expect(slots(stage, surface) == ["strip(8)", "strip(2)", "strip(9)", "strip(10)"])
        try stage.press("key/2", on: surface)
        #expect(isOn(2, .mute, stage))
        // It comes back with the device.
        let place = surface.place(with: stage.desk.surfaceSession.disconnect(surface, at: stage.desk.now))
        let back = stage.desk.surfaceSession.connect(
            surface.mapping, to: QuietPort(), named: "test", place: place, at: stage.desk.now)
        #expect(slots(stage, back) == ["strip(8)", "strip(2)", "strip(9)", "strip(10)"])
        try stage.press("pin", on: back)
        #expect(slots(stage, back) == ["strip(7)", "strip(8)", "strip(9)", "strip(10)"])
        try stage.close()
    }

    @Test func `the last bank is partial, or full where the mapping wants it`() throws {
        for (rule, bank) in [("partial", 8), ("full", 6)] {
            let (stage, surface) = try Self.stage("banks: {last: \(rule)}")
            for _ in 0..<3 { try stage.press("next", on: surface) }
            #expect(surface.bank == bank, "\(rule)")
            try stage.press("back", on: surface)
            #expect(surface.bank == bank - 4)
            try stage.close()
        }
    }

    @Test func `what is selected elsewhere stays where it is, is shown, or comes first`() throws {
        for (rule, bank) in [("stay", 0), ("show", 4), ("first", 6)] {
            let (stage, surface) = try Self.stage("banks: {selected: \(rule)}")
            try stage.act("/strip/7/select")
            stage.run(to: 0.2)
            #expect(surface.bank == bank, "\(rule)")
            try stage.act("/master/select")
            stage.run(to: 0.3)
            #expect(surface.bank == bank)
            try stage.close()
        }
    }

    // MARK: Events

    @Test
    func
        `something is done when the device comes, the song starts and stops, a strip is selected, bank and layer change`()
        throws
    {
        let (stage, surface) = try Self.stage(
            """
            on:
              connect: /strip/1/pan = 0.5
              start: [layer pan, /strip/2/mute = on]
              stop: layer mix
              select: /selected/input/gain = 3 dB
              bank: /slot/1/mute = on
              layer: /strip/3/solo = on
            """)
        #expect(stage.desk.shownPosition(of: .pan1) == 0.5)
        #expect(!isOn(3, .solo, stage))
        stage.desk.play(at: stage.desk.now)
        stage.run(to: 0.2)
        #expect(surface.layer == "pan" && isOn(2, .mute, stage))
        // What the actions of one event bring about sets off nothing else.
        #expect(!isOn(3, .solo, stage))
        stage.desk.stop(at: stage.desk.now)
        stage.run(to: 0.4)
        #expect(surface.layer == "mix")
        try stage.act("/strip/5/select")
        try stage.press("next", on: surface)
        try stage.press("pans", on: surface)
        stage.run(to: 0.6)
        let gain = ParameterID(.strip(5), .inputGain)
        #expect(abs(gain.role.spec.scale.value(at: stage.desk.shownPosition(of: gain)) - 3) < 0.01)
        #expect(isOn(5, .mute, stage) && isOn(3, .solo, stage))
        try stage.close()
    }

    @Test func `two devices whose events would chase each other come to rest`() throws {
        let (stage, surface) = try Self.stage("joins: row\non: {layer: layer mix}")
        let other = stage.desk.surfaceSession.connect(
            try Self.mapping("joins: row\non: {layer: [layer pan, /bank/next]}"), to: QuietPort(), named: "zz",
            at: stage.desk.now)
        try stage.press("pans", on: surface)
        stage.run(to: 0.5)
        #expect(surface.layer == "mix" && other.layer == "mix" && surface.bank == 0)
        try stage.close()
    }
}
