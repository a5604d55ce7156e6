import ControlSurfaces
import MIDI
import Mapping
import Testing

/// Messages beyond notes and controllers, from the words of a mapping to what a hand did, and back.
@Suite struct `Messages of the language` {
    /// A control as a line of `controls`.
    static func control(_ line: String) throws -> ControlSpec {
        let text =
            "mapping: 1\nname: T\npalette: {red: 5, green: 21, blue: 45, white: 3}\ncontrols:\n  a: {\(line)}\nlayers:\n  mix: {}\n"
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "t.yaml")
        for diagnostic in diagnostics where diagnostic.severity == .error { Issue.record("\(diagnostic)") }
        return try #require(mapping?.controls.first)
    }

    static func events(_ control: ControlSpec, _ bytes: [UInt8], step: Int64 = 1_000_000) -> [ControlEvent.Change] {
        var decoder = SurfaceDecoder(controls: [control])
        var parser = ByteParser()
        var time: Int64 = 0
        var events: [ControlEvent] = []
        for message in parser.parse(bytes) {
            time += step
            events += decoder.decode(message, at: time)
        }
        return (events + decoder.expire(at: time + 1_000_000_000)).map(\.change)
    }

    // swift-format-ignore
    /// A line, what the device sends, and what it must mean.
    static let input: [(String, [UInt8], [ControlEvent.Change])] = [
        ("in: cc 30 ch 1 value 1 release 0", [0xB0, 30, 1, 0xB0, 30, 0], [.pressed(velocity: 1), .released]),
        ("in: cc 30 ch 1 value 1", [0xB0, 30, 2, 0xB0, 30, 1], [.pressed(velocity: 1), .released]),
        ("in: note 5 ch 1 value 127", [0x90, 5, 64, 0x90, 5, 127], [.pressed(velocity: 1), .released]),
        ("in: mmc play", [0xF0, 0x7F, 0x05, 0x06, 0x02, 0xF7], [.pressed(velocity: 1), .released]),
        ("in: mmc play ch 4", [0xF0, 0x7F, 0x05, 0x06, 0x02, 0xF7], []),
        ("in: mmc locate", [0xF0, 0x7F, 0x7F, 0x06, 0x44, 6, 1, 0, 1, 2, 3, 4, 0xF7], [.pressed(velocity: 1), .released]),
        ("in: realtime start", [0xFA], [.pressed(velocity: 1), .released]),
        ("in: realtime stop", [0xFA, 0xF8], []),
        ("in: \"sysex F0 00 20 32 {value:7} F7\"", [0xF0, 0, 0x20, 0x32, 127, 0xF7], [.moved(to: 1, step: 127, isJitter: false)]),
        ("in: 'sysex \"F0 01 {any} {value:14} F7\"'", [0xF0, 1, 9, 0x40, 1, 0xF7], [.moved(to: 8193.0 / 16383, step: 8193, isJitter: false)]),
        ("in: \"sysex F0 01 {value:14 lsb} F7\"", [0xF0, 1, 1, 0x40, 0xF7], [.moved(to: 8193.0 / 16383, step: 8193, isJitter: false)]),
        ("in: sysex F0 01 F7", [0xF0, 1, 0xF7, 0xF0, 2, 0xF7], [.pressed(velocity: 1), .released]),
        // NRPN 650 is 5 and 10.
        ("in: nrpn 650 ch 1", [0xB0, 99, 5, 98, 10, 6, 64, 38, 1], [.moved(to: 8193.0 / 16383, step: 8193, isJitter: false)]),
        ("in: nrpn 650 ch 1", [0xB0, 98, 10, 99, 5, 38, 1, 6, 64], [.moved(to: 8193.0 / 16383, step: 8193, isJitter: false)]),
        ("in: nrpn 650 ch 1", [0xB0, 99, 5, 98, 10, 6, 64], [.moved(to: 8192.0 / 16383, step: 8192, isJitter: false)]),
        ("in: nrpn 650 ch 1, as: 7-bit", [0xB0, 99, 5, 98, 10, 6, 127, 38, 3], [.moved(to: 1, step: 127, isJitter: false)]),
        ("in: nrpn 650 ch 1", [0xB0, 101, 5, 100, 10, 6, 64, 38, 1], []),
        ("in: rpn 650 ch 1", [0xB0, 101, 5, 100, 10, 6, 0, 38, 1], [.moved(to: 1.0 / 16383, step: 1, isJitter: false)]),
        ("in: nrpn 650 ch 1", [0xB0, 99, 5, 98, 10, 99, 127, 98, 127, 6, 64], []),
        ("in: nrpn 650 ch 1, as: relative inc-dec", [0xB0, 99, 5, 98, 10, 96, 0, 97, 1, 97, 1], [.turned(ticks: 1), .turned(ticks: -1), .turned(ticks: -1)]),
        ("in: nrpn 650 ch 1, as: 7-bit", [0xB0, 99, 5, 98, 10, 6, 9, 96, 0], [.moved(to: 9.0 / 127, step: 9, isJitter: false), .moved(to: 10.0 / 127, step: 10, isJitter: false)]),
        ("in: cc 6 ch 1", [0xB0, 99, 5, 98, 10, 6, 127], [.moved(to: 1, step: 127, isJitter: false)]),
        ("in: cc 38 ch 1", [0xB0, 38, 127], [.moved(to: 1, step: 127, isJitter: false)]),
        ("in: cc 0/32 ch 1", [0xB0, 0, 1, 32, 0, 32, 5], [.moved(to: 128.0 / 16383, step: 128, isJitter: false), .moved(to: 133.0 / 16383, step: 133, isJitter: false)]),
        ("in: pitchbend ch 1, as: relative direction", [0xE0, 0, 0x40, 0xE0, 0, 0x3F], [.turned(ticks: 1), .turned(ticks: -1)]),
        ("in: pitchbend ch 1, as: relative direction, travel: 16383..0", [0xE0, 0, 0x40], [.turned(ticks: -1)]),
    ]

    @Test(arguments: input)
    func `are understood`(line: String, bytes: [UInt8], changes: [ControlEvent.Change]) throws {
        #expect(Self.events(try Self.control(line), bytes) == changes)
    }

    @Test func `a plain fader on controller 6 falls silent only while a mapped number is chosen`() throws {
        let text = """
            mapping: 1
            name: T
            controls: {a: {in: cc 6 ch 1}, b: {in: nrpn 1 ch 1, as: 7-bit}}
            layers: {mix: {}}
            """
        var decoder = SurfaceDecoder(
            controls: try #require(MappingReader.read(text: text, file: "t.yaml").mapping).controls)
        var parser = ByteParser()
        let bytes: [UInt8] = [0xB0, 6, 1, 99, 0, 98, 1, 6, 2, 99, 127, 98, 127, 6, 3]
        let names = parser.parse(bytes).flatMap { decoder.decode($0, at: 0) }.map(\.name)
        #expect(names == ["a", "b", "a"])
    }

    @Test func `fast turns count for more, and turning back begins anew`() throws {
        let control = try Self.control("in: cc 1 ch 1, as: relative twos, acceleration: [1, 2, 8]")
        let turns: [UInt8] = [0xB0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 127]
        #expect(Self.events(control, turns, step: .ms(10)) == [1, 2, 8, 8, -1].map { .turned(ticks: $0) })
        #expect(Self.events(control, turns, step: .ms(100)) == [1, 1, 1, 1, -1].map { .turned(ticks: $0) })
    }

    // swift-format-ignore
    /// A line, what it is to show, and what the device must be sent.
    static let output: [(String, FeedbackValue, [[UInt8]])] = [
        ("out: nrpn 650 ch 2", .lamp(.on), [[0xB1, 99, 5], [0xB1, 98, 10], [0xB1, 6, 0], [0xB1, 38, 127]]),
        ("in: rpn 650 ch 2, out: same, as: 7-bit", .travel(1), [[0xB1, 101, 5], [0xB1, 100, 10], [0xB1, 6, 127]]),
        ("in: cc 1, out: \"sysex F0 01 {value:7} F7\"", .travel(1), [[0xF0, 1, 127, 0xF7]]),
        ("in: note 1 ch 1, out: {colours: palette, on: red}", .lamp(.on), [[0x90, 1, 5]]),
        ("in: note 1 ch 1, out: {colours: palette}", .light(.on, Colour(200, 30, 20)), [[0x90, 1, 5]]),
        ("in: note 1 ch 1, out: {colours: palette}", .light(.off, Colour(0, 40, 200)), [[0x90, 1, 45]]),
        ("in: note 1 ch 1, out: {colours: palette, on: red, blink: note 1 ch 3}", .lamp(.blink), [[0x92, 1, 5]]),
        ("in: note 1 ch 1, out: {colours: parts, message: \"sysex F0 1 {red:7} {green:7} {blue:7} F7\"}".replacing("F0 1 ", with: "F0 01 "), .light(.on, Colour(255, 128, 2)), [[0xF0, 1, 127, 64, 1, 0xF7]]),
        ("in: cc 1, ring: {cc: 26, ch: 1, row: 1..13}", .travel(0.5), [[0xB0, 26, 7]]),
        ("in: cc 1, ring: {cc: 26, ch: 1, row: 1..13}", .travel(nil), [[0xB0, 26, 0]]),
        ("digits: cc 75..74 ch 1", .text("A.b"), [[0xB0, 75, 0x41], [0xB0, 74, 0x02]]),
        ("digits: cc 75..74 ch 1", .text("7"), [[0xB0, 75, 0x20], [0xB0, 74, 0x37]]),
    ]

    @Test(arguments: output)
    func `are sent`(line: String, value: FeedbackValue, bytes: [[UInt8]]) throws {
        let control = try Self.control(line)
        let sent = control.outputs.flatMap {
            FeedbackEncoder.messages(for: $0, of: control, showing: value, at: 0)
        }
        #expect(sent == bytes)
    }

    @Test(arguments: [("nrpn 650 ch 1", ""), ("rpn 0 ch 3", ", as: 7-bit"), ("\"sysex F0 01 {value:14} F7\"", "")])
    func `every number comes back as it was sent`(message: String, form: String) throws {
        let control = try Self.control("in: \(message), out: same\(form)")
        var decoder = SurfaceDecoder(controls: [control])
        for number in 0...control.highest {
            let value = FeedbackValue.travel(control.travel(step: number))
            var parser = ByteParser()
            let bytes = FeedbackEncoder.messages(for: control.outputs[0], of: control, showing: value, at: 0).joined()
            let events = parser.parse(bytes).flatMap { decoder.decode($0, at: 0) }
            guard case .moved(_, number, _)? = events.last?.change else {
                Issue.record("\(number) became \(events)")
                return
            }
        }
    }
}

extension Int64 {
    /// Nanoseconds.
    fileprivate static func ms(_ milliseconds: Int64) -> Int64 { milliseconds * 1_000_000 }
}
