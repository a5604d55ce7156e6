import ControlSurfaces
import Foundation
import MIDI
import Testing

@testable import Mapping

/// A control gets something to do in a text that a person wrote.
@Suite struct `Editing a mapping` {
    private static let block = """
        # My desk.
        mapping: 1
        name: Mine
        controls:
          # The long ones.
          fader/1: {in: cc 1 ch 1}    # left
          key/1: {in: note 1 ch 1}

        # What they do.
        layers:
          mix:
            fader/1: /slot/1/fader   # ride it
            key/1:
              to: toggle /slot/1/mute
              colour: red
          other:
            also: mix
        # The end.
        """

    private static func edit(
        _ control: String, _ line: String? = nil, _ layer: String = "mix", _ action: String = "/strip/3/pan"
    ) -> MappingEdit { MappingEdit(control: control, line: line, layer: layer, action: action) }

    /// Lines that are in one text and not in the other.
    private static func changes(_ old: String, _ new: String) -> (gone: [String], come: [String]) {
        let difference = new.components(separatedBy: "\n").difference(from: old.components(separatedBy: "\n"))
        var gone: [String] = [], come: [String] = []
        for change in difference {
            switch change {
            case .remove(_, let line, _): gone.append(line)
            case .insert(_, let line, _): come.append(line)
            }
        }
        return (gone, come)
    }

    @Test func `a new control stands behind the others, and nothing else is touched`() throws {
        let outcome = try #require(Self.edit("knob/1", "{in: cc 9 ch 1}").applied(to: Self.block))
        let (gone, come) = Self.changes(Self.block, outcome.text)
        #expect(gone == [])
        #expect(come == ["  knob/1: {in: cc 9 ch 1}", "    knob/1: /strip/3/pan"])
        #expect(outcome.replaced == nil)
        let lines = outcome.text.components(separatedBy: "\n")
        #expect(lines[outcome.place - 1] == "    knob/1: /strip/3/pan")
        #expect(lines[7] == "  knob/1: {in: cc 9 ch 1}")
    }

    @Test func `what a control did is replaced, and its comment stays`() throws {
        let outcome = try #require(Self.edit("fader/1").applied(to: Self.block))
        #expect(outcome.replaced == "fader/1: /slot/1/fader")
        let (gone, come) = Self.changes(Self.block, outcome.text)
        #expect(gone == ["    fader/1: /slot/1/fader   # ride it"])
        #expect(come == ["    fader/1: /strip/3/pan   # ride it"])
    }

    @Test func `an assignment of several lines is replaced whole`() throws {
        let outcome = try #require(Self.edit("key/1", nil, "mix", "/transport/play").applied(to: Self.block))
        #expect(outcome.replaced?.contains("colour: red") == true)
        #expect(!outcome.text.contains("colour: red") && outcome.text.contains("  other:\n    also: mix\n# The end."))
    }

    @Test func `a layer that is not there is made`() throws {
        let outcome = try #require(Self.edit("fader/1", nil, "mine").applied(to: Self.block))
        let (gone, come) = Self.changes(Self.block, outcome.text)
        #expect(gone == [] && come == ["  mine:", "    fader/1: /strip/3/pan"])
    }

    // swift-format-ignore
    private static let flows = [
        ("controls: {a: {in: cc 1}}\nlayers: {mix: {a: /slot/1/fader}}\n", "a", "controls: {a: {in: cc 1}}\nlayers: {mix: {a: /strip/3/pan}}\n"),
        ("controls: {a: {in: cc 1}, b: {in: cc 2}}\nlayers: {mix: {a: /slot/1/fader, b: /slot/2/fader}}\n", "a", "controls: {a: {in: cc 1}, b: {in: cc 2}}\nlayers: {mix: {a: /strip/3/pan, b: /slot/2/fader}}\n"),
        ("controls: {a: {in: cc 1}}\nlayers: {mix: {}}\n", "a", "controls: {a: {in: cc 1}}\nlayers: {mix: {a: /strip/3/pan}}\n"),
        ("controls: {a: {in: cc 1}}\nlayers: {mix: {b: \"x, {\"}}\n", "a", "controls: {a: {in: cc 1}}\nlayers: {mix: {a: /strip/3/pan, b: \"x, {\"}}\n"),
        ("controls:\r\n  a: {in: cc 1}\r\nlayers:\r\n  mix:\r\n    b: x\r\n", "a", "controls:\r\n  a: {in: cc 1}\r\nlayers:\r\n  mix:\r\n    b: x\r\n    a: /strip/3/pan\r\n"),
        ("controls:\n  a: {in: cc 1}\nlayers:\n  mix:\n", "a", "controls:\n  a: {in: cc 1}\nlayers:\n  mix:\n    a: /strip/3/pan\n"),
        ("extends: x", "a", "extends: x\nlayers:\n  mix:\n    a: /strip/3/pan\n"),
    ]

    @Test(arguments: flows)
    func `tables in braces, other line ends and empty tables are understood`(
        text: String, control: String, expected: String
    ) throws {
        let outcome = try #require(Self.edit(control).applied(to: text))
        #expect(outcome.text == expected)
    }

    // swift-format-ignore
    private static let ranges = [
        ("fader/1..4: /slot/1..4/fader   # all", "fader/3", ["fader/1..2: /slot/1..2/fader   # all", "fader/3: /strip/3/pan", "fader/4: /slot/4/fader"]),
        ("fader/1..4: /slot/1..4/fader", "fader/1", ["fader/1: /strip/3/pan", "fader/2..4: /slot/2..4/fader"]),
        ("fader/1..4: /slot/4..1/fader", "fader/4", ["fader/1..3: /slot/4..2/fader", "fader/4: /strip/3/pan"]),
        ("fader/1..4: {to: /slot/1..4/fader, takeover: jump}", "fader/2", ["fader/1: {to: /slot/1/fader, takeover: jump}", "fader/2: /strip/3/pan", "fader/3..4: {to: /slot/3..4/fader, takeover: jump}"]),
        ("fader/1..4: /selected/fader", "fader/2", ["fader/1: /selected/fader", "fader/2: /strip/3/pan", "fader/3..4: /selected/fader"]),
    ]

    @Test(arguments: ranges)
    func `a control is taken out of its range, and the others do what they did`(
        written: String, control: String, expected: [String]
    ) throws {
        let head = "mapping: 1\nname: Mine\ncontrols:\n  fader/1..4: {in: cc 1..4 ch 1}\nlayers:\n  mix:\n"
        let text = head + "    \(written)\n"
        let outcome = try #require(Self.edit(control).applied(to: text))
        #expect(outcome.text == head + expected.map { "    \($0)\n" }.joined())
        let braces =
            head.replacing("  mix:\n", with: "  mix: {") + written.replacing("   # all", with: "") + "}\n"
        let other = try #require(Self.edit(control).applied(to: braces))
        let before = try #require(MappingReader.read(text: text, file: "a.yaml").mapping)
        for changed in [outcome.text, other.text] {
            let (mapping, diagnostics) = MappingReader.read(text: changed, file: "a.yaml")
            #expect(diagnostics.map(\.message) == [])
            for name in before.controls.map(\.name) {
                let does = mapping?.assignments(for: name, layer: "mix").flatMap(\.actions).map(\.description)
                let did = before.assignments(for: name, layer: "mix").flatMap(\.actions).map(\.description)
                #expect(does == (name == control ? ["/strip/3/pan"] : did))
            }
        }
    }

    @Test(arguments: [
        "", "- a\n- b\n", "layers: [a, b]\n", "layers:\n  mix: {a: /x,\n    b: /y}\n  mix: {}\n", "\u{2028}",
        "extends: a\rlayers: b\r", "\u{FEFF}extends: a\n",
    ])
    func `what only its author can change is left alone`(text: String) {
        #expect(Self.edit("a").applied(to: text) == nil)
    }

    @Test(arguments: [
        "/strip/Lead: #2/fader", "toggle /strip/3/mute", "/strip/3/fader = -3 dB | 0 dB", "\"quoted\" \\ text", "- a",
        "/strip/Ünder/pan", "on", "~",
    ])
    func `any action stands there as it was said`(action: String) throws {
        for text in [Self.block, "layers: {mix: {b: /x}}\n", "extends: a\n"] {
            let outcome = try #require(Self.edit("fader/1", nil, "mix", action).applied(to: text))
            #expect(outcome.text.contains("fader/1: "))
        }
    }

    @Test func `each shipped mapping takes an assignment of each of its controls, as a file that extends it`() throws
    {
        let outcome = try #require(Self.edit("fader/1").changing("korg-nanokontrol2"))
        #expect(outcome.text.hasSuffix("extends: korg-nanokontrol2\nlayers:\n  mix:\n    fader/1: /strip/3/pan\n"))
        let again = try #require(Self.edit("knob/99", "{in: cc 99 ch 1}").applied(to: outcome.text))
        #expect(again.text.contains("    fader/1: /strip/3/pan\n    knob/99: /strip/3/pan\n"))
        #expect(again.text.contains("extends: korg-nanokontrol2\ncontrols:\n  knob/99: {in: cc 99 ch 1}\nlayers:\n"))
    }

    @Test func `a device without mapping gets one that passes check`() throws {
        let edit = Self.edit("knob/1", "{in: cc 9 ch 1}")
        for (client, index) in [("Odd \"One\" \\ *", 0), ("Plain", 1)] {
            let outcome = try #require(edit.beginning(name: client, client: client, index: index))
            let (mapping, diagnostics) = MappingReader.read(text: outcome.text, file: "odd.yaml")
            #expect(diagnostics.map(\.message) == [])
            let match = try #require(mapping?.matches.first)
            #expect(match.matches(.init(client: client, port: "any", index: index)))
        }
    }
}
