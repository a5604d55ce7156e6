import ControlSurfaces
import MixModel
import Units

/// One line of a layer: `shift + mute/1..8: toggle /slot/1..8/solo`.
struct AssignmentReader {
    let key: YAMLText
    let value: YAMLTree
    let layerTakeover: TakeoverMode?
    let context: LayerReader
    private var findings: Findings { context.findings }

    // swift-format-ignore
    /// Words after a control's name.
    static let gestures: [Keyword] = [
        Keyword("press", "", "when it is pressed: what is meant if nothing is said"),
        Keyword("release", "", "when it is let go"),
        Keyword("hold", "50ms to 10s", "when it has been held so long"),
        Keyword("double", "", "when it is pressed twice within 300 ms"),
        Keyword("repeat", "20ms to 10s", "when it is pressed, and again at this interval while it is held"),
    ]

    private struct Chord {
        var control: ControlSpec
        var modifiers: [String]
        var gesture: Gesture
    }

    func read() -> [Assignment] {
        let range = RangeText(key)
        let steps = range.counts.first ?? 1
        guard range.check(steps: steps, of: key.text, findings) else { return [] }
        guard steps <= ControlReader.maximumControls else { return [] }
        var chords: [Chord] = []
        for step in 0..<steps {
            guard let chord = chord(range, step) else { return [] }
            chords.append(chord)
        }
        guard let body = AssignmentBody(value, key: key, steps: steps, findings) else { return [] }
        var made: [Assignment] = []
        for (step, chord) in chords.enumerated() {
            let before = findings.count
            guard let assignment = assignment(chord, body, step) else { return made }
            if findings.count > before { return made }
            made.append(assignment)
        }
        return made
    }

    /// `shift + mute/1 hold 600ms`.
    private func chord(_ range: RangeText, _ step: Int) -> Chord? {
        let text = range.text(at: step)
        var words = Words(YAMLText(text: text, location: key.location))
        var names: [String] = []
        repeat {
            guard let name = words.take() else {
                findings.error(
                    "unknown-control", at: key.location,
                    "`\(key.text)` ends in the middle, expected a control after `+`")
                return nil
            }
            guard context.controls[name] != nil else {
                let offset = Self.offset(of: name, in: text)
                let place = range.location(step: step, offset: offset, length: name.unicodeScalars.count)
                let known = context.controlNames + (names.isEmpty ? Array(LayerReader.words) : [])
                findings.error(
                    "unknown-control", at: place, "no control `\(name)`",
                    help: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" })
                return nil
            }
            names.append(name)
        } while words.take("+")
        guard let name = names.popLast(), let control = context.controls[name], let gesture = gesture(&words, control)
        else { return nil }
        for modifier in names where context.controls[modifier]?.form != .button {
            let place = range.location(
                step: step, offset: Self.offset(of: modifier, in: text), length: modifier.count)
            findings.error("wrong-modifier", at: place, "`\(modifier)` can't be held, for it is not a button")
            return nil
        }
        if names.contains(name) {
            findings.error("wrong-modifier", at: key.location, "`\(name)` is its own modifier")
            return nil
        }
        return Chord(control: control, modifiers: names, gesture: gesture)
    }

    private static func offset(of word: String, in text: String) -> Int {
        Words(YAMLText(text: text, location: SourceLocation(file: ""))).words.first { $0.text == word }?.offset ?? 0
    }

    private func gesture(_ words: inout Words, _ control: ControlSpec) -> Gesture? {
        let isButton = control.input != nil && (control.form == .button || control.form == .toggle)
        guard let word = words.take() else { return control.input == nil ? Gesture.none : isButton ? .press : .turn }
        let names = Self.gestures.map(\.name)
        guard names.contains(word) else {
            findings.error(
                "unknown-gesture", at: key.location, "`\(word)` is not a way to use a control",
                help: Suggestion.help(for: word, among: names))
            return nil
        }
        guard isButton, control.form == .button || word == "press" else {
            let why = control.form == .toggle ? "the device toggles it by itself" : "it is not a button"
            findings.error("unserved-gesture", at: key.location, "`\(control.name)` has no `\(word)`, for \(why)")
            return nil
        }
        var milliseconds = 0
        if word == "hold" || word == "repeat" {
            let range = word == "hold" ? 50...10_000 : 20...10_000
            var time = ""
            while let next = words.take() { time += next }
            guard
                let read = TableReader.Duration.read(
                    YAMLText(text: time, location: key.location), word, in: range, findings)
            else { return nil }
            milliseconds = read
        }
        guard words.isAtEnd else {
            findings.error(
                "unknown-gesture", at: key.location, "`\(words.peek ?? "")` after `\(word)` has no meaning")
            return nil
        }
        return switch word {
        case "release": .release
        case "hold": .hold(milliseconds: milliseconds)
        case "double": .double
        case "repeat": .repeat(milliseconds: milliseconds)
        default: .press
        }
    }

    private func assignment(_ chord: Chord, _ body: AssignmentBody, _ step: Int) -> Assignment? {
        var actions: [Action] = []
        for range in body.actions {
            guard let action = action(range, step) else { return nil }
            let service = Service(control: chord.control, gesture: chord.gesture)
            if let fault = service.fault(action) {
                findings.error("unserved-target", at: range.source.location, fault.message, help: fault.help)
                return nil
            }
            actions.append(action)
        }
        if actions.isEmpty, !body.actions.isEmpty { return nil }
        var assignment = Assignment(
            control: chord.control.name, modifiers: chord.modifiers, gesture: chord.gesture, actions: actions,
            takeover: takeover(chord.control, body),
            glideMilliseconds: body.glide ?? context.defaults.glideMilliseconds, location: key.location)
        if body.range != nil || body.curve != nil {
            assignment.taper = CurveReader(range: body.range, curve: body.curve, findings: findings).taper(
                of: actions.compactMap(\.followed), at: key)
        }
        assignment.show = show(body.show, step, chord, actions)
        assignment.touched = body.touched.flatMap { ShownReader(findings: findings).read($0, step) }
        return assignment
    }

    private func action(_ range: RangeText, _ step: Int) -> Action? {
        do {
            let action = try Action(parsing: range.text(at: step))
            if case .command(.layer(let name)) = action, !isLayer(name, range) { return nil }
            if case .command(.heldLayer(let name)) = action, !isLayer(name, range) { return nil }
            return action
        } catch {
            findings.error(
                error.code, at: range.location(step: step, offset: error.offset, length: error.length), error.message,
                help: error.help)
            return nil
        }
    }

    private func isLayer(_ name: String, _ range: RangeText) -> Bool {
        let offset = range.source.text.unicodeScalars.count - name.unicodeScalars.count
        return context.isLayer(
            YAMLText(
                text: name, location: range.source.location(offset: max(0, offset), length: name.unicodeScalars.count)
            ))
    }

    private func takeover(_ control: ControlSpec, _ body: AssignmentBody) -> TakeoverMode {
        if let said = body.takeover {
            if said == .motor, !control.isMotorised, let place = body.takeoverPlace {
                findings.error(
                    "no-motor", at: place, "`\(control.name)` has no motor, which `takeover: motor` needs",
                    help: "expected `jump`, `pickup` or `scale`; or give it an `out:`")
            }
            return said
        }
        if let layer = layerTakeover, layer != .motor || control.isMotorised { return layer }
        if !context.saysTakeover, control.isMotorised { return .motor }
        return context.defaults.takeover == .motor && !control.isMotorised ? .pickup : context.defaults.takeover
    }

    private func show(_ range: RangeText?, _ step: Int, _ chord: Chord, _ actions: [Action]) -> Shown? {
        if let range {
            if chord.control.outputs.isEmpty {
                findings.warning(
                    "no-output", at: range.source.location,
                    "`\(chord.control.name)` has no `out`, so it can't show this",
                    help: "describe its lamp, ring or text in `controls`")
            }
            let shown = ShownReader(findings: findings).read(range, step)
            if case .state(.command(.layer(let name)))? = shown, !isLayer(name, range) { return nil }
            return shown
        }
        guard !chord.control.outputs.isEmpty else { return nil }
        let isLamp = chord.control.outputs.allSatisfy { if case .led = $0 { true } else { false } }
        return actions.lazy.compactMap { ShownReader.natural($0, onLamp: isLamp) }.first
    }
}
