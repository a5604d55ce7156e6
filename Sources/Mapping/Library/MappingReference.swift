import ControlSurfaces
import MixModel
import Texts
import Units

/// The reference of the language, made from the tables that its reader uses, so that neither can drift from the other.
public enum MappingReference {
    /// The text of `Docs/MappingReference.md`.
    public static func markdown() -> String {
        var page = Page()
        page.text(
            """
            # The mapping language

            Made by the program from the tables that its reader uses; a test compares them. A mapping is one YAML file: `controls` says
            what the hardware has, `layers` says what each control does. Everything is text: `on`, `off`, `no` and `12:30` mean
            what they say. Anchors and aliases are refused; a mapping has at most \(ControlReader.maximumControls) controls and \(LayerReader.maximumLayers) layers. `gainrider check FILE` finds every mistake without hardware.
            """)
        page.heading("An example")
        page.text("```yaml\n" + example + "\n```")
        mapping(&page)
        messages(&page)
        assignments(&page)
        addresses(&page)
        performances(&page)
        codes(&page)
        return page.markdown
    }

    /// A whole mapping, small enough to begin from; a test reads it.
    public static let example = """
        mapping: 1
        name: Little Desk                      # what you call it
        match:
          - client: "Little Desk*"             # as `gainrider surfaces` shows it
        defaults: {takeover: pickup, touch: motion 1000ms}
        controls:                              # what it has: `gainrider monitor` shows what it sends
          fader/1..4: {in: cc 20..23 ch 1}
          knob/1..4: {in: cc 30..33 ch 1, as: relative twos}
          key/1..4: {in: note 40..43 ch 1, out: same}
          shift: {in: note 44 ch 1}
        layers:                                # what each control does
          mix:
            fader/1..4: /slot/1..4/fader
            knob/1..4: /slot/1..4/pan
            key/1..4: toggle /slot/1..4/mute
            shift + key/1: /transport/toggle
            shift + key/2: /session/mode = touch
            shift + key/3: /bank/previous
            shift + key/4: /bank/next
        """

    private static func mapping(_ page: inout Page) {
        page.heading("A mapping")
        page.words(.mapping)
        page.heading("`keepalive`")
        page.words(.keepAlive)
        page.heading("`handshake`")
        page.words(.handshake)
        page.heading("`banks`")
        page.words(.banks)
        page.heading("`on`")
        page.text(
            """
            What the actions of one event bring about sets off nothing else, so that nothing goes round in circles. Of devices that are one
            surface the leftmost that names the event does them.
            """)
        page.words(.hooks)
        page.heading("`match`: one of the list")
        page.words(.match)
        page.heading("`defaults`")
        page.words(.defaults)
        page.heading("`controls`: one control")
        page.text(
            """
            A name is letters, digits, `-`, `_` and `/`. A range in it (`fader/1..8`) makes that many controls; ranges in its values run in step.
            Words step in the same way: `cursor/(up|down|left|right)` is four controls, `/selected/comp/(threshold|ratio)` two parameters.
            `as` is one of `absolute`, `button` (pressed while the number is above 0), `toggle` (the device toggles by itself: each message is
            a press) and, for encoders, `relative` with one of:
            """)
        page.table(
            ["relative", "+1", "−1"],
            RelativeEncoding.allCases.map { ["`\($0.rawValue)`", tick($0, 1), tick($0, -1)] })
        page.words(.control)
        page.heading("`out`: a lamp")
        page.words(.lamp)
        page.text(
            "Colours: " + Colour.named.map { "`\($0.name)`" }.joined(separator: ", ") + ", or such as `#FF8000`.")
        page.heading("`meter`")
        page.words(.meter)
        page.heading("`ring`")
        page.words(.ring)
    }

    private static func tick(_ encoding: RelativeEncoding, _ ticks: Int) -> String {
        let bytes = encoding.bytes(ticks, .controlChange(16, channel: 1)).first ?? []
        return bytes.count == 3 ? "cc \(bytes[1]) value \(bytes[2])" : ""
    }

    private static func messages(_ page: inout Page) {
        page.heading("Messages")
        page.text(
            """
            A message is its word, its number, and `ch` with 1 to 16 or `any`; without `ch` any channel is taken. Numbers are single, a range
            (`16..23`), a range with a step (`1..22 by 3`), or several of them (`41..44 and 57..60`). Behind it `value 1` takes that number
            alone as the press and lets go at once, `value 1 release 0` until that one comes: so one controller can be several buttons. In `as`,
            `relative direction` is one tick on where the number is in the upper half, and one back in the lower.
            """)
        page.table(["word", "number", "means"], MessageWord.all.map { ["`\($0.word)`", $0.number, $0.summary] })
    }

    private static func assignments(_ page: inout Page) {
        page.heading("`layers`: one layer")
        page.words(.layer)
        page.text(
            """
            Every other key is a control with, before it, buttons that must be held (`shift + mute/1`) and, behind it, how it is pressed.
            What counts is the entry with most of its buttons held; of those that of this layer, then that of the layers in `also`.
            A control without an entry for the buttons that are held does what it does without them. `none` for an action: it does nothing, on
            purpose, or not what the mapping says that this one extends.
            """)
        page.table(
            ["word", "time", "acts"], ChordReader.gestures.map { ["`\($0.name)`", $0.value, $0.summary] })
        page.text("The value is an action, a list of actions, or this table:")
        page.words(.assignment)
    }

    private static func addresses(_ page: inout Page) {
        page.heading("Actions and addresses")
        page.text(
            """
            | written | does |
            |---|---|
            | `ADDRESS` | the parameter follows the fader, knob or encoder; a command is done |
            | `ADDRESS = VALUE` | sets it |
            | `ADDRESS = VALUE \\| VALUE \\| …` | the next of a list at each press, after the last the first |
            | `ADDRESS += STEP`, `ADDRESS -= STEP` | moves it; on an encoder once for each tick |
            | `toggle ADDRESS` | a switch: on if off, off if on; a number that has 0 for none, such as `/monitor/source`: the first, or none |
            | `momentary ADDRESS` | likewise, while held |
            | `layer NAME`, `momentary layer NAME` | shows a layer, for good or while held |
            | `as CONTROL` | what that control does in the layer that is shown, while nothing is held; after `show`: what it moves |

            `{node}` is `/slot/1` (place in the bank: strips, then buses, then VCAs), `/strip/3` or `/strip/Lead Vox`, `/bus/1` or
            `/bus/Reverb`, `/vca/1` or `/vca/Drums`, `/master` or `/selected`; the monitors are `/monitor`. A send can also be named
            by the bus that it feeds: `{node}/send/Reverb/level`. `{scope}` is `/session`, a node, or a parameter. `/touched` is the parameter touched last. `show` also takes `{node}/name`,
            `{node}/meter` (the peak level), `{scope}/mode`, `{scope}/state` (what automation does with it now: idle, armed, touching, latched, gliding,
            trimming, waiting for pick-up; lit, blinking or in a colour), `/transport/position`,
            `/transport/bars` (bars of four beats, beats, sixteenths and ticks) and `text ANYTHING`; `text` alone is dark.
            """)
        page.table(["parameter", "at", "values", "start", "means"], ParameterReference.rows)
        page.text("Sound passes these stages, in this order:")
        page.table(["stage", "in circuit", "at", "does"], ParameterReference.stages)
        page.table(
            ["command", "written", "means"],
            CommandWord.all.map { ["`\($0.address)`", $0.form.rawValue, $0.summary] })
    }

    private static func performances(_ page: inout Page) {
        page.heading("A performance")
        page.text(
            "Time-stamped input, for tests, demonstrations and bug reports. `name.test.yaml` beside a mapping is its test. "
                + "A song that still plays after the last event is played to its end, for its own length and 10 s at most."
        )
        page.words(.performance)
        page.heading("One of `surfaces`")
        page.words(.surface)
        page.heading("One of `events`")
        page.words(.event)
        page.text(
            """
            Else one of: `SURFACE: 90 68 7F` (bytes), `SURFACE: cc 7 ch 1 100`, `SURFACE: pitchbend ch 1 8192..12288` (over a span), and
            `SURFACE/CONTROL:` with travel `0.75` or `0.5..0.75`, ticks `+3` or `-1`, `press`, `release`, `touch` or `let go`.
            `SURFACE: unplug` takes a device's cable out, and `plug` puts it in again.
            """)
        page.heading("One of `expect`")
        page.words(.expectation)
        page.text(
            """
            Else one of: a parameter with its value, `{scope}/mode` with a mode, `/bank` with the place in slot 1, `/selected` with a node, a command
            that has a state with `on` or `off`, `SURFACE/layer` with a layer's name, `SURFACE: E0 00 60` (at a moment: the last message
            of this kind that the device got by then; in a span: sent in it) or `SURFACE: none` (nothing sent in the 20 ms up to the
            moment, or in the span).
            """)
    }

    private static func codes(_ page: inout Page) {
        page.heading("Codes of messages")
        page.table(["code", "means"], DiagnosticCode.all.map { ["`\($0.code)`", $0.meaning] })
    }
}

/// Markdown, built up.
private struct Page {
    private(set) var markdown = ""

    mutating func text(_ text: String) { markdown += (markdown.isEmpty ? "" : "\n") + text + "\n" }
    mutating func heading(_ text: String) { markdown += "\n## \(text)\n" }

    mutating func words(_ section: Section) {
        table(
            ["word", "value", "means"],
            section.words.map { ["`\($0.name)`" + ($0.isRequired ? " (needed)" : ""), $0.value, $0.summary] })
    }

    mutating func table(_ head: [String], _ rows: [[String]]) {
        func line(_ cells: [String]) -> String {
            "| " + cells.map { $0.isEmpty ? " " : $0 }.joined(separator: " | ") + " |\n"
        }
        markdown += "\n" + line(head) + "|" + String(repeating: "---|", count: head.count) + "\n"
        for row in rows { markdown += line(row) }
    }
}
