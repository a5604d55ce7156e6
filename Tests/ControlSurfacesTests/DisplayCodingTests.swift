import ControlSurfaces
import Testing

/// What displays, rings and challenges of the two great protocols are told.
@Suite struct `Codings of displays` {
    private func bytes(_ output: OutputSpec, _ value: FeedbackValue) -> [[UInt8]] {
        let control = ControlSpec(name: "c", outputs: [output])
        return FeedbackEncoder.messages(for: output, of: control, showing: value, at: 0)
    }

    // swift-format-ignore
    /// From the right, 16 more with a point behind the figure.
    static let times: [(String, [UInt8])] = [
        ("01:23.4",     [4, 0x13, 2, 0x11, 0, 0, 0, 0]),
        ("00:00.0",     [0, 0x10, 0, 0x10, 0, 0, 0, 0]),
        ("123:45.6",    [6, 0x15, 4, 0x13, 2, 1, 0, 0]),
        ("",            [0, 0, 0, 0, 0, 0, 0, 0]),
        ("12345678901", [8, 7, 6, 5, 4, 3, 2, 1]),
    ]

    @Test(arguments: times)
    func `a HUI's time is figures as numbers`(text: String, digits: [UInt8]) {
        let time = TextTemplate(prefix: [0xF0, 0x11], length: 8, suffix: [0xF7], coding: .digits)
        #expect(bytes(.text(time), .text(text)) == [[0xF0, 0x11] + digits + [0xF7]])
    }

    // swift-format-ignore
    static let rings: [(FeedbackValue, RingStyle, UInt8)] = [
        (.centred(0.5),  .auto, 0x56), (.centred(0),  .auto, 0x11), (.centred(1), .auto, 0x1B),
        (.travel(0.5),   .auto, 0x26), (.travel(0),   .auto, 0x21), (.travel(nil), .auto, 0),
        (.centred(0.25), .dot,  0x04), (.centred(0.25), .wrap, 0x24), (.centred(1), .value, 127),
    ]

    @Test(arguments: rings)
    func `a ring shows what rests in the middle from there, if it may choose`(
        value: FeedbackValue, style: RingStyle, number: UInt8
    ) {
        let ring = ControlSpec(name: "r", outputs: [.ring(.controlChange(48, channel: 1), style)])
        var scheduler = FeedbackScheduler(controls: [ring])
        scheduler.set(value, of: 0, at: 0)
        #expect(scheduler.drain(at: 0) == [[0xB0, 48, number]])
    }

    @Test func `a motor goes to what rests in the middle, too`() {
        let fader = ControlSpec(
            name: "f", input: .pitchBend(channel: 1), highest: 16_383, outputs: [.motor(.pitchBend(channel: 1))])
        var scheduler = FeedbackScheduler(controls: [fader])
        scheduler.set(.centred(1), of: 0, at: 0)
        #expect(scheduler.drain(at: 0) == [[0xE0, 0x7F, 0x7F]])
    }

    /// Six letters and a blank each, on one line: one message of both.
    @Test func `texts with a blank behind them go together`() {
        let texts = [0, 7].map { place in
            ControlSpec(
                name: "n\(place)",
                outputs: [.text(TextTemplate(prefix: [0xF0, 0x12, UInt8(place)], length: 6, suffix: [0x20, 0xF7]))])
        }
        var scheduler = FeedbackScheduler(controls: texts, rate: .din)
        scheduler.set(.text("Vox"), of: 0, at: 0)
        scheduler.set(.text("Bass"), of: 1, at: 0)
        #expect(scheduler.drain(at: 0) == [[0xF0, 0x12, 0] + Array("Vox    Bass   ".utf8) + [0xF7]])
    }

    // MARK: Challenge

    /// Serial number and challenge, and the bytes by the formula of Logic Control's description, reckoned by hand.
    static let challenges: [([UInt8], [UInt8])] = [
        ([0, 0, 0, 0], [0x0A, 0, 0, 0x70]), ([0x10, 0x20, 0x30, 0x40], [0x7A, 0x53, 0x30, 0x60]),
        ([0x7F, 0x7F, 0x7F, 0x7F], [0x75, 0x79, 0x7C, 0x00]),
    ]

    @Test(arguments: challenges)
    func `a Logic Control is proved what it asks for`(challenge: [UInt8], proof: [UInt8]) {
        let head: [UInt8] = [0xF0, 0, 0, 0x66, 0x10], serial: [UInt8] = Array("1234567".utf8)
        #expect(
            Challenge.mackie.reply(to: head + [1] + serial + challenge + [0xF7]) == head + [2] + serial + proof
                + [0xF7])
    }

    @Test(
        arguments: [
            [], [0xF0, 0xF7], [0xF0, 0, 0, 0x66, 0x10, 3, 1, 2, 3, 4, 5, 6, 7, 0xF7],
            [0xF0, 0, 0, 0x66, 0x10, 2, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 0xF7],
        ] as [[UInt8]])
    func `whoever asks for no proof gets none`(bytes: [UInt8]) { #expect(Challenge.mackie.reply(to: bytes) == nil) }
}
