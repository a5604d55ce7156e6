import ControlSurfaces
import MIDI

extension Int64 {
    /// Nanoseconds.
    static func ms(_ milliseconds: Double) -> Int64 { Int64(milliseconds * 1_000_000) }
}

extension SurfaceDecoder {
    /// Decodes raw bytes, all of the same time.
    mutating func decode(bytes: [UInt8], at time: Int64 = 0) -> [ControlEvent] {
        var parser = ByteParser()
        return parser.parse(bytes).flatMap { decode($0, at: time) }
    }
}

extension ControlEvent {
    /// A short form for comparing: `fader/1 8192`, `pot/1 +3`, `mute/1 down`.
    var brief: String {
        switch change {
        case .moved(_, let step, let isJitter): "\(name) \(step)\(isJitter ? " jitter" : "")"
        case .turned(let ticks): "\(name) \(ticks > 0 ? "+" : "")\(ticks)"
        case .pressed: "\(name) down"
        case .released: "\(name) up"
        case .touched: "\(name) touched"
        case .untouched: "\(name) untouched"
        }
    }
}

/// Devices as captures and manuals have them.
enum Devices {
    /// One strip and the jog wheel of a Mackie Control with faders as an X-Touch has them.
    static let mackie: [ControlSpec] = [
        ControlSpec(
            name: "fader/1", input: .pitchBend(channel: 1), touch: .sense(.note(104, channel: 1)), lowest: 0,
            highest: 16_380, outputs: [.motor(.pitchBend(channel: 1))]),
        ControlSpec(
            name: "pot/1", input: .controlChange(16, channel: 1), form: .relative(.signed, ticksPerTurn: 100),
            touch: .motion(milliseconds: 600), outputs: [.ring(.controlChange(48, channel: 1), .pan)]),
        ControlSpec(
            name: "mute/1", input: .note(16, channel: 1), form: .button,
            outputs: [.led(.note(16, channel: 1), LEDValues(off: 0, on: 127, blink: 1))]),
        ControlSpec(
            name: "display/1",
            outputs: [.text(TextTemplate(prefix: [0xF0, 0, 0, 0x66, 0x14, 0x12, 0], length: 7, suffix: [0xF7]))]),
        ControlSpec(
            name: "jog", input: .controlChange(60, channel: 1), form: .relative(.signed, ticksPerTurn: 64)),
    ]

    /// Strip 1 and the transport of a nanoKONTROL2 in its CC mode.
    static let nano: [ControlSpec] = [
        ControlSpec(name: "slider/1", input: .controlChange(0, channel: 1), touch: .motion(milliseconds: 1000)),
        ControlSpec(name: "knob/1", input: .controlChange(16, channel: 1), touch: .motion(milliseconds: 1000)),
        ControlSpec(
            name: "solo/1", input: .controlChange(32, channel: 1), form: .button,
            outputs: [.led(.controlChange(32, channel: 1), LEDValues())]),
        ControlSpec(name: "play", input: .controlChange(41, channel: 1), form: .button),
    ]

    /// X-Touch Mini in MC mode: an encoder, its push, a button of the upper row, the fader.
    static let mini: [ControlSpec] = [
        ControlSpec(
            name: "pot/1", input: .controlChange(16, channel: 1), form: .relative(.signed, ticksPerTurn: 100),
            outputs: [.ring(.controlChange(48, channel: 1), .wrap)]),
        ControlSpec(name: "pot/1/push", input: .note(32, channel: 1), form: .button),
        ControlSpec(
            name: "top/1", input: .note(89, channel: 1), form: .button,
            outputs: [.led(.note(89, channel: 1), LEDValues(off: 0, on: 127, blink: 1))]),
        ControlSpec(name: "fader", input: .pitchBend(channel: 9), lowest: 0, highest: 16_256),
    ]
}
