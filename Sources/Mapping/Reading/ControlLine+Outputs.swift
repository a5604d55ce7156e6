import ControlSurfaces
import Texts

extension Section {
    // swift-format-ignore
    static let ring = Section(name: "a ring", words: [
        Keyword("cc", "number", required: true, "controller that sets it", .text),
        Keyword("ch", "1 to 16", required: true, "MIDI channel", .whole(1...16)),
        Keyword("row", "`1..13`", "instead of a style: lamps are numbered so from left to right, and 0 is dark", .text),
        Keyword("style", "`dot`, `pan`, `wrap`, `spread`, `auto` or `value`", "pattern, in Mackie's coding; `auto`: `pan` for what rests in the middle and else `wrap`; `value`: 0 to 127 as it is", .words(RingStyle.allCases.map(\.rawValue))),
    ])
}

/// What a control shows: motors, lamps, rings, texts.
extension ControlLine {
    mutating func readOut() {
        guard let tree = table.tree("out") else { return }
        if case .table = tree {
            guard let lamp = TableReader(tree, .lamp, findings) else { return }
            let reader = LampReader(table: lamp, palette: defaults.palette, findings: findings)
            if let made = reader.read(steps: steps, of: name, same: { same(tree.location) }) { outputs.append(made) }
            return
        }
        guard let text = table.text("out") else { return }
        guard
            var range = text.text == "same"
                ? same(text.location) : MessageReader.read(text, findings, needsChannel: true),
            range.check(steps: steps, of: name, findings)
        else { return }
        if table.text("as")?.text == "7-bit" { range = range.coarse }
        switch form {
        case .absolute: outputs.append { .motor(range.pattern(at: $0)) }
        case .relative: outputs.append { .ring(range.pattern(at: $0), .value) }
        default: outputs.append { .led(range.pattern(at: $0), LEDValues()) }
        }
    }

    private func same(_ place: SourceLocation) -> MessageRange? {
        guard let input else {
            if table.key("in") == nil {
                findings.error("missing-key", at: place, "`out` is sent where `in` says, but `\(name)` has no `in`")
            }
            return nil
        }
        if input.patterns.contains(where: \.lacksChannel) {
            findings.error(
                "missing-channel", at: input.source.location, "`\(input.source.text)` says no channel to send on",
                help: "add `ch 1`")
            return nil
        }
        return input
    }

    mutating func readRing() {
        guard let tree = table.tree("ring"), let ring = TableReader(tree, .ring, findings) else { return }
        let style = ring.word("style", RingStyle.self) ?? .dot
        guard let cc = ring.text("cc"), let channel = ring.integer("ch", in: 1...16) else { return }
        let words = YAMLText(text: "cc \(cc.text) ch \(channel)", location: cc.location, inset: cc.inset - 3)
        guard let range = MessageReader.read(words, findings), range.check(steps: steps, of: name, findings) else {
            return
        }
        if let row = ring.text("row") {
            guard let numbers = NumberList.item(row.text), let first = numbers.first, let last = numbers.last,
                first < last, (0...127).contains(first), (0...127).contains(last)
            else {
                findings.error(
                    "wrong-number", at: row.location, "`row` is `\(row.text)`, expected a range such as `1..13`")
                return
            }
            outputs.append { .row(range.pattern(at: $0), first...last) }
            return
        }
        outputs.append { .ring(range.pattern(at: $0), style) }
    }

    mutating func readText() {
        guard let text = table.text("text"),
            let templates = TextTemplateReader.read(text, steps: steps, of: name, findings)
        else { return }
        outputs.append { .text(templates[min($0, templates.count - 1)]) }
    }

    mutating func readDigits() {
        guard let text = table.text("digits"), let range = MessageReader.read(text, findings, needsChannel: true)
        else { return }
        guard steps == 1 else {
            findings.error(
                "unequal-ranges", at: text.location, "`digits` are one text, but `\(name)` is \(steps) controls")
            return
        }
        let count = range.patterns.count
        for (place, pattern) in range.patterns.enumerated() {
            outputs.append { _ in .digit(pattern, place: place, of: count) }
        }
    }
}
