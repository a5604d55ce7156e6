import MIDI
import Mapping
import Testing

/// What `monitor` says of a message.
@Suite struct `What a message means` {
    private static let text = """
        mapping: 1
        name: T
        controls:
          fader/1: {in: cc 1 ch 1, touch: note 9 ch 1}
          fine: {in: cc 2/34 ch 1}
          knob: {in: cc 3 ch 1, as: relative twos}
          key/1..2: {in: note 1..2 ch 1, out: same}
          shift: {in: note 20 ch 1}
          idle: {in: note 21 ch 1}
          pans: {in: note 22 ch 1}
          peek: {in: note 23 ch 1}
          lamp: {in: note 24 ch 1, out: same}
        layers:
          mix:
            fader/1: /slot/1/fader
            fine: /slot/1/pan
            knob: /slot/1/pan
            key/1: toggle /slot/1/mute
            key/1 hold 500ms: /slot/1/pan = centre
            shift + key/2: toggle /slot/2/solo
            pans: layer pan
            peek: momentary layer pan
            lamp: {show: /slot/1/mute}
          pan:
            also: mix
            fader/1: /slot/1/pan
            shift: none
            knob: /slot/2/pan
        """.replacing("    shift: none\n", with: "")

    // swift-format-ignore
    /// Messages in a row; of the last one: its words, the control, what it does, and why nothing.
    static let cases: [(messages: [Message], words: String, control: String?, does: [String], why: String?)] = [
        ([.controlChange(channel: 1, controller: 1, value: 64)], "cc 1 ch 1 64", "fader/1 at 50.4 % (step 64)", ["/slot/1/fader"], nil),
        ([.controlChange(channel: 1, controller: 3, value: 127)], "cc 3 ch 1 127", "knob turned -1", ["/slot/1/pan"], nil),
        ([.noteOn(channel: 1, note: 9, velocity: 127)], "note 9 ch 1 127", "fader/1 touched", [], "a hand is on it"),
        ([.noteOn(channel: 1, note: 1, velocity: 5)], "note 1 ch 1 5", "key/1 pressed", ["toggle /slot/1/mute", "/slot/1/pan = 0 (held 500 ms)"], nil),
        ([.noteOn(channel: 1, note: 1, velocity: 5), .noteOff(channel: 1, note: 1, velocity: 0)], "note 1 ch 1 0", "key/1 released", [], "what it does is done when it is pressed"),
        ([.noteOn(channel: 1, note: 2, velocity: 5)], "note 2 ch 1 5", "key/2 pressed", [], "it does something with shift held alone"),
        ([.noteOn(channel: 1, note: 20, velocity: 5)], "note 20 ch 1 5", "shift pressed", [], "it is a modifier: others do something else while it is held"),
        ([.noteOn(channel: 1, note: 20, velocity: 5), .noteOn(channel: 1, note: 2, velocity: 5)], "note 2 ch 1 5", "key/2 pressed", ["toggle /slot/2/solo"], nil),
        ([.noteOn(channel: 1, note: 21, velocity: 5)], "note 21 ch 1 5", "idle pressed", [], "nothing is assigned to it in any layer"),
        ([.noteOn(channel: 1, note: 24, velocity: 5)], "note 24 ch 1 5", "lamp pressed", [], "it only shows something"),
        ([.noteOn(channel: 1, note: 22, velocity: 5), .controlChange(channel: 1, controller: 1, value: 0)], "cc 1 ch 1 0", "fader/1 at 0.0 % (step 0)", ["/slot/1/pan"], nil),
        ([.noteOn(channel: 1, note: 23, velocity: 5), .noteOff(channel: 1, note: 23, velocity: 0), .controlChange(channel: 1, controller: 1, value: 0)], "cc 1 ch 1 0", "fader/1 at 0.0 % (step 0)", ["/slot/1/fader"], nil),
        ([.controlChange(channel: 2, controller: 1, value: 0)], "cc 1 ch 2 0", nil, [], "no control of t has this message; `fader/1` has `cc 1 ch 1`"),
        ([.controlChange(channel: 1, controller: 77, value: 0)], "cc 77 ch 1 0", nil, [], "no control of t has this message; give it one with `in: cc 77 ch 1`"),
        ([.controlChange(channel: 1, controller: 2, value: 1)], "cc 2 ch 1 1", nil, [], "nothing yet: the first half of a pair, the same value again, or less than the dead-band"),
    ]

    @Test(arguments: cases)
    func `is told by the control's name, what it does, and why it does nothing`(
        messages: [Message], words: String, control: String?, does: [String], why: String?
    ) throws {
        let (mapping, faults) = MappingReader.read(text: Self.text, file: "t.yaml")
        #expect(!faults.contains { $0.severity == .error })
        var listener = DeviceListener(mapping)
        var last: [DeviceListener.Meaning] = []
        for (index, message) in messages.enumerated() { last = listener.take(message, at: Int64(index) * 50_000_000) }
        let meaning = try #require(last.first)
        #expect(messages.last?.words == words)
        #expect(meaning.control.map { "\($0) \(meaning.movement ?? "")" } == control)
        #expect(meaning.does == does)
        #expect(meaning.why == why)
    }

    @Test func `is told without a mapping`() {
        var listener = DeviceListener(nil)
        #expect(
            listener.take(.pitchBend(channel: 1, value: 0), at: 0).map(\.why) == [
                "no mapping matches this device; `gainrider learn` writes one"
            ])
    }

    @Test func `what was recorded reads as a performance of the same messages`() throws {
        var recorder = PerformanceRecorder()
        recorder.add("X-Touch port 1", mapping: "behringer-x-touch")
        recorder.add("At", mapping: "my files/mine.yaml", port: 2)
        recorder.take([0xE0, 0, 64], from: "X-Touch port 1", at: 0)
        recorder.take(try Action(parsing: "/strip/Kick: 'in'/mute = on"), at: 1_500_000_001)
        recorder.take([0xF0, 1, 2, 0xF7], from: "At", at: 2_000_000_000)
        recorder.take([0x90, 1, 1], from: "unknown", at: 3_000_000_000)
        let (performance, faults) = PerformanceReader.read(text: recorder.text, file: "p.yaml")
        #expect(faults.map(\.description) == [])
        let read = try #require(performance)
        #expect(read.surfaces.map(\.name) == ["x-touch-port-1", "at-2"] && read.surfaces.map(\.port) == [1, 2])
        #expect(read.surfaces.map(\.mapping) == ["behringer-x-touch", "my files/mine.yaml"])
        #expect(read.events.map(\.nanoseconds) == [0, 1_500_000_001, 2_000_000_000])
        #expect(
            read.events.map(\.input) == [
                .bytes(surface: "x-touch-port-1", [0xE0, 0, 64]),
                .action(try Action(parsing: "/strip/Kick: 'in'/mute = on")),
                .bytes(surface: "at-2", [0xF0, 1, 2, 0xF7]),
            ])
    }
}
