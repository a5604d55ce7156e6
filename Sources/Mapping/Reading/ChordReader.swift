import ControlSurfaces
import Texts

/// The left side of a line: `shift + mute/1..8 hold 600ms`.
struct ChordReader {
    let range: RangeText
    let step: Int
    let context: LayerReader
    private var words: Words
    private var findings: Findings { context.findings }

    // swift-format-ignore
    /// Words after a control's name.
    static let gestures: [Keyword] = [
        Keyword("press", "", "when it is pressed: what is meant if nothing is said. Beside a `hold` or `double` of the same control it waits until it cannot be one"),
        Keyword("release", "", "when it is let go"),
        Keyword("hold", "50ms to 10s", "when it has been held so long"),
        Keyword("double", "", "when it is pressed twice within 300 ms"),
        Keyword("repeat", "20ms to 10s", "when it is pressed, and again at this interval while it is held"),
    ]

    init(_ range: RangeText, step: Int, context: LayerReader) {
        self.range = range
        self.step = step
        self.context = context
        words = Words(YAMLText(text: range.text(at: step), location: range.source.location))
    }

    struct Chord {
        var control: ControlSpec
        var modifiers: [String]
        var gesture: Gesture
    }

    /// `nil` if something was reported.
    mutating func read() -> Chord? {
        var names: [String] = []
        var places: [SourceLocation] = []
        repeat {
            guard let name = words.take() else {
                findings.error(
                    "unknown-control", at: range.source.location,
                    "`\(range.source.text)` ends in the middle, expected a control after `+`")
                return nil
            }
            guard context.controls[name] != nil else {
                // Its own line says what is wrong with it.
                if context.broken.contains(name) { return nil }
                let known = context.controlNames + (names.isEmpty ? Array(LayerReader.words) : [])
                let help = Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                findings.error("unknown-control", at: place, "no control `\(name)`", help: help)
                return nil
            }
            names.append(name)
            places.append(place)
        } while words.take("+")
        guard let name = names.popLast(), let control = context.controls[name] else { return nil }
        for (modifier, place) in zip(names, places) {
            if modifier == name {
                findings.error("wrong-modifier", at: place, "`\(name)` is its own modifier")
                return nil
            }
            if context.controls[modifier]?.form != .button {
                findings.error("wrong-modifier", at: place, "`\(modifier)` can't be held, for it is not a button")
                return nil
            }
        }
        return gesture(of: control).map { Chord(control: control, modifiers: names, gesture: $0) }
    }

    /// Where the word taken last stands.
    private var place: SourceLocation {
        guard let last = words.last else { return range.source.location }
        return range.location(step: step, offset: last.offset, length: last.text.unicodeScalars.count)
    }

    private mutating func gesture(of control: ControlSpec) -> Gesture? {
        let isButton = control.input != nil && (control.form == .button || control.form == .toggle)
        guard let word = words.take() else {
            return control.input == nil ? Gesture.none : isButton ? .press : .turn
        }
        let names = Self.gestures.map(\.name)
        guard names.contains(word) else {
            let help =
                context.controls[word] == nil
                ? Suggestion.help(for: word, among: names) : "write `\(control.name) + \(word)` for both together"
            findings.error("unknown-gesture", at: place, "`\(word)` is not a way to use a control", help: help)
            return nil
        }
        guard isButton, control.form == .button || word == "press" else {
            let why = control.form == .toggle ? "the device toggles it by itself" : "it is not a button"
            findings.error("unserved-gesture", at: place, "`\(control.name)` has no `\(word)`, for \(why)")
            return nil
        }
        switch word {
        case "hold": return milliseconds(of: word, in: 50...10_000).map { .hold(milliseconds: $0) }
        case "repeat": return milliseconds(of: word, in: 20...10_000).map { .repeat(milliseconds: $0) }
        default: break
        }
        if let extra = words.take() {
            findings.error("unknown-gesture", at: place, "`\(extra)` after `\(word)` has no meaning")
            return nil
        }
        return word == "release" ? .release : word == "double" ? .double : .press
    }

    /// The rest of the line: `600ms` or `600 ms`.
    private mutating func milliseconds(of word: String, in range: ClosedRange<Int>) -> Int? {
        var time = words.take() ?? ""
        let start = time.isEmpty ? self.range.source.location : place
        while let next = words.take() { time += next }
        return TableReader.Duration.read(YAMLText(text: time, location: start), word, in: range, findings)
    }
}
