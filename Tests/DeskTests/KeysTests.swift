import ControlSurfaces
import MIDI
import Mapping
import MixModel
import Testing
import Units

@testable import Desk

/// What the keys of a great desk do beyond parameters, and whether somebody is there to press them.
@Suite struct `Keys of a desk` {
    private static func connect(_ text: String, strips: Int = 4) throws -> (Stage, Surface) {
        let stage = try Stage(try Rehearsal(modes: [:], strips: strips))
        let (mapping, faults) = MappingReader.read(text: "mapping: 1\nname: T\n" + text, file: "t.yaml")
        #expect(faults.map(\.description) == [])
        let surface = stage.desk.surfaceSession.connect(
            try #require(mapping), to: QuietPort(), named: "t", keepsSent: true, at: stage.desk.now)
        return (stage, surface)
    }

    private func isOn(_ node: Node, _ role: Role, _ stage: Stage) -> Bool {
        stage.desk.shownPosition(of: ParameterID(node, role)) >= 0.5
    }

    // MARK: Solo

    @Test func `solo is cleared wherever it is, and a lamp says that there is one`() throws {
        let (stage, surface) = try Self.connect(
            """
            controls: {clear: {in: note 1 ch 1, out: same}}
            layers: {mix: {clear: /solo/clear}}
            """)
        func lamp() -> UInt8? { surface.sent?.last { $0.bytes[0] == 0x90 }?.bytes[2] }
        stage.run(to: 0.1)
        #expect(lamp() == 0)
        for action in ["toggle /strip/2/solo", "toggle /strip/3/pfl", "toggle /strip/4/afl", "toggle /master/pfl"] {
            try stage.act(action)
        }
        try stage.act("toggle /strip/1/mute")
        stage.run(to: 0.2)
        #expect(lamp() == 127 && isOn(.strip(3), .pfl, stage))
        try stage.press("clear", on: surface)
        stage.run(to: 0.3)
        #expect(lamp() == 0)
        let left = [(Node.strip(2), Role.solo), (.strip(3), .pfl), (.strip(4), .afl), (.master, .pfl)]
        #expect(left.allSatisfy { !isOn($0.0, $0.1, stage) } && isOn(.strip(1), .mute, stage))
        try stage.close()
    }

    // MARK: Latches

    @Test func `a latch behind a modifier does what is said there, and does not stay`() throws {
        let (stage, surface) = try Self.connect(
            """
            controls:
              shift: {in: note 1 ch 1}
              marker: {in: note 2 ch 1, out: same, latch: tap}
              key: {in: note 3 ch 1}
            layers:
              mix:
                shift + marker: toggle /strip/1/mute
                marker + key: toggle /strip/2/mute
                key: toggle /strip/3/mute
            """)
        try stage.move("shift", .press, on: surface)
        try stage.press("marker", on: surface)
        try stage.move("shift", .release, on: surface)
        #expect(isOn(.strip(1), .mute, stage) && surface.hands.held.isEmpty)
        try stage.press("key", on: surface)
        #expect(isOn(.strip(3), .mute, stage) && !isOn(.strip(2), .mute, stage))
        try stage.press("marker", on: surface)
        try stage.press("key", on: surface)
        #expect(isOn(.strip(2), .mute, stage))
        try stage.close()
    }

    // MARK: Time

    // swift-format-ignore
    /// Seconds at 48 kHz, tempo, text.
    static let bars: [(Double, Double, String)] = [
        (0, 120, "  1. 1. 1.000"), (0.5, 120, "  1. 2. 1.000"), (9, 120, "  5. 3. 1.000"),
        (0.125, 120, "  1. 1. 2.000"), (0.0625, 120, "  1. 1. 1.120"), (1, 60, "  1. 2. 1.000"),
        (2400, 120, "1201. 1. 1.000"), (60.0 / 97 * 4, 97, "  2. 1. 1.000"), (0.49, 120, "  1. 1. 4.220"),
    ]

    @Test(arguments: bars)
    func `bars, beats, sixteenths and ticks are those of the tempo`(seconds: Double, tempo: Double, text: String) {
        let frame = FramePosition((seconds * 48_000).rounded())
        #expect(TimeText.bars(frame, sampleRate: 48_000, tempo: tempo) == text)
    }

    // MARK: Whether the device is still there

    private static let pulse = """
        keepalive: {every: 1s, message: 90 00 00, answer: 90 00 7F}
        setup: [F0 11 F7]
        controls:
          fader: {in: pitchbend ch 1, out: same, touch: note 104 ch 1}
          shift: {in: note 20 ch 1}
          key: {in: note 1 ch 1, out: same}
        layers:
          mix: {fader: /strip/1/fader, key: toggle /strip/1/mute, shift + key: toggle /strip/2/mute}
        """

    private func answer(_ stage: Stage, _ surface: Surface) {
        var parser = ByteParser()
        for message in parser.parse([0x90, 0x00, 0x7F]) {
            stage.desk.surfaceSession.handle(message, from: surface, at: stage.desk.now)
        }
    }

    @Test func `a device that stops answering lets go; when it answers again it is set up anew`() throws {
        let (stage, surface) = try Self.connect(Self.pulse)
        for second in 1...4 {
            stage.run(to: Double(second))
            answer(stage, surface)
        }
        try stage.move("fader", .touch, on: surface)
        try stage.move("shift", .press, on: surface)
        stage.run(to: 6.9)
        #expect(stage.desk.takeNotices() == [] && surface.hands.held == ["shift"])
        stage.run(to: 7.5)
        #expect(stage.desk.takeNotices() == ["t does not answer any more: is it switched off?"])
        #expect(surface.hands.held.isEmpty && surface.controls[0].grip == nil)
        // We go on telling it that we are there, and say no more of it.
        stage.run(to: 12)
        #expect(stage.desk.takeNotices() == [] && surface.sent(8...12).contains([0x90, 0, 0]))
        answer(stage, surface)
        stage.run(to: 12.2)
        #expect(stage.desk.takeNotices() == ["t answers now"])
        #expect(surface.sent(12...12.2).contains([0xF0, 0x11, 0xF7]))
        #expect(surface.sent(12...12.2).contains { $0[0] == 0xE0 })
        try stage.close()
    }

    @Test func `a device that never answered is not missed`() throws {
        let (stage, surface) = try Self.connect(Self.pulse)
        stage.run(to: 20)
        #expect(stage.desk.takeNotices() == [] && surface.output.pulse == nil)
        try stage.close()
    }
}
