import MIDI

/// What a device has to be sent so that one output of a control shows a value. No memory: ``FeedbackScheduler`` knows
/// what is shown already.
public enum FeedbackEncoder {
    /// Half a period of a lamp that the device cannot blink by itself: 2 Hz.
    public static let blinkHalfPeriod: Int64 = 250_000_000

    /// The messages, in order and to be sent together; empty if this output cannot show such a value.
    ///
    /// - Parameter time: nanoseconds; chooses the half of a blink that the device cannot make by itself.
    public static func messages(
        for output: OutputSpec, of control: ControlSpec, showing value: FeedbackValue, at time: Int64
    ) -> [[UInt8]] {
        shown(by: output, of: control, showing: value, at: time).map { messages(for: output, showing: $0) } ?? []
    }

    /// What stands on the output in the device's own terms: compared to know whether anything has to be sent.
    enum Shown: Sendable, Hashable {
        case number(Int)
        case text([UInt8])
    }

    static func shown(
        by output: OutputSpec, of control: ControlSpec, showing value: FeedbackValue, at time: Int64
    ) -> Shown? {
        switch (output, value) {
        case (.motor(let pattern), .travel(let travel?)):
            .number(motorNumber(travel, of: control, as: pattern))
        case (.ring(_, let style), .travel(let travel)): .number(style.number(travel: travel))
        case (.led(_, let values), .lamp(let lamp)): .number(values.number(lamp, at: time))
        case (.text(let template), .text(let text)): .text(ScribbleText.fit(text, length: template.length))
        default: nil
        }
    }

    static func messages(for output: OutputSpec, showing shown: Shown) -> [[UInt8]] {
        switch (output, shown) {
        case (.motor(let pattern), .number(let number)), (.ring(let pattern, _), .number(let number)),
            (.led(let pattern, _), .number(let number)):
            pattern.bytes(carrying: number)
        case (.text(let template), .text(let text)): [template.prefix + text + template.suffix]
        default: []
        }
    }

    /// A motor is told the same numbers as its fader reports, unless the two messages are of different width.
    private static func motorNumber(_ travel: Double, of control: ControlSpec, as pattern: MessagePattern) -> Int {
        if control.input == nil || control.input?.maximum == pattern.maximum { return control.step(travel: travel) }
        let isReversed = control.highest < control.lowest
        let inside = travel > 0 ? min(travel, 1) : 0
        return Int(((isReversed ? 1 - inside : inside) * Double(pattern.maximum)).rounded())
    }
}

extension LEDValues {
    /// The number for a lamp; without a blink of its own the device is sent on and off in turn.
    func number(_ lamp: FeedbackValue.Lamp, at time: Int64) -> Int {
        switch lamp {
        case .off: off
        case .on: on
        case .blink: blink ?? ((time / FeedbackEncoder.blinkHalfPeriod) % 2 == 0 ? on : off)
        }
    }
}

extension RingStyle {
    /// The number for a travel, 0…1; `nil` is dark.
    ///
    /// - Source: Mackie Control's ring byte: mode in bits 4–5, 1…11 (spread: 1…6) in bits 0–3, centre LED in bit 6.
    public func number(travel: Double?) -> Int {
        guard let travel else { return 0 }
        let inside = travel > 0 ? min(travel, 1) : 0
        let place = 1 + Int((inside * 10).rounded())
        switch self {
        case .dot: return place
        // The centre LED is lit at the centre alone: eleven LEDs cannot tell it from its neighbourhood.
        case .pan: return 0x10 + place + (abs(inside - 0.5) < 0.002 ? 0x40 : 0)
        case .wrap: return 0x20 + place
        case .spread: return 0x30 + max(1, Int((inside * 6).rounded()))
        case .value: return Int((inside * 127).rounded())
        }
    }
}

extension MessagePattern {
    /// The messages that carry a number, clamped to what fits; on channel 1 if the pattern takes any.
    ///
    /// A pair gives two messages in the pattern's order, the high half first if either order is taken.
    public func bytes(carrying number: Int) -> [[UInt8]] {
        let number = min(max(number, 0), maximum)
        switch self {
        // Velocity 0 stays a note-on: that is what devices document for a dark LED.
        case .note(let note, let channel):
            return [Message.noteOn(channel: channel ?? 1, note: note, velocity: number).bytes]
        case .controlChange(let controller, let channel):
            return [Message.controlChange(channel: channel ?? 1, controller: controller, value: number).bytes]
        case .controlChangePair(let high, let low, let channel, let order):
            let coarse = Message.controlChange(channel: channel ?? 1, controller: high, value: number >> 7).bytes
            let fine = Message.controlChange(channel: channel ?? 1, controller: low, value: number & 127).bytes
            return order == .lowFirst ? [fine, coarse] : [coarse, fine]
        case .pitchBend(let channel): return [Message.pitchBend(channel: channel ?? 1, value: number).bytes]
        case .channelPressure(let channel):
            return [Message.channelPressure(channel: channel ?? 1, pressure: number).bytes]
        case .polyPressure(let note, let channel):
            return [Message.polyPressure(channel: channel ?? 1, note: note, pressure: number).bytes]
        case .programChange(let program, let channel):
            return [Message.programChange(channel: channel ?? 1, program: program).bytes]
        }
    }
}
