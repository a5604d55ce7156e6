import ControlSurfaces
import MIDI
import Testing

@Suite struct `Bytes of real devices` {
    // swift-format-ignore
    /// What a device sends, and what it means.
    static let stories: [([ControlSpec], [UInt8], [String])] = [
        // Mackie: touch, two positions, release; then running status.
        (Devices.mackie, [0x90, 0x68, 0x7F, 0xE0, 0x00, 0x40, 0xE0, 0x10, 0x40, 0x90, 0x68, 0x00],
         ["fader/1 touched", "fader/1 8192", "fader/1 8208", "fader/1 untouched"]),
        // V-pot: one tick, a fast turn, back; a 0 of an encoder that did not move.
        (Devices.mackie, [0xB0, 0x10, 0x01, 0x10, 0x07, 0x10, 0x41, 0x10, 0x45, 0x10, 0x00, 0x10, 0x40],
         ["pot/1 +1", "pot/1 +7", "pot/1 -1", "pot/1 -5"]),
        (Devices.mackie, [0x90, 0x10, 0x7F, 0x90, 0x10, 0x00, 0xB0, 0x3C, 0x41], ["mute/1 down", "mute/1 up", "jog -1"]),
        // X-Touch: the top of the fader, in a stream with active sensing.
        (Devices.mackie, [0xE0, 0xFE, 0x7C, 0x7F], ["fader/1 16380"]),
        // nanoKONTROL2: slider, knob, a button with 127 and 0.
        (Devices.nano, [0xB0, 0x00, 0x40, 0xB0, 0x10, 0x7F, 0xB0, 0x20, 0x7F, 0xB0, 0x20, 0x00, 0xB0, 0x29, 0x7F],
         ["slider/1 64", "knob/1 127", "solo/1 down", "solo/1 up", "play down"]),
        // X-Touch Mini: encoder with acceleration, its push, a button, the 7-bit fader as pitch bend on channel 9.
        (Devices.mini, [0xB0, 0x10, 0x03, 0xB0, 0x10, 0x42, 0x90, 0x20, 0x7F, 0x80, 0x20, 0x7F, 0x90, 0x59, 0x7F, 0xE8, 0x00, 0x7F],
         ["pot/1 +3", "pot/1 -2", "pot/1/push down", "pot/1/push up", "top/1 down", "fader 16256"]),
    ]

    @Test(arguments: stories)
    func `mean what hands did`(controls: [ControlSpec], bytes: [UInt8], expected: [String]) {
        var decoder = SurfaceDecoder(controls: controls)
        #expect(decoder.decode(bytes: bytes).map(\.brief) == expected)
    }

    // swift-format-ignore
    /// Control, what it shows, the bytes for it.
    static let feedback: [([ControlSpec], Int, FeedbackValue, [UInt8])] = [
        (Devices.mackie, 0, .travel(0.5),          [0xE0, 0x7E, 0x3F]),
        (Devices.mackie, 0, .travel(1),            [0xE0, 0x7C, 0x7F]),
        (Devices.mackie, 1, .travel(0.5),          [0xB0, 0x30, 0x56]),
        (Devices.mackie, 1, .travel(0),            [0xB0, 0x30, 0x11]),
        (Devices.mackie, 1, .travel(1),            [0xB0, 0x30, 0x1B]),
        (Devices.mackie, 1, .travel(nil),          [0xB0, 0x30, 0x00]),
        (Devices.mackie, 2, .lamp(.off),           [0x90, 0x10, 0x00]),
        (Devices.mackie, 2, .lamp(.on),            [0x90, 0x10, 0x7F]),
        (Devices.mackie, 2, .lamp(.blink),         [0x90, 0x10, 0x01]),
        (Devices.mackie, 3, .text("Lead Vox"),     [0xF0, 0, 0, 0x66, 0x14, 0x12, 0] + Array("LeadVox".utf8) + [0xF7]),
        (Devices.mackie, 3, .text("Sub"),          [0xF0, 0, 0, 0x66, 0x14, 0x12, 0] + Array("Sub    ".utf8) + [0xF7]),
        (Devices.nano,   2, .lamp(.on),            [0xB0, 0x20, 0x7F]),
        (Devices.mini,   0, .travel(0.3),          [0xB0, 0x30, 0x24]),
        (Devices.mini,   2, .lamp(.blink),         [0x90, 0x59, 0x01]),
    ]

    @Test(arguments: feedback)
    func `show what is asked`(controls: [ControlSpec], control: Int, value: FeedbackValue, bytes: [UInt8]) {
        let spec = controls[control]
        #expect(FeedbackEncoder.messages(for: spec.outputs[0], of: spec, showing: value, at: 0) == [bytes])
    }

    @Test func `an output leaves alone what it cannot show`() {
        let fader = Devices.mackie[0]
        for value in [FeedbackValue.lamp(.on), .text("x"), .travel(nil)] {
            #expect(FeedbackEncoder.messages(for: fader.outputs[0], of: fader, showing: value, at: 0).isEmpty)
        }
    }

    // swift-format-ignore
    /// Travel in tenths 0…10 → byte; the centre LED belongs to the middle of `pan` alone.
    static let rings: [(RingStyle, [Int])] = [
        (.dot,    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        (.pan,    [0x11, 0x12, 0x13, 0x14, 0x15, 0x56, 0x17, 0x18, 0x19, 0x1A, 0x1B]),
        (.wrap,   [0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B]),
        (.spread, [0x31, 0x31, 0x31, 0x32, 0x32, 0x33, 0x34, 0x34, 0x35, 0x35, 0x36]),
        (.value,  [0, 13, 25, 38, 51, 64, 76, 89, 102, 114, 127]),
    ]

    @Test(arguments: rings)
    func `rings light the LEDs of their style`(style: RingStyle, bytes: [Int]) {
        #expect((0...10).map { style.number(travel: Double($0) / 10) } == bytes)
        #expect([-1, 2, .nan].map { style.number(travel: $0) } == [bytes[0], bytes[10], bytes[0]])
        #expect(style.number(travel: nil) == 0)
    }
}
