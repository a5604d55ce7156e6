import Mapping
import MixModel
import Testing

/// Numbers that are read: any digits that a person or a program can write give a value or a message, and never a trap.
@Suite struct `Numbers that are read` {
    private static func mapping(_ action: String) -> [String] {
        MappingReader.read(
            text: "mapping: 1\nname: X\ncontrols:\n  f: {in: note 1 ch 1}\nlayers:\n  mix: {f: \"\(action)\"}\n",
            file: "m.yaml"
        ).diagnostics.map(\.headline)
    }

    private static func performance(_ rest: String) -> (performance: Performance?, heads: [String]) {
        let (performance, diagnostics) = PerformanceReader.read(
            text: "performance: 1\nsurfaces: {desk: {mapping: generic-cc}}\n" + rest, file: "p.yaml")
        return (performance, diagnostics.map(\.headline))
    }

    // swift-format-ignore
    static let actions: [(String, String)] = [
        ("/slot/1/pan = 1e30", "m.yaml:6:27: error: `pan` is 1e30, expected L100 to R100 [value-out-of-range]"),
        ("/slot/1/pan = 9223372036854775808", "m.yaml:6:27: error: `pan` is 9223372036854775808, expected L100 to R100 [value-out-of-range]"),
        ("/strip/1/eq/1/type = 99999999999999999999", "m.yaml:6:34: error: `eq/1/type` is 99999999999999999999, expected "),
        ("/strip/1/comp/ratio = -4", "m.yaml:6:35: error: `comp/ratio` is -4:1, expected 1:1 to 20:1 [value-out-of-range]"),
        ("/strip/1/mute = 7", "m.yaml:6:29: error: `mute` is 7, expected `on` or `off` [value-out-of-range]"),
        ("/strip/1/fader = inf", "m.yaml:6:30: error: `inf` is not a value of `fader`, expected -inf dB to 12 dB [wrong-value]"),
        ("/strip/1/fader += 1e30 dB", "m.yaml:6:31: error: `1e30 dB` is not a step of `/strip/1/fader`, expected at most 212 dB [value-out-of-range]"),
        ("/bank = 99999999999999999999", "m.yaml:6:21: error: `99999999999999999999` is not the number of a strip, expected 1 to 9999 [wrong-value]"),
        ("/bank += 99999999999999999999", "m.yaml:6:22: error: `/bank += 99999999999999999999` is not a number of steps, expected 1 to 1000 such as `/bank += 1` [wrong-value]"),
        ("/transport/position = 1e30", "m.yaml:6:35: error: `/transport/position` is `1e30`, expected 0 to 86400 s, which is a day [value-out-of-range]"),
        ("/strip/99999999999999999999/fader = 0", "m.yaml:6:20: error: `99999999999999999999` is not the number of a strip, expected 1 to 9999 [unknown-address]"),
    ]

    @Test(arguments: actions)
    func `are refused in an action with their line and range`(action: String, head: String) {
        #expect(Self.mapping(action).first?.hasPrefix(head) == true, "\(Self.mapping(action))")
    }

    // swift-format-ignore
    static let performances: [(String, String)] = [
        ("events:\n  - {at: 0, desk/knob/1: -9223372036854775808}", "is not a movement of a control"),
        ("events:\n  - {at: 0, desk/knob/1: +99999999999999999999}", "is not a movement of a control"),
        ("events:\n  - {at: 0, desk/knob/1: 1e300}", "is not a movement of a control"),
        ("events:\n  - {at: 99999999999999999999, do: /transport/play}", "expected 0 to 86400 seconds, which is a day"),
        ("events:\n  - {at: 0..2, every: 99999999999999999999ms, do: /transport/play}", "expected a time such as `250ms`, 1 ms to 3600000 ms"),
        ("events:\n  - {at: 0..2, every: 0.1ms, do: /transport/play}", "`every` is 0.1 ms, expected 1 ms to 3600000 ms"),
        ("events:\n  - {at: 0, desk: cc 7 ch 1 99999999999999999999}", "expected 0 to 127 or a range"),
        ("events: []\nexpect:\n  - {at: 0, /strip/1/pan: 1e30}", "`pan` is 1e30, expected L100 to R100"),
        ("events: []\nexpect:\n  - {at: 0, /strip/1/eq/1/type: 99999999999999999999}", "`eq/1/type` is 99999999999999999999, expected"),
        ("events: []\nexpect:\n  - {at: 0, /strip/1/mute: 7}", "`mute` is 7, expected `on` or `off`"),
        ("events: []\nexpect:\n  - {at: 0, /bank: 99999999999999999999}", "expected the number of the strip in slot 1, 1 to 9999"),
    ]

    @Test(arguments: performances)
    func `are refused in a performance with their line and range`(text: String, words: String) {
        let (performance, heads) = Self.performance(text)
        #expect(performance == nil)
        #expect(heads.contains { $0.contains(words) && $0.hasPrefix("p.yaml:") }, "\(heads)")
    }

    /// Every place of the language where a number stands, with numbers that no machine word holds.
    @Test(arguments: [
        "9223372036854775807", "-9223372036854775808", "99999999999999999999", "1e30", "-1e300", "1e-300", "0x7f",
    ])
    func `never trap, wherever a mapping or a performance has them`(number: String) throws {
        for name in Shipped.names {
            for file in [name + ".yaml", name + ".test.yaml"] {
                let lines = try Shipped.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                for start in stride(from: 0, to: lines.count, by: 12) {
                    var changed = lines
                    for line in start..<min(lines.count, start + 12) {
                        changed[line] = Substring(changed[line].replacing(/\b[0-9]+(\.[0-9]+)?\b/, with: number))
                    }
                    let text = changed.joined(separator: "\n")
                    _ = MappingReader.read(text: text, file: file)
                    _ = PerformanceReader.read(text: text, file: file)
                }
            }
        }
    }

    @Test func `keep their decimals in the step of a ride`() throws {
        let (performance, heads) = Self.performance("events:\n  - {at: 0..0.01, every: 1.3ms, do: /transport/play}")
        #expect(heads == [])
        #expect(
            performance?.events.map(\.nanoseconds) == [
                0, 1_300_000, 2_600_000, 3_900_000, 5_200_000, 6_500_000, 7_800_000, 9_100_000, 10_000_000,
            ])
    }

    @Test func `of milliseconds are whole where only whole ones count`() {
        let (_, diagnostics) = MappingReader.read(
            text: """
                mapping: 1
                name: X
                defaults: {glide: 0.4ms, touch: motion 600.5ms}
                controls:
                  f: {in: note 1 ch 1}
                layers:
                  mix: {f hold 500.25ms: /transport/play}
                """, file: "m.yaml")
        #expect(
            diagnostics.filter { $0.code == "wrong-value" }.map(\.headline) == [
                "m.yaml:3:19: error: `glide` is `0.4ms`, expected whole milliseconds [wrong-value]",
                "m.yaml:3:40: error: `motion` is `600.5ms`, expected whole milliseconds [wrong-value]",
                "m.yaml:7:16: error: `hold` is `500.25ms`, expected whole milliseconds [wrong-value]",
            ])
    }

    @Test(arguments: [("0.25s", 250), ("250 ms", 250), ("1s", 1000)])
    func `of times keep their unit`(text: String, milliseconds: Int) {
        let (mapping, _) = MappingReader.read(
            text:
                "mapping: 1\nname: X\ndefaults: {glide: \(text)}\ncontrols:\n  f: {in: note 1 ch 1}\nlayers:\n  mix: {f: /transport/play}\n",
            file: "m.yaml")
        #expect(mapping?.defaults.glideMilliseconds == milliseconds)
    }
}
