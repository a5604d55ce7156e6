import ControlSurfaces
import Texts
import Units

extension Section {
    // swift-format-ignore
    static let meter = Section(name: "a meter", words: [
        Keyword("message", "message", required: true, "where it is sent", .text),
        Keyword("base", "`0` or `0..112 by 16`", "number for silence; 0 unless said", .text),
        Keyword("levels", "list of dB, rising", "from each level on the number is greater by one", .list(.text)),
        Keyword("lowest", "`-60 dB`", "instead of `levels`: where the message's range begins, which ends at 0 dB; -60 dB unless said", .text),
        Keyword("refresh", "20 ms to 1000 ms", "how often it is told again while there is a level, if the device lets it fall by itself", .text),
    ])
}

/// Reads `meter` of a control.
struct MeterReader {
    let table: TableReader
    let findings: Findings

    /// One for each step; `nil` if something was reported.
    func read(steps: Int, of name: String) -> ((Int) -> OutputSpec)? {
        guard let text = table.text("message"),
            let range = MessageReader.read(text, findings, needsChannel: true),
            range.check(steps: steps, of: name, findings)
        else { return nil }
        var scale = MeterScale()
        if let tree = table.tree("levels") { scale.levels = levels(tree) }
        if let lowest = table.text("lowest"), let level = level(lowest) { scale.lowest = level }
        scale.refresh = table.nanoseconds("refresh", in: 20...1000)
        var bases: [UInt8] = [0]
        if let base = table.text("base") {
            guard let numbers = TextTemplateReader.numbers(base.text), numbers.count == 1 || numbers.count == steps
            else {
                findings.error(
                    "wrong-number", at: base.location,
                    "`base` is `\(base.text)`, expected a number or \(steps) of them, such as `0..112 by 16`")
                return nil
            }
            bases = numbers
        }
        return { step in
            var scale = scale
            scale.base = Int(clamping: bases[min(step, bases.count - 1)])
            return .meter(range.pattern(at: step), scale)
        }
    }

    private func levels(_ tree: YAMLTree) -> [Double] {
        guard case .list(let items, _) = tree else {
            findings.error(
                "wrong-type", at: tree.location, "`levels` is \(tree.kind), expected a list such as `[-60, -30, 0]`")
            return []
        }
        var last = -Double.infinity
        return items.compactMap { item in
            guard case .text(let text) = item, let level = level(text) else { return nil }
            guard level > last else {
                findings.error("wrong-value", at: text.location, "`\(text.text)` is not above the level before it")
                return nil
            }
            last = level
            return level
        }
    }

    private func level(_ text: YAMLText) -> Double? {
        let number = ReadNumber.decimal(text.text) ?? ValueReader.number(text.text, unit: "dB")
        guard let number, (-144...24).contains(number) else {
            findings.error(
                "wrong-value", at: text.location, "`\(text.text)` is not a level, expected -144 dB to 24 dB")
            return nil
        }
        return number
    }
}
