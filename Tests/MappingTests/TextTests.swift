import ControlSurfaces
import Mapping
import Testing

@Suite struct `Text of a file` {
    static let lines = [
        "mapping: 1", "name: Größe", "controls: {a: {in: cc 1}}", "layers:", "  m: {a: /slot/1/pän}", "",
    ]

    // swift-format-ignore
    static let endings: [(String, String)] = [("line feeds", "\n"), ("carriage returns and line feeds", "\r\n")]

    @Test(arguments: endings)
    func `may have any line ends and letters`(what: String, end: String) throws {
        let (_, diagnostics) = MappingReader.read(text: Self.lines.joined(separator: end), file: "t.yaml")
        #expect(
            diagnostics.map(\.description) == [
                """
                t.yaml:5:18: error: no parameter `/slot/1/pän` [unknown-address]
                     5 |   m: {a: /slot/1/pän}
                       |                  ^~~
                  help: did you mean `pan`?
                """
            ])
    }

    @Test func `may begin with a byte order mark`() {
        let text = "\u{FEFF}" + Self.lines.joined(separator: "\n").replacing("ä", with: "a")
        let (mapping, diagnostics) = MappingReader.read(text: text, file: "t.yaml")
        #expect(diagnostics == [])
        #expect(mapping?.name == "Größe")
    }

    @Test func `is text and never a number or a boolean`() {
        let text =
            "mapping: 1\nname: 12:30\nabout: no\ncontrols: {on: {in: cc 010}}\nlayers: {off: {on: /slot/1/pan}}\n"
        let mapping = MappingReader.read(text: text, file: "t.yaml").mapping
        #expect(mapping?.name == "12:30")
        #expect(mapping?.about == "no")
        #expect(mapping?.control(named: "on")?.input == .controlChange(10, channel: nil))
        #expect(mapping?.layers.map(\.name) == ["off"])
    }

    @Test func `with a tab says so`() {
        let (_, diagnostics) = MappingReader.read(text: "mapping: 1\ncontrols:\n\ta: 1\n", file: "t.yaml")
        #expect(diagnostics.first?.help == "YAML indents with spaces; this line has a tab")
        #expect(diagnostics.first?.location.line == 3)
    }

    // swift-format-ignore
    static let helps: [(String, String?)] = [
        ("shift mute/1: /transport/play", "write `shift + mute/1` for both together"),
        ("mutt/1: /transport/play", "did you mean `mute/1`?"),
        ("mute/1: toggle /slot/1/fader", "write `/slot/1/fader = 0 dB` or `/slot/1/fader += 1 dB`"),
        ("mute/1: /slot/1/mute", "write `toggle /slot/1/mute` or `momentary /slot/1/mute`"),
        ("mute/1: /slot/1/fader", "write `/slot/1/fader = 0 dB`, or `/slot/1/fader += …`"),
        ("mute/1: /slot/1/mode = tuoch", "did you mean `touch`?"),
        ("mute/1: layer mx", "did you mean `m`?"),
        ("mute/1: {too: /transport/play}", "did you mean `to`?"),
    ]

    @Test(arguments: helps)
    func `that is wrong gets help`(line: String, help: String?) {
        let text =
            "mapping: 1\nname: n\ncontrols: {mute/1: {in: note 1}, shift: {in: note 2}}\nlayers:\n  m:\n    shift + mute/1: /transport/stop\n    \(line)\n"
        let errors = MappingReader.read(text: text, file: "t.yaml").diagnostics.filter { $0.severity == .error }
        #expect(errors.first?.help == help)
    }
}
