import Mapping
import Testing

/// Words of a mapping that are about the device as a whole, where they cannot be what they say.
@Suite struct `Words about a surface` {
    // swift-format-ignore
    static let mistakes: [(top: String, control: String, fault: String)] = [
        ("joins: a b", "", "3:8: error: `a b` is not a word that devices can join [wrong-name]"),
        ("extenders: 1", "", "3:1: error: it has extenders beside it, but nothing to join them by [missing-key]"),
        ("place: 0", "", "3:8: error: `place` is 0, expected 1 to 99 [value-out-of-range]"),
        ("shares: [bank, colour]", "", "3:16: error: `shares` has `colour` in it, expected `bank`, `layer` or `buttons` [unknown-word]"),
        ("banks: {last: half}", "", "3:15: error: `last` is `half`, expected `partial` or `full` [unknown-word]"),
        ("on: {start: /selected/fader}", "", "3:13: error: nothing is held when this happens, which `/selected/fader` needs [unserved-target]"),
        ("on: {start: momentary /preview/suspend}", "", "3:13: error: nothing is held when this happens, which `momentary /preview/suspend` needs [unserved-target]"),
        ("on: {start: layer eq}", "", "3:13: error: no layer `eq` [unknown-layer]"),
        ("on: {begin: /transport/play}", "", "3:6: error: `begin` is not a word of `on` [unknown-key]"),
        ("on: {stop: {to: /transport/play}}", "", "3:12: error: `stop` does a table, expected an action such as `/session/mode = touch` [wrong-type]"),
        ("about: t", ", port: 2", "5:3: error: `fader/1` is on port 2, but the device has 1 [unknown-port]"),
        ("about: t", ", latch: tap", "5:28: error: `latch` is for buttons, and `fader/1` is not one [wrong-form]"),
    ]

    @Test(arguments: mistakes)
    func `are told at their place`(top: String, control: String, fault: String) {
        let text = """
            mapping: 1
            name: T
            \(top)
            controls:
              fader/1: {in: cc 1 ch 1\(control)}
            layers:
              mix: {fader/1: /slot/1/fader}
            """
        #expect(MappingReader.read(text: text, file: "t").diagnostics.map(\.headline) == ["t:" + fault])
    }
}
