import ControlSurfaces
import Texts
import Units

extension Section {
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
}

/// The right side of a line: an action, a list of actions, or the long form.
struct AssignmentBody {
    var actions: [RangeText] = []
    var takeover: TakeoverMode?
    var takeoverPlace: SourceLocation?
    var range: YAMLText?
    var curve: YAMLTree?
    var glide: Int?
    var show: RangeText?
    var touched: RangeText?
    var speed = 1.0
    var colour: Colour?
    var unlit: Colour?

    /// Actions alone, without the long form.
    init?(actions tree: YAMLTree, key: YAMLText, _ findings: Findings) {
        if case .table = tree {
            findings.error(
                "wrong-type", at: tree.location,
                "`\(key.text)` does \(tree.kind), expected an action such as `/session/mode = touch`")
            return nil
        }
        self.init(tree, key: key, steps: 1, findings)
    }

    init?(_ tree: YAMLTree, key: YAMLText, steps: Int, _ findings: Findings) {
        var isGood = true
        func ranges(_ tree: YAMLTree) -> [RangeText] {
            switch tree {
            case .text(let text) where !text.text.isEmpty:
                let range = RangeText(text)
                if !range.check(steps: steps, of: key.text, findings) { isGood = false }
                return [range]
            case .list(let items, let place):
                if items.isEmpty { findings.error("wrong-type", at: place, "the list of actions is empty") }
                return items.flatMap { item -> [RangeText] in
                    if case .text(let text) = item, !text.text.isEmpty { return ranges(.text(text)) }
                    findings.error("wrong-type", at: item.location, "an action is \(item.kind), expected a text")
                    isGood = false
                    return []
                }
            default:
                findings.error(
                    "wrong-type", at: tree.kind == "nothing" ? key.location : tree.location,
                    "`\(key.text)` does \(tree.kind), expected an action such as `/slot/1/fader`")
                isGood = false
                return []
            }
        }
        guard case .table = tree else {
            actions = ranges(tree)
            if !isGood { return nil }
            return
        }
        guard let table = TableReader(tree, .assignment, findings) else { return nil }
        if let to = table.tree("to") { actions = ranges(to) }
        takeover = table.word("takeover", TakeoverMode.self)
        takeoverPlace = table.tree("takeover")?.location
        range = table.text("range")
        curve = table.tree("curve")
        glide = table.milliseconds("glide", in: 0...5000)
        show = table.text("show").flatMap { ranges(.text($0)).first }
        touched = table.text("touched").flatMap { ranges(.text($0)).first }
        colour = table.text("colour").flatMap { ColourReader.colour($0, findings) }
        unlit = table.text("unlit").flatMap { ColourReader.colour($0, findings) }
        if let text = table.text("speed") {
            if let said = ReadNumber.decimal(text.text), (0.01...100).contains(said) {
                speed = said
            } else {
                findings.error(
                    "value-out-of-range", at: text.location, "`speed` is `\(text.text)`, expected 0.01 to 100")
            }
        }
        if table.key("to") == nil, table.key("show") == nil {
            if table.hasUnknownWords { return nil }
            findings.error(
                "missing-key", at: tree.location, "`\(key.text)` neither does nor shows anything",
                help: "add `to:` or `show:`")
            return nil
        }
        if !isGood { return nil }
    }
}
