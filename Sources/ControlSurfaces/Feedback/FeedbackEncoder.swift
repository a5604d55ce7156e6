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
        /// A lamp that the device itself makes blink, by another message.
        case blinking(Int)
        case text([UInt8])
    }

    static func shown(
        by output: OutputSpec, of control: ControlSpec, showing value: FeedbackValue, at time: Int64
    ) -> Shown? {
        switch (output, value) {
        case (.motor(let pattern), .travel(let travel?)):
            .number(motorNumber(travel, of: control, as: pattern))
        case (.ring(_, let style), .travel(let travel)): .number(style.number(travel: travel))
        case (.ring, .centred(let travel)): .number(RingStyle.pan.number(travel: travel))
        case (.row(_, let lamps), .travel(let travel)):
            .number(
                travel.map { lamps.lowerBound + Int((min(max($0, 0), 1) * Double(lamps.count - 1)).rounded()) } ?? 0)
        case (.led(_, let values), .lamp(let lamp)): values.shown(lamp, in: nil, at: time)
        case (.led(_, let values), .light(let lamp, let colour)): values.shown(lamp, in: colour, at: time)
        case (.text(let template), .text(let text)): .text(template.bytes(of: text))
        case (.meter(let pattern, let scale), .level(let level)):
            .number(scale.number(level, maximum: pattern.maximum))
        case (.digit(_, let place, let count), .text(let text)):
            .number(SegmentDigits.codes(of: text, count: count)[place])
        default: nil
        }
    }

    static func messages(for output: OutputSpec, showing shown: Shown) -> [[UInt8]] {
        switch (output, shown) {
        case (.motor(let pattern), .number(let number)), (.ring(let pattern, _), .number(let number)),
            (.led(let pattern, _), .number(let number)), (.row(let pattern, _), .number(let number)),
            (.digit(let pattern, _, _), .number(let number)), (.meter(let pattern, _), .number(let number)):
            pattern.bytes(carrying: number)
        case (.led(_, let values), .blinking(let number)): values.blinking?.bytes(carrying: number) ?? []
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
        case .wrap, .auto: return 0x20 + place
        case .spread: return 0x30 + max(1, Int((inside * 6).rounded()))
        case .value: return Int((inside * 127).rounded())
        }
    }
}
