import ControlSurfaces
import MIDI
import TestSupport
import Testing

@Suite struct `Surface decoder` {
    static func fader(_ deadBand: Int = 0) -> SurfaceDecoder {
        SurfaceDecoder(controls: [ControlSpec(name: "f", input: .controlChange(7, channel: 1), deadBand: deadBand)])
    }

    // swift-format-ignore
    /// Dead-band, what a 7-bit fader sends, and what comes of it; `j` is jitter.
    static let windows: [(Int, [Int], [String])] = [
        // A flicker between neighbours is never a hand, however long.
        (0, [63, 64, 63, 64, 63, 64], ["63", "64", "63 jitter", "64 jitter", "63 jitter", "64 jitter"]),
        // A slow ride of single steps is, step by step.
        (0, [10, 11, 12, 13, 14], ["10", "11", "12", "13", "14"]),
        (0, [14, 13, 12, 11], ["14", "13", "12", "11"]),
        // A turn of direction takes one step to be believed.
        (0, [10, 11, 12, 11, 10, 9, 10, 11], ["10", "11", "12", "11 jitter", "10", "9", "10 jitter", "11"]),
        // The same step again is no movement.
        (0, [5, 5, 5], ["5", "5 jitter", "5 jitter"]),
        (0, [0, 127, 0, 127], ["0", "127", "0", "127"]),
        // With a dead-band, what lies inside is not even told.
        (3, [50, 52, 49, 51, 48, 53, 56, 54, 53, 52], ["50", "52", "48", "53", "56", "52"]),
        (3, [50, 51, 52, 53], ["50", "51", "52", "53"]),
    ]

    @Test(arguments: windows)
    func `tells movement from jitter`(deadBand: Int, steps: [Int], expected: [String]) {
        var decoder = `Surface decoder`.fader(deadBand)
        let events = steps.flatMap { decoder.decode(bytes: [0xB0, 7, UInt8($0)]) }
        #expect(events.map(\.brief) == expected.map { "f \($0)" })
    }

    @Test func `17: a flickering fader lets go of its lane, one that rides slowly does not`() {
        for (steps, expected) in [(Array(repeating: [63, 64], count: 50).flatMap { $0 }, 1), (Array(0...99), 0)] {
            var decoder = `Surface decoder`.fader()
            var tracker = TouchTracker(.motion(milliseconds: 1000))
            var ended = 0
            for (index, step) in steps.enumerated() {
                for event in decoder.decode(bytes: [0xB0, 7, UInt8(step)], at: .ms(Double(index) * 300)) {
                    for case .ended in tracker.handle(event.change, at: event.time) { ended += 1 }
                }
            }
            #expect(ended == expected)
        }
    }

    @Test func `listens on its channel, or on any`() {
        var decoder = SurfaceDecoder(controls: [
            ControlSpec(name: "one", input: .controlChange(7, channel: 2)),
            ControlSpec(name: "any", input: .controlChange(8, channel: nil)),
        ])
        var events: [ControlEvent] = []
        for channel in UInt8(0)..<16 {
            let status = 0xB0 | channel
            events += decoder.decode(bytes: [status, 7, channel + 1, status, 8, channel * 7])
        }
        #expect(events.filter { $0.name == "one" }.map(\.brief) == ["one 2"])
        #expect(events.filter { $0.name == "any" }.count == 16)
        #expect(decoder.listens(to: .controlChange(channel: 16, controller: 8, value: 0)))
        #expect(!decoder.listens(to: .controlChange(channel: 1, controller: 7, value: 0)))
        #expect(!decoder.listens(to: .realTime(0xFE)) && !decoder.listens(to: .systemExclusive([0xF0, 0xF7])))
    }

    // swift-format-ignore
    /// Input, form, bytes, what comes of them.
    static let buttons: [(MessagePattern, ControlForm, [UInt8], [String])] = [
        (.note(5, channel: 1), .button, [0x90, 5, 127, 0x90, 5, 0], ["b down", "b up"]),
        (.note(5, channel: 1), .button, [0x90, 5, 1, 0x80, 5, 64], ["b down", "b up"]),
        (.note(5, channel: 1), .button, [0x80, 5, 0, 0x80, 5, 0], []),
        // A lost release: the second press releases the first.
        (.note(5, channel: 1), .button, [0x90, 5, 9, 0x90, 5, 9, 0x90, 5, 0], ["b down", "b up", "b down", "b up"]),
        (.controlChange(5, channel: 1), .button, [0xB0, 5, 127, 0xB0, 5, 0], ["b down", "b up"]),
        // Pressure while held is no second press.
        (.controlChange(5, channel: 1), .button, [0xB0, 5, 20, 0xB0, 5, 90, 0xB0, 5, 3, 0xB0, 5, 0], ["b down", "b up"]),
        (.programChange(5, channel: 1), .button, [0xC0, 5, 0xC0, 4, 0xC0, 5], ["b down", "b up", "b down", "b up"]),
        (.channelPressure(channel: 1), .button, [0xD0, 5, 0xD0, 0], ["b down", "b up"]),
        (.polyPressure(18, channel: 1), .button, [0xA0, 18, 1, 0xA0, 18, 0], ["b down", "b up"]),
        // The device toggles: each message is a press.
        (.controlChange(5, channel: 1), .toggle, [0xB0, 5, 127, 0xB0, 5, 0], ["b down", "b up", "b down", "b up"]),
        (.note(5, channel: 1), .toggle, [0x90, 5, 127, 0x80, 5, 0], ["b down", "b up", "b down", "b up"]),
        // A pad as a control: velocity is where it stands.
        (.note(5, channel: 1), .absolute, [0x90, 5, 100, 0x80, 5, 0], ["b 100", "b 0"]),
        (.controlChange(5, channel: 1), .relative(.incDec, ticksPerTurn: 100), [0xB0, 5, 1, 0xB0, 6, 1, 0xB0, 6, 0], ["b +1", "b -1", "b -1"]),
        (.pitchBend(channel: 1), .relative(.offset, ticksPerTurn: 100), [0xE0, 1, 64, 0xE0, 127, 63], ["b +1", "b -1"]),
    ]

    @Test(arguments: buttons)
    func `reads every form from every message`(
        input: MessagePattern, form: ControlForm, bytes: [UInt8], expected: [String]
    ) {
        var decoder = SurfaceDecoder(controls: [ControlSpec(name: "b", input: input, form: form)])
        #expect(decoder.decode(bytes: bytes).map(\.brief) == expected)
    }

    @Test func `a softer press has less velocity, never none`() {
        var decoder = SurfaceDecoder(controls: [ControlSpec(name: "b", input: .note(5, channel: 1), form: .button)])
        let events = decoder.decode(bytes: [0x90, 5, 1, 0x90, 5, 0, 0x90, 5, 127])
        #expect(events.map(\.change) == [.pressed(velocity: 1.0 / 127), .released, .pressed(velocity: 1)])
    }

    @Test func `an encoder mounted the other way round turns the other way`() {
        let pot = ControlSpec(
            name: "p", input: .controlChange(16, channel: 1), form: .relative(.twos, ticksPerTurn: 128), lowest: 127,
            highest: 0)
        var decoder = SurfaceDecoder(controls: [pot])
        #expect(decoder.decode(bytes: [0xB0, 16, 3, 0xB0, 16, 0x7D]).map(\.brief) == ["p -3", "p +3"])
        #expect(pot.travel(ticks: 32) == 0.25 && ControlSpec(name: "x").travel(ticks: 32) == 0)
    }

    @Test func `a touch comes before the value of its own message`() {
        let ribbon = MessagePattern.controlChange(9, channel: 1)
        var decoder = SurfaceDecoder(controls: [ControlSpec(name: "r", input: ribbon, touch: .sense(ribbon))])
        #expect(
            decoder.decode(bytes: [0xB0, 9, 70, 0xB0, 9, 0]).map(\.brief) == [
                "r touched", "r 70", "r untouched", "r 0",
            ])
    }

    @Test func `a button held is the touch of others`() {
        var decoder = SurfaceDecoder(controls: [
            ControlSpec(name: "a", input: .controlChange(1, channel: 1), touch: .button(control: "hold")),
            ControlSpec(name: "b", input: .controlChange(2, channel: 1), touch: .button(control: "hold")),
            ControlSpec(name: "hold", input: .note(3, channel: 1), form: .button),
        ])
        let events = decoder.decode(bytes: [0x90, 3, 1, 0xB0, 1, 5, 0x90, 3, 0])
        #expect(
            events.map(\.brief) == [
                "a touched", "b touched", "hold down", "a 5", "a untouched", "b untouched", "hold up",
            ])
    }

    @Test func `random bytes are decoded without harm, and bounded`() {
        var generator = Dice(seed: 3)
        var decoder = SurfaceDecoder(
            controls: Devices.mackie
                + Devices.nano.map {
                    var spec = $0
                    spec.name = "nano/" + spec.name
                    return spec
                })
        for index in 0..<2000 {
            let bytes = (0..<16).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            for event in decoder.decode(bytes: bytes, at: Int64(index)) {
                if case .moved(let travel, _, _) = event.change { #expect((0...1).contains(travel)) }
            }
        }
    }
}
