import ControlSurfaces
import Foundation
import Mapping
import MixModel
import Testing
import Units

@Suite struct `Ten mistakes in one file` {
    static let file = "Tests/Corpus/mapping/ten-mistakes.yaml"

    static let messages = """
        Tests/Corpus/mapping/ten-mistakes.yaml:3:1: error: `abuot` is not a word of a mapping [unknown-key]
             3 | abuot: a key that is not one
               | ^~~~~
          help: did you mean `about`?
        Tests/Corpus/mapping/ten-mistakes.yaml:5:10: error: `12345678` is not a USB device, expected vendor and product such as `1235:0061` [wrong-value]
             5 |   - usb: "12345678"
               |          ^~~~~~~~~~
          help: `lsusb` shows them
        Tests/Corpus/mapping/ten-mistakes.yaml:7:20: error: `pitchbend ch 1..7` is 7 messages, but `fader/1..8` is 8 controls [unequal-ranges]
             7 |   fader/1..8: {in: pitchbend ch 1..7}
               |                    ^~~~~~~~~~~~~~~~~
          help: ranges run in step: write as many numbers as there are controls
        """

    @Test func `give a message each with the right place and all at once`() throws {
        let text = try String(contentsOf: Shipped.root.appending(path: Self.file), encoding: .utf8)
        let (mapping, diagnostics) = MappingReader.read(text: text, file: Self.file)
        #expect(mapping == nil)
        let places = diagnostics.map { "\($0.location.line):\($0.location.column) \($0.code)" }
        #expect(
            places == [
                "3:1 unknown-key", "5:10 wrong-value", "7:20 unequal-ranges", "8:31 unknown-word",
                "10:3 same-message",
                "13:20 unknown-address", "14:13 unserved-target", "15:22 not-a-switch", "16:5 unknown-control",
                "19:29 value-out-of-range",
            ])
        #expect(diagnostics.prefix(3).map(\.description).joined(separator: "\n") == Self.messages)
    }
}

@Suite struct `The example of the design` {
    static let text = """
        mapping: 1                                   # version of this language
        name: Example Eight
        about: Eight motor faders with touch, eight V-pots, strip buttons
        match:
          - usb: "1234:5678"
          - {client: "Example Eight*", port: "*MIDI 1"}
        defaults: {takeover: motor, glide: 250ms}
        controls:
          fader/1..8:
            in: pitchbend ch 1..8
            out: pitchbend ch 1..8
            touch: note 104..111 ch 1
            travel: 0..15935
          pot/1..8:
            in: cc 16..23 ch 1
            as: relative signed
            ring: {cc: 48..55, ch: 1, style: pan}
            push: note 32..39 ch 1
            touch: motion 600ms
          mute/1..8: {in: note 16..23 ch 1, out: {off: 0, on: 127, blink: 1}}
          shift: {in: note 70 ch 1, out: same}
          flip: {in: note 50 ch 1, out: same}
          knob: {in: cc 1/33 ch any lsb-first}
          display/1..8: {text: "F0 00 00 66 14 12 {0..49 by 7} {ascii:7} F7"}
        layers:
          mix:
            fader/1..8: /slot/1..8/fader
            pot/1..8: /slot/1..8/pan
            pot/1..8/push: /slot/1..8/pan = centre
            mute/1..8: toggle /slot/1..8/mute
            shift + mute/1..8: toggle /slot/1..8/solo
            knob: {to: /master/fader, curve: linear, range: -40..0 dB, takeover: pickup}
            display/1..8: {show: /slot/1..8/name, touched: /slot/1..8/fader}
            flip: layer eq
          eq:
            also: mix
            pot/1..8: /selected/hpf/frequency
            flip: layer mix
        """

    @Test func `is read whole`() throws {
        let (mapping, diagnostics) = MappingReader.read(text: Self.text, file: "folder/example-eight.yaml")
        #expect(diagnostics.map(\.description) == [])
        let read = try #require(mapping)
        #expect(read.id == "example-eight")
        #expect(read.controls.count == 8 + 16 + 8 + 2 + 1 + 8)
        let fader = try #require(read.control(named: "fader/3"))
        #expect(fader.highest == 15935 && fader.isMotorised && fader.touch == .sense(.note(106, channel: 1)))
        #expect(
            read.control(named: "knob")?.input == .controlChangePair(high: 1, low: 33, channel: nil, order: .lowFirst)
        )
        #expect(read.modifiers == ["shift"])
        let plain = read.assignments(for: "mute/2", layer: "eq")
        #expect(plain.map(\.actions) == [[.toggle(.parameter(.slot(2), .mute))]])
        let shifted = read.assignments(for: "mute/2", layer: "eq", held: ["shift", "mute/2"])
        #expect(shifted.map(\.actions) == [[.toggle(.parameter(.slot(2), .solo))]])
        #expect(
            read.assignments(for: "pot/2", layer: "eq").map(\.actions) == [
                [.follow(.parameter(.selected, .hpfFrequency))]
            ])
        #expect(read.assignments(for: "fader/2", layer: "eq", held: ["shift"]).map(\.takeover) == [.motor])
        let knob = try #require(read.assignments(for: "knob", layer: "mix").first)
        #expect(knob.takeover == .pickup)
        #expect(knob.taper == .linear(-40, 0))
        #expect(read.assignments(for: "display/8", layer: "eq").first?.show == .name(.slot(8)))
    }
}
