import ControlSurfaces
import MIDI
import Mapping
import Testing

/// An unknown controller, known by what it sends alone.
@Suite struct `Learning` {
    /// What a hand does, message by message, 10 ms apart.
    private struct Hand {
        var learner = ControllerLearner()
        var time: Int64 = 0

        mutating func send(_ bytes: [UInt8], gap: Int64 = 10) {
            var parser = ByteParser()
            for message in parser.parse(bytes) {
                learner.take(message, at: time)
                time += gap * 1_000_000
            }
        }

        mutating func key(_ status: UInt8, _ number: UInt8, held: Int64 = 100) {
            for _ in 0..<2 {
                send([status, number, 127], gap: held)
                send([status, number, 0], gap: 300)
            }
        }

        func mapping() throws -> DeviceMapping {
            let text = learner.mapping(name: "Desk", client: "Desk")
            let (mapping, diagnostics) = MappingReader.read(text: text, file: "desk.yaml")
            for diagnostic in diagnostics where diagnostic.severity == .error {
                Issue.record("\(diagnostic)\n\(text)")
            }
            return try #require(mapping)
        }
    }

    private static func does(_ mapping: DeviceMapping, _ control: String) -> [String] {
        mapping.assignments(for: control, layer: "mix").flatMap(\.actions).map(\.description)
    }

    @Test func `faders, knobs and keys work at once`() throws {
        var hand = Hand()
        for fader in UInt8(0)..<8 { for value in UInt8(0)...127 { hand.send([0xB0, 20 + fader, value]) } }
        for knob in UInt8(0)..<8 {
            for value in stride(from: UInt8(127), through: 1, by: -3) { hand.send([0xB0, 40 + knob, value]) }
        }
        for key in UInt8(0)..<16 { hand.key(0x90, 60 + key) }
        let mapping = try hand.mapping()
        #expect(mapping.controls.count == 32 && mapping.matches.first?.client == "Desk")
        #expect(
            Self.does(mapping, "fader/3") == ["/slot/3/fader"] && Self.does(mapping, "knob/1/8") == ["/slot/8/pan"])
        #expect(
            Self.does(mapping, "key/1") == ["toggle /slot/1/mute"]
                && Self.does(mapping, "key/9") == ["/transport/toggle"])
        #expect(mapping.control(named: "fader/3")?.input == .controlChange(22, channel: 1))
    }

    // swift-format-ignore
    private static let encoders: [([UInt8], RelativeEncoding)] = [
        ([1, 1, 1, 2, 1, 127, 127, 126, 127], .twos), ([65, 65, 66, 65, 63, 63, 62], .offset),
        ([1, 1, 2, 1, 65, 65, 66, 65], .signed), ([65, 65, 66, 65, 1, 1, 2, 1], .signedInverse), ([1, 1, 1, 1], .twos),
    ]

    @Test(arguments: encoders)
    func `encoders are told from faders, and by how they count`(numbers: [UInt8], encoding: RelativeEncoding) throws {
        var hand = Hand()
        for number in numbers { hand.send([0xB0, 16, number]) }
        #expect(try hand.mapping().controls.first?.form == .relative(encoding, ticksPerTurn: 100))
    }

    @Test func `a fader that is moved slowly among the numbers of an encoder is a fader`() throws {
        var hand = Hand()
        for value in UInt8(0)...20 { hand.send([0xB0, 16, value]) }
        #expect(try hand.mapping().controls.first?.form == .absolute)
    }

    @Test(arguments: [true, false])
    func `halves that come together are one control, in their order`(isHighFirst: Bool) throws {
        var hand = Hand()
        for value in stride(from: 0, through: 16_383, by: 301) {
            let (high, low) = (UInt8(value >> 7), UInt8(value & 127))
            hand.send(isHighFirst ? [0xB0, 1, high, 0xB0, 33, low] : [0xB0, 33, low, 0xB0, 1, high], gap: 1)
            hand.time += 10_000_000
        }
        let control = try #require(try hand.mapping().controls.first)
        #expect(
            control.input
                == .controlChangePair(high: 1, low: 33, channel: 1, order: isHighFirst ? .highFirst : .lowFirst))
    }

    @Test func `a note around each movement is the touch of its fader, which does not reach the top`() throws {
        var hand = Hand()
        for fader in UInt8(0)..<2 {
            hand.send([0x90, 104 + fader, 127])
            for value in stride(from: 0, through: 15_935, by: 145) {
                hand.send([0xE0 + fader, UInt8(value & 127), UInt8(value >> 7)])
            }
            hand.send([0xE0 + fader, 0x3F, 0x7C, 0x90, 104 + fader, 0])
        }
        hand.key(0x90, 16)
        let mapping = try hand.mapping()
        let fader = try #require(mapping.control(named: "fader/2"))
        #expect(fader.touch == .sense(.note(105, channel: 1)) && fader.highest == 15_935 && fader.isMotorised)
        #expect(mapping.controls.count == 3 && mapping.defaults.takeover == .motor)
    }

    @Test func `a key that keeps its number until it is pressed again toggles by itself`() throws {
        var hand = Hand()
        hand.key(0xB0, 30, held: 100)
        hand.key(0xB0, 31, held: 2000)
        #expect(try hand.mapping().controls.map(\.form) == [.button, .toggle])
    }

    @Test func `parameter numbers are one control, and their data entry is none`() throws {
        var hand = Hand()
        hand.send([0xB0, 99, 5, 98, 10])
        for value in UInt8(0)...20 { hand.send([0xB0, 6, value, 38, 0]) }
        #expect(
            try hand.mapping().controls.map(\.input) == [
                .parameter(ParameterNumber(isRegistered: false, number: 650), channel: 1)
            ])
    }
}
