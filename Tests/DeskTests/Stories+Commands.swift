import Automation

extension Story {
    static let all = played + commanded + trimmed

    /// Cases that no story tells: what they are about, and the test that holds them.
    // swift-format-ignore
    static let elsewhere: [(cases: ClosedRange<Int>, reason: String, test: String)] = [
        (25...25, "is about opening a session again", "case 25: a session that was saved in write opens in touch"),
        (29...30, "are about silence, the range's end, and a second parameter", "Automation cases: trim"),
        (37...37, "is about times that are not the performance's", "Automation cases: speed"),
        (46...46, "is refused, and nothing is played", "case 46: while the song stands it is refused, and says why"),
        (54...55, "are about a VCA and its member", "VCA"),
        (56...61, "are about the curve behind a pass", "Thinning"),
        (62...65, "are about what a device is sent, and write nothing", "Surfaces; Feedback laws; Round trips"),
        (66...66, "is about a program that is killed", "What a kill loses"),
    ]

    /// Cases in which a command says what is written.
    // swift-format-ignore
    static let commanded: [Story] = [
        Story(name: "24: behind write, a touch reads", mode: .write, lane: [.init(0, 0.2), .init(6, 0.8)],
              events: [.init(1, .act("/transport/stop")), .init(1.5, .act("/transport/play")), .init(2, .touch), .init(2, .move(0.8)), .init(2.5, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.5, .travel(0.2)), .init(0.99, .travel(0.2)), .init(1.001, .old), .init(1.45, .old), .init(1.6, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.6, .old)], passes: 2),
        Story(name: "34: latch, on and on in a loop", mode: .latch, loop: 0..<2,
              events: [.init(-0.8, .act("/session/continue-in-loop = on")), .init(1, .touch), .init(1, .move(0.8)), .init(1.3, .letGo), .init(3.2, .act("/transport/stop"))],
              expected: [.init(0.01, .travel(0.8)), .init(0.9, .travel(0.8)), .init(1.19, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.001, .old)], passes: 2),
        Story(name: "41: write to end", lane: [.init(0, 0.5), .init(4, 0.5), .init(5, 0.2)],
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("PARAMETER/write-to/end")), .init(3, .letGo), .init(3.5, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(2.5, .travel(0.8)), .init(4.5, .travel(0.8)), .init(5.9, .travel(0.8))]),
        Story(name: "42: write to start, and on",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("PARAMETER/write-to/start")), .init(2.5, .move(0.6)), .init(3, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0, .travel(0.8)), .init(0.5, .travel(0.8)), .init(2.4, .travel(0.8)), .init(2.6, .travel(0.6)), .init(3.25, .between(0.6, share: 0.5, oldAt: 4)), .init(3.6, .old)], isHeardAsWritten: false),
        Story(name: "43: write to the next point", lane: [.init(0, 0.5), .init(3, 0.5), .init(4, 0.2)],
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("PARAMETER/write-to/next")), .init(2.2, .letGo), .init(5, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(2.99, .travel(0.8)), .init(3.001, .old), .init(3.5, .old)]),
        Story(name: "44: write to the punch-in, and on",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.5, .move(0.6)), .init(2, .act("PARAMETER/write-to/punch")), .init(2.5, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.001, .travel(0.6)), .init(1.4, .travel(0.6)), .init(2.4, .travel(0.6)), .init(2.75, .between(0.6, share: 0.5, oldAt: 4)), .init(3.1, .old)], isHeardAsWritten: false),
        Story(name: "45: write to end, at the stop",
              events: [.init(-0.5, .act("PARAMETER/write-to/end = stop")), .init(1, .touch), .init(1, .move(0.8)), .init(2, .act("/transport/stop")), .init(2.3, .letGo)],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(2.5, .travel(0.8)), .init(5.9, .travel(0.8))]),
        Story(name: "47: glide over the punch range", mode: .latch, punch: 1..<2.5,
              events: [.init(1.2, .touch), .init(1.2, .move(0.8)), .init(1.5, .letGo), .init(1.8, .act("PARAMETER/glide-over/punch")), .init(3, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.75, .between(0.8, share: 0.5, oldAt: 1)), .init(2.499, .travel(0.8)), .init(5, .travel(0.8))], isHeardAsWritten: false),
        Story(name: "48: tried in preview, punched in",
              events: [.init(0.5, .act("/preview = on")), .init(1, .touch), .init(1, .move(0.8)), .init(1.3, .letGo), .init(1.6, .act("toggle /preview/suspend")), .init(2, .act("/preview/suspend = off")), .init(2.5, .act("/preview/punch")), .init(3.5, .act("/transport/stop"))],
              expected: [.init(1.5, .old), .init(2.49, .old), .init(2.501, .travel(0.8)), .init(3.49, .travel(0.8)), .init(3.501, .old)], isHeardAsWritten: false),
        Story(name: "49: captured, and punched in later", mode: .read, lane: [.init(0, 0.3), .init(1, 0.3), .init(2, 0.9)],
              events: [.init(-0.5, .act("/strip/1/select")), .init(0.5, .act("/capture")), .init(2.5, .act("/capture/punch")), .init(3.5, .act("/transport/stop"))],
              expected: [.init(0.5, .old), .init(2.49, .old), .init(2.501, .travel(0.3)), .init(3.49, .travel(0.3)), .init(3.501, .old)], isHeardAsWritten: false, kinds: [.pan, .fader, .frequency, .send]),
        Story(name: "50: where latch stopped, a later roll goes on", mode: .latch,
              events: [.init(-0.8, .act("/session/auto-join = on")), .init(1, .touch), .init(1, .move(0.8)), .init(1.2, .letGo), .init(2, .act("/transport/stop")), .init(2.2, .act("/transport/position = 1.5 s")), .init(2.4, .act("/transport/play")), .init(3.9, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(2.5, .travel(0.8)), .init(2.99, .travel(0.8)), .init(3.001, .old)], passes: 2),
        Story(name: "51: a kind that is disabled in its pass",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("/session/enable/fader = off")), .init(2.9, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old), .init(3.5, .old)], isHeardAsWritten: false, kinds: Kind.faders),
        Story(name: "52: what is safe is never written",
              events: [.init(-0.5, .act("PARAMETER/safe = on")), .init(1, .touch), .init(1, .ride(0.5, 0.8, over: 0.5)), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.5, .old), .init(3, .old)], passes: 0, isHeardAsWritten: false),
        Story(name: "53: what is suspended is as before", lane: [.init(0, 0.2), .init(6, 0.8)],
              events: [.init(-0.5, .act("PARAMETER/suspend = on")), .init(1, .touch), .init(1, .ride(0.5, 0.8, over: 0.5)), .init(2, .letGo), .init(3, .act("/transport/stop")), .init(3.2, .act("PARAMETER/suspend = off"))],
              expected: [.init(0.9, .old), .init(1.5, .old), .init(3, .old)], passes: 0, isHeardAsWritten: false),
    ]

    /// Cases of trim. A control that is at its top, 0 dB, trims nothing.
    // swift-format-ignore
    static let trimmed: [Story] = [
        Story(name: "27: trim, ride, hold, glide back",
              events: [.init(1, .touch), .init(1, .ride(1, 0.8, over: 0.5)), .init(2.5, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.6, .travel(0.8)), .init(2.49, .travel(0.8)), .init(2.75, .between(0.8, share: 0.5, oldAt: 3)), .init(3.01, .old), .init(5, .old)], isTrimmed: true, kinds: Kind.trimmed),
        Story(name: "28: trim, latched", mode: .latch, lane: [.init(0, 0.2), .init(6, 0.8)],
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(1.3, .letGo), .init(3, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(2.99, .travel(0.8)), .init(3.001, .old)], isTrimmed: true, kinds: Kind.trimmed),
        Story(name: "31: trim, left while it writes",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .act("NODE/trim = off")), .init(3, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.1, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.25, .between(0.8, share: 0.5, oldAt: 3)), .init(2.6, .old)], isHeardAsWritten: false, isTrimmed: true, kinds: Kind.trimmed),
        Story(name: "32: trim, in read", mode: .read,
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(4, .act("/transport/stop"))],
              expected: [.init(0.9, .old), .init(1.5, .old), .init(3, .old)], passes: 0, isHeardAsWritten: false, isTrimmed: true, kinds: Kind.trimmed),
        Story(name: "trim: touched again in the glide",
              events: [.init(1, .touch), .init(1, .move(0.8)), .init(2, .letGo), .init(2.25, .touch), .init(3, .letGo), .init(4.5, .act("/transport/stop"))],
              expected: [.init(1.5, .travel(0.8)), .init(2.125, .between(0.8, share: 0.25, oldAt: 3)), .init(2.3, .travel(0.9)), .init(2.9, .travel(0.9)), .init(3.6, .old)], isTrimmed: true, kinds: Kind.trimmed),
        Story(name: "trim: in a punch range", punch: 1..<3,
              events: [.init(0.5, .touch), .init(0.5, .move(0.8)), .init(3.5, .letGo), .init(4.5, .act("/transport/stop"))],
              expected: [.init(0.99, .old), .init(1.001, .travel(0.8)), .init(2.49, .travel(0.8)), .init(2.75, .between(0.8, share: 0.5, oldAt: 3)), .init(3.001, .old)], isHeardAsWritten: false, isTrimmed: true, kinds: Kind.trimmed),
        Story(name: "trim: over a seam", loop: 0.5..<2,
              events: [.init(1.5, .touch), .init(1.5, .move(0.8)), .init(2.5, .letGo), .init(3.4, .act("/transport/stop"))],
              expected: [.init(0.4, .old), .init(0.5, .travel(0.8)), .init(0.9, .travel(0.8)), .init(1.25, .between(0.8, share: 0.5, oldAt: 1.6)), .init(1.6, .travel(0.8)), .init(1.99, .travel(0.8)), .init(2.001, .old)], passes: 2, isTrimmed: true, kinds: Kind.trimmed),
    ]
}
