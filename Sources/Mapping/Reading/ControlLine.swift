import ControlSurfaces
import MixModel
import Texts
import Units

extension Section {
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
}

/// One line of `controls`, before its range is expanded.
// Large: a field for each keyword of a control, as it was read.
struct ControlLine {
    let table: TableReader
    let name: String
    let steps: Int
    let defaults: DeviceMapping.Defaults
    let findings: Findings
    private(set) var touchButtons: [(name: String, place: SourceLocation)] = []

    var input: MessageRange?
    private var push: MessageRange?
    var form: ControlForm?
    private var touch: (Int) -> TouchSpec = { _ in .none }
    var outputs: [(Int) -> OutputSpec] = []
    private var ends: (low: Int, high: Int)?
    private var echo: EchoPolicy?
    private var deadBand: Int?
    private var acceleration: [Int] = []
    private var marks: [ControlMark] = []
    private var port = 1
    private var latch: Latch?

    init(table: TableReader, name: String, steps: Int, defaults: DeviceMapping.Defaults, findings: Findings) {
        self.table = table
        self.name = name
        self.steps = steps
        self.defaults = defaults
        self.findings = findings
    }

    mutating func read() {
        input = message("in")
        push = message("push")
        form = readForm()
        readTouch()
        readOut()
        readRing()
        readText()
        readDigits()
        if let tree = table.tree("meter"), let meter = TableReader(tree, .meter, findings),
            let made = MeterReader(table: meter, findings: findings).read(steps: steps, of: name)
        {
            outputs.append(made)
        }
        readTravel()
        acceleration = readAcceleration()
        marks = readMarks()
        echo = table.word("echo", EchoPolicy.self)
        deadBand = table.integer("deadband", in: 0...1023)
        latch = readLatch()
        port = table.integer("port", in: 1...16) ?? 1
        if !table.hasUnknownWords, table.key("in") == nil, table.key("out") == nil, table.key("text") == nil,
            table.key("ring") == nil, table.key("digits") == nil, table.key("meter") == nil,
            table.key("push") == nil
        {
            findings.error(
                "empty-control", at: table.location, "`\(name)` neither sends nor shows anything",
                help: "add `in:`, `out:` or `text:`")
        }
    }

    func controls(named name: String, step: Int) -> [ControlSpec] {
        var made: [ControlSpec] = []
        let pattern = input?.pattern(at: step)
        if pattern != nil || !outputs.isEmpty {
            let form = form ?? .absolute
            var control = ControlSpec(
                name: name, input: pattern, form: form, touch: touch(step), lowest: ends?.low ?? 0,
                highest: ends?.high ?? pattern?.maximum ?? 127, deadBand: deadBand ?? defaults.deadBand,
                outputs: outputs.map { $0(step) }, echo: echo ?? defaults.echo)
            control.acceleration = acceleration
            control.marks = marks
            control.port = port
            control.latch = latch
            made.append(control)
        }
        if let push {
            var control = ControlSpec(name: name + "/push", input: push.pattern(at: step), form: .button)
            control.port = port
            made.append(control)
        }
        return made
    }

    private func message(_ key: String, needsChannel: Bool = false) -> MessageRange? {
        guard let text = table.text(key), let range = MessageReader.read(text, findings, needsChannel: needsChannel)
        else { return nil }
        return range.check(steps: steps, of: name, findings) ? range : nil
    }

    /// What may stand after `as`.
    static let forms =
        ["absolute", "7-bit", "button", "toggle"] + RelativeEncoding.allCases.map { "relative \($0.rawValue)" }

    private mutating func readForm() -> ControlForm? {
        let ticks = table.integer("ticks", in: 1...10_000)
        guard let text = table.text("as") else {
            switch input?.patterns.first {
            case .note: return .button
            case let pattern?: return pattern.isPress ? .button : .absolute
            case nil: return .button
            }
        }
        let words = text.text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("absolute", 1): return .absolute
        case ("7-bit", 1):
            if case .parameter = input?.patterns.first {
                input = input?.coarse
            } else if input != nil {
                findings.error("wrong-form", at: text.location, "`as: 7-bit` needs `nrpn` or `rpn` in `in`")
            }
            return .absolute
        case ("button", 1): return .button
        case ("toggle", 1): return .toggle
        case ("relative", 2):
            guard let encoding = RelativeEncoding(rawValue: words[1]) else { break }
            if let pattern = input?.patterns.first, !Self.canTurn(pattern, encoding) {
                let needed = encoding == .incDec ? "a `cc` of 7 bits, `nrpn` or `rpn`" : "a message with a number"
                findings.error("wrong-form", at: text.location, "`as: \(text.text)` needs \(needed) in `in`")
            }
            return .relative(encoding, ticksPerTurn: ticks ?? 100)
        default: break
        }
        let forms = Self.forms
        findings.error(
            "unknown-word", at: text.location, "`as` is `\(text.text)`, expected " + Suggestion.oneOf(forms),
            help: Suggestion.nearest(to: text.text, among: forms).map { "did you mean `\($0)`?" })
        return nil
    }

    private static func canTurn(_ pattern: MessagePattern, _ encoding: RelativeEncoding) -> Bool {
        switch pattern {
        case .controlChange, .parameter: true
        case .controlChangePair, .pitchBend: encoding != .incDec
        case .systemExclusive(let sysEx): sysEx.hasNumber && encoding != .incDec
        default: false
        }
    }

    private mutating func readTouch() {
        let moves = form.map { $0 != .button && $0 != .toggle } ?? true
        guard let text = table.text("touch") else {
            let touch = defaults.touch
            if moves, input != nil { self.touch = { _ in touch } }
            return
        }
        let words = text.text.split(separator: " ").map(String.init)
        if words == ["none"] { return }
        if words.first == "motion" {
            let time = words.dropFirst().joined(separator: " ")
            let milliseconds = time.isEmpty ? nil : Self.motion(text, time, findings)
            touch = { _ in .motion(milliseconds: milliseconds) }
            return
        }
        if words.first == "button", words.count == 2 {
            let range = RangeText(
                YAMLText(text: words[1], location: text.location(offset: 7, length: words[1].count)))
            guard range.check(steps: range.counts.isEmpty ? 1 : steps, of: name, findings) else { return }
            for step in 0..<(range.counts.isEmpty ? 1 : steps) {
                touchButtons.append((range.text(at: step), range.source.location))
            }
            touch = { .button(control: range.text(at: $0)) }
            return
        }
        if let range = MessageReader.read(text, findings), range.check(steps: steps, of: name, findings) {
            touch = { .sense(range.pattern(at: $0)) }
        }
    }

    /// The time of `motion 600ms`.
    static func motion(_ text: YAMLText, _ time: String, _ findings: Findings) -> Int? {
        let place = text.location(offset: 7, length: time.count)
        return TableReader.Duration.read(YAMLText(text: time, location: place), "motion", in: 50...5000, findings)
    }

    private mutating func readAcceleration() -> [Int] {
        guard let tree = table.tree("acceleration") else { return [] }
        if case .text(let text) = tree, text.text == "none" { return [] }
        guard case .list(let items, _) = tree, (1...16).contains(items.count) else {
            findings.error(
                "wrong-type", at: tree.location,
                "`acceleration` is \(tree.kind), expected `none` or a list such as `[1, 1, 2, 4, 8]`")
            return []
        }
        if let form, case .relative = form {
        } else {
            findings.error("wrong-form", at: tree.location, "`acceleration` is for encoders: `as: relative …`")
        }
        return items.compactMap { item in
            if case .text(let text) = item, let number = ReadNumber.whole(text.text, in: 1...64) { return number }
            findings.error(
                "wrong-value", at: item.location, "`acceleration` has \(item.kind) in it, expected 1 to 64")
            return nil
        }
    }

    private mutating func readTravel() {
        guard let text = table.text("travel") else { return }
        let maximum = input?.patterns.first?.maximum ?? 127
        let parts = text.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty, ReadNumber.isWhole(parts[0]), ReadNumber.isWhole(parts[2]) else {
            findings.error(
                "wrong-value", at: text.location,
                "`travel` is `\(text.text)`, expected two numbers such as `0..\(maximum)`")
            return
        }
        guard let low = ReadNumber.whole(parts[0], in: 0...maximum),
            let high = ReadNumber.whole(parts[2], in: 0...maximum), low != high
        else {
            findings.error(
                "value-out-of-range", at: text.location,
                "`travel` is `\(text.text)`, expected two different numbers from 0 to \(maximum)")
            return
        }
        ends = (low, high)
    }

    private func readLatch() -> Latch? {
        let latch = table.word("latch", Latch.self)
        if latch != nil, form != .button, let key = table.key("latch") {
            findings.error("wrong-form", at: key.location, "`latch` is for buttons, and `\(name)` is not one")
        }
        return latch
    }

    private func readMarks() -> [ControlMark] {
        guard let tree = table.tree("mark") else { return [] }
        guard case .table(let pairs, _) = tree else {
            findings.error(
                "wrong-type", at: tree.location, "`mark` is \(tree.kind), expected a table such as `{0 dB: 12808}`")
            return []
        }
        let maximum = input?.patterns.first?.maximum ?? 127
        let numbers = min(ends?.low ?? 0, ends?.high ?? maximum)...max(ends?.low ?? 0, ends?.high ?? maximum)
        return pairs.compactMap { key, value in
            guard key.text.hasSuffix("dB"), (try? ValueReader.position(key.text, of: Role.fader.spec)) != nil else {
                findings.error(
                    "wrong-value", at: key.location,
                    "`\(key.text)` is not a level of a fader, expected such as `0 dB`")
                return nil
            }
            guard case .text(let text) = value, let number = ReadNumber.whole(text.text, in: numbers) else {
                findings.error(
                    "wrong-number", at: value.location,
                    "the mark is at \(value.kind), expected \(numbers.lowerBound) to \(numbers.upperBound)")
                return nil
            }
            return ControlMark(value: key.text, number: number)
        }
    }
}
