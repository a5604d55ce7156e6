import ControlSurfaces
import Texts
import Units

/// A word of the mapping language.
typealias Keyword = Word

extension Section {
    private static let takeovers = TakeoverMode.allCases.map(\.rawValue)
    private static let echoes = EchoPolicy.allCases.map(\.rawValue)

    // swift-format-ignore
    static let mapping = Section(name: "a mapping", words: [
        Keyword("mapping", "`1`", required: true, "version of this language", .words(["1"])),
        Keyword("name", "text", required: true, "what people call the device", .text),
        Keyword("about", "text", "one line for lists", .text),
        Keyword("extends", "name", "the mapping that this one changes: what is said here stands in the place of what it says, name by name; `none` takes a control or an assignment away", .text),
        Keyword("protocol", "`mcu` or `hui`", "a whole device that speaks Mackie Control or HUI, to be changed like one that is extended: its controls and layers are those of `mackie-control` and `hui`, and what holds in every layer stands in `desk`", .words(Inheritance.protocols.map(\.0))),
        Keyword("match", "list", "how the device is recognised; any of these; without it the mapping is used by its name", .list(.table("a match"))),
        Keyword("ports", "list", "how each port of a device with several is recognised, as in `match`; the first is `port: 1`. All of them are one surface", .list(.table("a match"))),
        Keyword("joins", "a word, or `none`", "devices whose mappings join the same word are one wide surface: one bank over all their strips, their layers and held buttons together", .text),
        Keyword("shares", "list of `bank`, `layer`, `buttons`", "what it shares with those that join the same; all three unless said", .list(.words(Share.allCases.map(\.rawValue)))),
        Keyword("place", "1 to 99", "where it stands in a wide surface, from the left; 50 unless said, and of equals in the order of their names", .whole(1...99)),
        Keyword("extenders", "0 to 8", "how many devices belong beside it; a missing one is said", .whole(0...8)),
        Keyword("banks", "table", "how banks move", .table("`banks`")),
        Keyword("on", "table", "actions that are done when something happens", .table("`on`")),
        Keyword("defaults", "table", "what holds for controls that do not say otherwise", .table("`defaults`")),
        Keyword("palette", "table", "numbers of the device's colours, by name or `#FF8000`: `{red: 5, green: 21}`; a colour that is not in it is the nearest that is", .named(.whole(0...127))),
        Keyword("setup", "list of hex bytes", "messages sent on connecting", .list(.text)),
        Keyword("farewell", "list of hex bytes", "messages sent before leaving", .list(.text)),
        Keyword("keepalive", "table", "what the device has to hear all the time", .table("`keepalive`")),
        Keyword("look", "list of rows", "where controls are on the device, row by row from the top: `fader/1..8 fader/master`; `-` is a gap", .list(.text)),
        Keyword("rate", "`usb`, `din`, `1000 bytes/s` or `200 messages/s`", "how fast the device may be sent to; `usb`, a message a millisecond, unless said", .text),
        Keyword("handshake", "table", "what the device is asked until it answers", .table("`handshake`")),
        Keyword("controls", "table", required: true, "what the device has", .named(.either([.table("a control"), .words(["none"])]))),
        Keyword("layers", "table", required: true, "what each control does; the first is where the device starts", .named(.table("a layer"))),
    ])

    // swift-format-ignore
    static let keepAlive = Section(name: "`keepalive`", words: [
        Keyword("every", "100 ms to 60 s", required: true, "how often it is sent", .text),
        Keyword("message", "hex bytes", required: true, "what is sent", .either([.text, .list(.text)])),
        Keyword("answer", "hex bytes", "what the device says to it; when three have stayed away it counts as gone, and it is set up and sent everything anew when the next comes", .text),
    ])

    // swift-format-ignore
    static let handshake = Section(name: "`handshake`", words: [
        Keyword("send", "hex bytes", required: true, "what is asked on connecting, and again until the answer has come", .either([.text, .list(.text)])),
        Keyword("answer", "`sysex …`", required: true, "what the device answers; `{any}` is any byte. Whenever it comes the device is set up and sent everything anew", .text),
        Keyword("challenge", "`mackie`", "how the device asks for a proof before it answers: `mackie` as a Logic Control does", .words(Challenge.allCases.map(\.rawValue))),
        Keyword("every", "100 ms to 60 s", "how long the answer is waited for; 2 s unless said", .text),
    ])

    // swift-format-ignore
    static let banks = Section(name: "`banks`", words: [
        Keyword("last", "`partial` or `full`", "whether the last bank may end with empty slots, or is as full as the others; `partial` unless said", .words(BankRules.Last.allCases.map(\.rawValue))),
        Keyword("selected", "`stay`, `show` or `first`", "what happens when a strip is selected: nothing, its bank is shown, or it comes into slot 1; `stay` unless said", .words(BankRules.Selection.allCases.map(\.rawValue))),
    ])

    static let hooks = Section(
        name: "`on`",
        words: Hook.Event.allCases.map {
            Keyword($0.rawValue, "action or list of actions", $0.summary, .either([.text, .list(.text)]))
        })

    // swift-format-ignore
    static let match = Section(name: "a match", words: [
        Keyword("usb", "`\"1235:0061\"`", "vendor and product in hex", .text),
        Keyword("client", "glob", "the sequencer's client name; `*` is any text, `?` any character", .text),
        Keyword("port", "glob", "the sequencer's port name", .text),
        Keyword("index", "number", "which port of the client, from 0", .whole(0...255)),
    ])

    // swift-format-ignore
    static let defaults = Section(name: "`defaults`", words: [
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "how a control joins a value; `motor` where one is and else `pickup` unless said", .words(takeovers)),
        Keyword("glide", "0 ms to 5000 ms", "return to the lane after letting go; as long as the session's `glide` unless said", .text),
        Keyword("touch", "`motion`, `motion 1000ms` or `none`", "touch of faders, knobs and encoders that name none; `motion` unless said: a movement, until the session's `motionTimeout` is over", .text),
        Keyword("echo", "`never`, `idle` or `always`", "when feedback is sent to a control in use; `idle` unless said", .words(echoes)),
        Keyword("deadband", "0 to 1023", "device steps of jitter to ignore; 0 unless said", .whole(0...1023)),
    ])

    // swift-format-ignore
    static let control = Section(name: "a control", words: [
        Keyword("in", "message", "what the device sends when it is used", .text),
        Keyword("port", "1 to 16", "which of the device's `ports` it is on; 1 unless said", .whole(1...16)),
        Keyword("out", "`same`, message or lamp", "what the device takes: position of a motor, value of a ring, number of a lamp", .either([.text, .table("a lamp")])),
        Keyword("as", "`absolute`, `7-bit`, `relative …`, `button`, `toggle`", "how the number is read; a note or program is a button, the rest absolute, unless said", .words(ControlLine.forms)),
        Keyword("ticks", "1 to 10000", "ticks of an encoder from end to end of a value; 100 unless said", .whole(1...10_000)),
        Keyword("acceleration", "`[1, 1, 2, 4, 8]` or `none`", "what a tick counts, by how many came within 100 ms before it, for encoders that do not tell how fast they turn; `none` unless said", .either([.words(["none"]), .list(.whole(1...64))])),
        Keyword("mark", "`{0 dB: 12808}`", "numbers at which the device has a level printed: faders and sends have it there, both ways", .named(.whole(0...16_383))),
        Keyword("travel", "`0..15935`", "numbers at the two ends; downwards if the device is upside down", .text),
        Keyword("touch", "message, `motion 600ms`, `button shift` or `none`", "how a hand on it is known", .text),
        Keyword("deadband", "0 to 1023", "device steps of jitter to ignore", .whole(0...1023)),
        Keyword("echo", "`never`, `idle` or `always`", "when feedback is sent to it while in use", .words(echoes)),
        Keyword("latch", "`tap` or `next`", "a short press, in which nothing else is used, holds the button: until it is pressed again, or until another button was", .words(Latch.allCases.map(\.rawValue))),
        Keyword("push", "message", "pressing the cap; makes a button of its own, `NAME/push`", .text),
        Keyword("ring", "table", "lamps around an encoder", .table("a ring")),
        Keyword("meter", "table", "a meter", .table("a meter")),
        Keyword("digits", "message", "seven-segment digits in Mackie's coding, from the left: `cc 73..64 ch 1`", .text),
        Keyword("text", "hex bytes with `{ascii:7}`", "a text display; `{0..49 by 7}` steps with the control's range; `{digits:8}` in place of `{ascii:8}`: figures as numbers from the right, as HUI's time display has them", .text),
    ])

    // swift-format-ignore
    static let lamp = Section(name: "a lamp", words: [
        Keyword("message", "message", "where it is sent; the control's `in` unless said", .text),
        Keyword("off", "0 to 127", "number for dark; 0 unless said", .text),
        Keyword("on", "0 to 127", "number for lit; 127 unless said", .text),
        Keyword("blink", "0 to 127, or message", "number for blinking, if the device can; or where it is sent instead with the number of a lit lamp", .text),
        Keyword("colours", "`palette` or `parts`", "the lamp has the colours of the mapping's `palette`, or takes red, green and blue by `sysex`; `off`, `on` and `blink` may be names of colours then", .words(["palette", "parts"])),
    ])

    // swift-format-ignore
    static let meter = Section(name: "a meter", words: [
        Keyword("message", "message", required: true, "where it is sent", .text),
        Keyword("base", "`0` or `0..112 by 16`", "number for silence; 0 unless said", .text),
        Keyword("levels", "list of dB, rising", "from each level on the number is greater by one", .list(.text)),
        Keyword("lowest", "`-60 dB`", "instead of `levels`: where the message's range begins, which ends at 0 dB; -60 dB unless said", .text),
        Keyword("refresh", "20 ms to 1000 ms", "how often it is told again while there is a level, if the device lets it fall by itself", .text),
    ])

    // swift-format-ignore
    static let ring = Section(name: "a ring", words: [
        Keyword("cc", "number", required: true, "controller that sets it", .text),
        Keyword("ch", "1 to 16", required: true, "MIDI channel", .whole(1...16)),
        Keyword("row", "`1..13`", "instead of a style: lamps are numbered so from left to right, and 0 is dark", .text),
        Keyword("style", "`dot`, `pan`, `wrap`, `spread`, `auto` or `value`", "pattern, in Mackie's coding; `auto`: `pan` for what rests in the middle and else `wrap`; `value`: 0 to 127 as it is", .words(RingStyle.allCases.map(\.rawValue))),
    ])

    // swift-format-ignore
    static let layer = Section(name: "a layer", words: [
        Keyword("also", "layer or list of layers", "where controls that this layer does not name are looked up", .either([.text, .list(.text)])),
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "for all of this layer", .words(takeovers)),
    ])

    // swift-format-ignore
    static let assignment = Section(name: "an assignment", words: [
        Keyword("to", "action or list of actions", "what it does", .either([.text, .list(.text)])),
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "how the control joins the value", .words(takeovers)),
        Keyword("range", "`-40..0 dB`", "values at the two ends of the travel", .text),
        Keyword("curve", "`linear`, `exponential`, `logarithmic` or a table", "law between them; the parameter's own unless said; a table gives values by travel, `{0: -60 dB, 0.5: -20 dB, 1: 0 dB}`", .either([.words(CurveReader.curves), .named(.text)])),
        Keyword("glide", "0 ms to 5000 ms", "return to the lane after letting go", .text),
        Keyword("speed", "0.01 to 100", "how far an encoder's tick goes, against its usual way: 0.1 is fine", .text),
        Keyword("colour", "`red` or `#FF8000`", "of a lamp with colours while it is lit", .text),
        Keyword("unlit", "`dim-red` or `#400000`", "of a lamp with colours while it is not", .text),
        Keyword("show", "what to show", "what lamp, ring, motor or text shows; what the action changes unless said", .text),
        Keyword("touched", "what to show", "what a text shows instead while the strip is touched", .text),
    ])

    static let all = [
        mapping, keepAlive, handshake, banks, hooks, match, defaults, control, lamp, meter, ring, layer, assignment,
        performance,
        surface, event,
        expectation,
    ]
}

/// Reads a table whose keys are a section's words.
struct TableReader {
    let section: Section
    let location: SourceLocation
    let findings: Findings
    private(set) var pairs = YAMLPairs()
    /// What else the table says may be what a caller misses.
    private(set) var hasUnknownWords = false

    /// Reports what is not a table, unknown words and missing ones. Keys that `isFree` accepts are left to the caller.
    init?(_ tree: YAMLTree, _ section: Section, _ findings: Findings, isFree: (String) -> Bool = { _ in false }) {
        self.section = section
        self.findings = findings
        location = tree.location
        guard case .table(let pairs, let place) = tree else {
            findings.error("wrong-type", at: tree.location, "\(section.name) is \(tree.kind), expected a table")
            return nil
        }
        self.pairs = pairs
        let names = section.words.map(\.name)
        var meant: Set<String> = []
        for (key, _) in pairs where !names.contains(key.text) && !isFree(key.text) {
            if let word = Suggestion.nearest(to: key.text, among: names) { meant.insert(word) }
            hasUnknownWords = true
            findings.error(
                "unknown-key", at: key.location, "`\(key.text)` is not a word of \(section.name)",
                help: Suggestion.help(for: key.text, among: names))
        }
        // A word that was misspelt is not missing besides.
        for word in section.words
        where word.isRequired && !meant.contains(word.name) && !pairs.contains(where: { $0.key.text == word.name }) {
            findings.error(
                "missing-key", at: place, "\(section.name) has no `\(word.name)`",
                help: "\(word.name): \(word.summary)")
        }
    }

    func tree(_ name: String) -> YAMLTree? { pairs.first { $0.key.text == name }?.value }
    func key(_ name: String) -> YAMLText? { pairs.first { $0.key.text == name }?.key }

    /// The text of a word; anything else is reported.
    func text(_ name: String) -> YAMLText? {
        guard let tree = tree(name), let key = key(name) else { return nil }
        guard case .text(let text) = tree, !text.text.isEmpty else {
            let place = tree.kind == "nothing" ? key.location : tree.location
            findings.error("wrong-type", at: place, "`\(name)` is \(tree.kind), expected a text")
            return nil
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = text(name) else { return nil }
        guard ReadNumber.isWhole(text.text) else {
            findings.error(
                "wrong-type", at: text.location,
                "`\(name)` is `\(text.text)`, expected a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
            return nil
        }
        guard let number = ReadNumber.whole(text.text, in: range) else {
            findings.error(
                "value-out-of-range", at: text.location,
                "`\(name)` is \(text.text), expected \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// One word out of an enum's raw values.
    func word<Choice: RawRepresentable & CaseIterable>(_ name: String, _ type: Choice.Type) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        if let choice = Choice(rawValue: text.text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        findings.error(
            "unknown-word", at: text.location, "`\(name)` is `\(text.text)`, expected " + Suggestion.oneOf(words),
            help: Suggestion.nearest(to: text.text, among: words).map { "did you mean `\($0)`?" })
        return nil
    }

    /// Whole milliseconds, `250ms` or `0.25s`.
    func milliseconds(_ name: String, in range: ClosedRange<Int>) -> Int? {
        text(name).flatMap { Duration.read($0, name, in: range, findings) }
    }

    /// Nanoseconds, exactly, of a time inside a range of milliseconds.
    func nanoseconds(_ name: String, in range: ClosedRange<Int>) -> Int64? {
        text(name).flatMap { Duration.nanoseconds($0, name, in: range, findings) }
    }
}
