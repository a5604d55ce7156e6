import Texts
import Units

/// A word of the mapping language.
typealias Keyword = Word

extension Section {
    // swift-format-ignore
    static let mapping = Section(name: "a mapping", words: [
        Keyword("mapping", "`1`", required: true, "version of this language"),
        Keyword("name", "text", required: true, "what people call the device"),
        Keyword("about", "text", "one line for lists"),
        Keyword("match", "list", "how the device is recognised; any of these; without it the mapping is used by its name"),
        Keyword("defaults", "table", "what holds for controls that do not say otherwise"),
        Keyword("setup", "list of hex bytes", "messages sent on connecting"),
        Keyword("farewell", "list of hex bytes", "messages sent before leaving"),
        Keyword("controls", "table", required: true, "what the device has"),
        Keyword("layers", "table", required: true, "what each control does; the first is where the device starts"),
    ])

    // swift-format-ignore
    static let match = Section(name: "a match", words: [
        Keyword("usb", "`\"1235:0061\"`", "vendor and product in hex"),
        Keyword("client", "glob", "the sequencer's client name; `*` is any text, `?` any character"),
        Keyword("port", "glob", "the sequencer's port name"),
        Keyword("index", "number", "which port of the client, from 0"),
    ])

    // swift-format-ignore
    static let defaults = Section(name: "`defaults`", words: [
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "how a control joins a value; `motor` where one is and else `pickup` unless said"),
        Keyword("glide", "0 ms to 5000 ms", "return to the lane after letting go; as long as the session's `glide` unless said"),
        Keyword("touch", "`motion`, `motion 1000ms` or `none`", "touch of faders, knobs and encoders that name none; `motion` unless said: a movement, until the session's `motionTimeout` is over"),
        Keyword("echo", "`never`, `idle` or `always`", "when feedback is sent to a control in use; `idle` unless said"),
        Keyword("deadband", "0 to 1023", "device steps of jitter to ignore; 0 unless said"),
    ])

    // swift-format-ignore
    static let control = Section(name: "a control", words: [
        Keyword("in", "message", "what the device sends when it is used"),
        Keyword("out", "`same`, message or lamp", "what the device takes: position of a motor, value of a ring, number of a lamp"),
        Keyword("as", "`absolute`, `relative …`, `button`, `toggle`", "how the number is read; a note or program is a button, the rest absolute, unless said"),
        Keyword("ticks", "1 to 10000", "ticks of an encoder from end to end of a value; 100 unless said"),
        Keyword("travel", "`0..15935`", "numbers at the two ends; downwards if the device is upside down"),
        Keyword("touch", "message, `motion 600ms`, `button shift` or `none`", "how a hand on it is known"),
        Keyword("deadband", "0 to 1023", "device steps of jitter to ignore"),
        Keyword("echo", "`never`, `idle` or `always`", "when feedback is sent to it while in use"),
        Keyword("push", "message", "pressing the cap; makes a button of its own, `NAME/push`"),
        Keyword("ring", "table", "lamps around an encoder"),
        Keyword("text", "hex bytes with `{ascii:7}`", "a text display; `{0..49 by 7}` steps with the control's range"),
    ])

    // swift-format-ignore
    static let lamp = Section(name: "a lamp", words: [
        Keyword("message", "message", "where it is sent; the control's `in` unless said"),
        Keyword("off", "0 to 127", "number for dark; 0 unless said"),
        Keyword("on", "0 to 127", "number for lit; 127 unless said"),
        Keyword("blink", "0 to 127", "number for blinking, if the device can"),
    ])

    // swift-format-ignore
    static let ring = Section(name: "a ring", words: [
        Keyword("cc", "number", required: true, "controller that sets it"),
        Keyword("ch", "1 to 16", required: true, "MIDI channel"),
        Keyword("style", "`dot`, `pan`, `wrap`, `spread` or `value`", "pattern, in Mackie's coding; `value`: 0 to 127 as it is"),
    ])

    // swift-format-ignore
    static let layer = Section(name: "a layer", words: [
        Keyword("also", "layer or list of layers", "where controls that this layer does not name are looked up"),
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "for all of this layer"),
    ])

    // swift-format-ignore
    static let assignment = Section(name: "an assignment", words: [
        Keyword("to", "action or list of actions", "what it does"),
        Keyword("takeover", "`jump`, `pickup`, `scale` or `motor`", "how the control joins the value"),
        Keyword("range", "`-40..0 dB`", "values at the two ends of the travel"),
        Keyword("curve", "`linear`, `exponential`, `logarithmic` or a table", "law between them; the parameter's own unless said; a table gives values by travel, `{0: -60 dB, 0.5: -20 dB, 1: 0 dB}`"),
        Keyword("glide", "0 ms to 5000 ms", "return to the lane after letting go"),
        Keyword("show", "what to show", "what lamp, ring, motor or text shows; what the action changes unless said"),
        Keyword("touched", "what to show", "what a text shows instead while the strip is touched"),
    ])

    static let all = [
        mapping, match, defaults, control, lamp, ring, layer, assignment, performance, surface, event, expectation,
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
