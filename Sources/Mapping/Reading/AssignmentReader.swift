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

    func read() -> [Assignment] {
        let range = RangeText(key)
        let steps = range.counts.first ?? 1
        guard range.check(steps: steps, of: key.text, findings) else { return [] }
        guard steps <= ControlReader.maximumControls else { return [] }
        var chords: [ChordReader.Chord?] = []
        for step in 0..<steps {
            var reader = ChordReader(range, step: step, context: context)
            guard let chord = reader.read() else {
                // A control that a nearer file has taken away; the others of its range are still there.
                if key.location.file != findings.file {
                    chords.append(nil)
                    continue
                }
                checkActions(steps)
                return []
            }
            chords.append(chord)
        }
        if value.isNone {
            return chords.compactMap { $0 }.map {
                Assignment(
                    control: $0.control.name, modifiers: $0.modifiers, gesture: $0.gesture, actions: [],
                    location: key.location)
            }
        }
        guard let body = AssignmentBody(value, key: key, steps: steps, findings) else { return [] }
        var made: [Assignment] = []
        for case (let step, let chord?) in chords.enumerated() {
            let before = findings.count
            guard let assignment = assignment(chord, body, step) else { return made }
            if findings.count > before { return made }
            made.append(assignment)
        }
        return made
    }

    /// The right side of a line whose left side has a mistake: both are told at once.
    private func checkActions(_ steps: Int) {
        guard let body = AssignmentBody(value, key: key, steps: steps, findings) else { return }
        for range in body.actions {
            for step in 0..<steps where lender(range, step) == nil && action(range, step) == nil { break }
        }
    }

    private func assignment(_ chord: ChordReader.Chord, _ body: AssignmentBody, _ step: Int) -> Assignment? {
        var actions: [Action] = []
        var borrowing = Borrowing()
        borrowing.actions = body.actions.count == 1 ? lender(body.actions[0], step) : nil
        for range in body.actions where borrowing.actions == nil {
            guard let action = action(range, step) else { return nil }
            let service = Service(control: chord.control, gesture: chord.gesture)
            if let fault = service.fault(action) {
                findings.error("unserved-target", at: range.source.location, fault.message, help: fault.help)
                return nil
            }
            actions.append(action)
        }
        if actions.isEmpty, !body.actions.isEmpty, borrowing.actions == nil { return nil }
        var assignment = Assignment(
            control: chord.control.name, modifiers: chord.modifiers, gesture: chord.gesture, actions: actions,
            takeover: takeover(chord.control, body),
            glideMilliseconds: body.glide ?? context.defaults.glideMilliseconds, location: key.location)
        if body.range != nil || body.curve != nil {
            assignment.taper = CurveReader(range: body.range, curve: body.curve, findings: findings).taper(
                of: actions.compactMap(\.followed), at: key)
        } else if let spec = actions.lazy.compactMap(\.followed?.spec).first {
            assignment.taper = chord.control.markedTaper(of: spec)
        }
        assignment.speed = body.speed
        assignment.colour = body.colour
        assignment.unlit = body.unlit
        borrowing.show = body.show.flatMap { lender($0, step) }
        borrowing.touched = body.touched.flatMap { lender($0, step) }
        if borrowing.show == nil { assignment.show = show(body.show, step, chord, actions) }
        if borrowing.touched == nil {
            assignment.touched = body.touched.flatMap { ShownReader(findings: findings).read($0, step) }
        }
        if borrowing != Borrowing() { assignment.borrowing = borrowing }
        return assignment
    }

    /// The control that `as pot/1` names; `nil` for anything else.
    private func lender(_ range: RangeText, _ step: Int) -> String? {
        guard let name = Borrowing.name(in: range.text(at: step)) else { return nil }
        if context.controls[name] == nil, !context.broken.contains(name) {
            findings.error(
                "unknown-control",
                at: range.location(step: step, offset: 3, length: max(1, name.unicodeScalars.count)),
                "no control `\(name)`",
                help: Suggestion.nearest(to: name, among: context.controlNames).map { "did you mean `\($0)`?" })
        }
        return name
    }

    private func action(_ range: RangeText, _ step: Int) -> Action? {
        do {
            let action = try Action(parsing: range.text(at: step))
            if case .command(.layer(let name)) = action, !isLayer(name, range, step) { return nil }
            if case .command(.heldLayer(let name)) = action, !isLayer(name, range, step) { return nil }
            return action
        } catch {
            findings.error(
                error.code, at: range.location(step: step, offset: error.offset, length: error.length), error.message,
                help: error.help)
            return nil
        }
    }

    /// - Parameter name: what the text ends with.
    private func isLayer(_ name: String, _ range: RangeText, _ step: Int) -> Bool {
        let length = name.unicodeScalars.count
        let offset = max(0, range.text(at: step).unicodeScalars.count - length)
        return context.isLayer(
            YAMLText(text: name, location: range.location(step: step, offset: offset, length: length)))
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

    private func show(_ range: RangeText?, _ step: Int, _ chord: ChordReader.Chord, _ actions: [Action]) -> Shown? {
        if let range {
            if chord.control.outputs.isEmpty {
                findings.warning(
                    "no-output", at: range.source.location,
                    "`\(chord.control.name)` has no `out`, so it can't show this",
                    help: "describe its lamp, ring or text in `controls`")
            }
            let shown = ShownReader(findings: findings).read(range, step)
            if case .state(.command(.layer(let name)))? = shown, !isLayer(name, range, step) { return nil }
            return shown
        }
        guard !chord.control.outputs.isEmpty else { return nil }
        let isLamp = chord.control.outputs.allSatisfy { if case .led = $0 { true } else { false } }
        return actions.lazy.compactMap { ShownReader.natural($0, onLamp: isLamp) }.first
    }
}
