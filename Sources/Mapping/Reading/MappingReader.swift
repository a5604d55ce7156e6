import ControlSurfaces
import Texts

extension Section {
    // swift-format-ignore
    static let mapping = Section(name: "a mapping", words: [
        Keyword("mapping", "`1`", required: true, "version of this language", .words(["1"])),
        Keyword("name", "text", required: true, "what people call the device", .text),
        Keyword("about", "text", "one line for lists", .text),
        Keyword("extends", "name", "the mapping that this one changes: what is said here stands in the place of what it says, name by name; `none` takes a control or an assignment away", .text),
        Keyword("protocol", "`mcu` or `hui`", "a whole device that speaks Mackie Control or HUI, to be changed like one that is extended: its controls and layers are those of `mackie-control` and `hui`, and what holds in every layer stands in `desk`", .words(Inheritance.protocols.map(\.0))),
        Keyword("match", "list", "how the device is recognised; any of these; without it the mapping is used by its name", .list(.table("a match"))),
        Keyword("ports", "list", "how each port of a device with several is recognised, as in `match`; the first is `port: 1`. All of them are one surface", .list(.table("a match"))),
        Keyword("joins", "a word, or `none`", "devices whose mappings join the same word are one wide surface: one bank over all their strips, their layers and held buttons together", .text),
        Keyword("shares", "list of `bank`, `layer`, `buttons`", "what it shares with those that join the same; all three unless said", .list(.words(Share.allCases.map(\.rawValue)))),
        Keyword("place", "1 to 99", "where it stands in a wide surface, from the left; 50 unless said, and of equals in the order of their names", .whole(1...99)),
        Keyword("extenders", "0 to 8", "how many devices belong beside it; a missing one is said", .whole(0...8)),
        Keyword("banks", "table", "how banks move", .table("`banks`")),
        Keyword("on", "table", "actions that are done when something happens", .table("`on`")),
        Keyword("defaults", "table", "what holds for controls that do not say otherwise", .table("`defaults`")),
        Keyword("palette", "table", "numbers of the device's colours, by name or `#FF8000`: `{red: 5, green: 21}`; a colour that is not in it is the nearest that is", .named(.whole(0...127))),
        Keyword("setup", "list of hex bytes", "messages sent on connecting", .list(.text)),
        Keyword("farewell", "list of hex bytes", "messages sent before leaving", .list(.text)),
        Keyword("keepalive", "table", "what the device has to hear all the time", .table("`keepalive`")),
        Keyword("look", "list of rows", "where controls are on the device, row by row from the top: `fader/1..8 fader/master`; `-` is a gap", .list(.text)),
        Keyword("rate", "`usb`, `din`, `1000 bytes/s` or `200 messages/s`", "how fast the device may be sent to; `usb`, a message a millisecond, unless said", .text),
        Keyword("handshake", "table", "what the device is asked until it answers", .table("`handshake`")),
        Keyword("controls", "table", required: true, "what the device has", .named(.either([.table("a control"), .words(["none"])]))),
        Keyword("layers", "table", required: true, "what each control does; the first is where the device starts", .named(.table("a layer"))),
    ])
}

/// A mapping file to a ``DeviceMapping``, or all of its mistakes.
public enum MappingReader {
    /// The version of the language that this program reads.
    public static let version = 1

    /// Reads a mapping.
    ///
    /// - Parameters:
    ///   - text: contents of the file.
    ///   - file: its path as the user named it: for messages, and the name of the mapping (without folder and `.yaml`).
    ///   - base: finds the mapping that this one extends, by its name; `nil` if there is none.
    /// - Returns: the mapping if no diagnostic is an error; diagnostics in the order of the file.
    public static func read(
        text: String, file: String, base: @escaping (String) -> (text: String, file: String)? = { _ in nil }
    ) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        read(text: text, file: file, trees: BaseTrees(), base: base)
    }

    /// - Parameter trees: of mappings that are extended, to be used again for the next one.
    static func read(
        text: String, file: String, trees: BaseTrees, base: @escaping (String) -> (text: String, file: String)?
    ) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        let text = YAMLReader.withoutMark(text)
        let findings = Findings(file: file, text: text)
        let inheritance = Inheritance(findings: findings, find: base, trees: trees)
        let tree = YAMLReader.read(text, findings).flatMap { inheritance.whole($0) }
        let mapping = tree.flatMap { read($0, file, findings) }
        return (findings.hasErrors ? nil : mapping, findings.sorted())
    }

    private static func read(_ tree: YAMLTree, _ file: String, _ findings: Findings) -> DeviceMapping? {
        guard let table = TableReader(tree, .mapping, findings), checkVersion(table, "mapping", findings) else {
            return nil
        }
        var mapping = DeviceMapping(
            id: id(of: file), name: table.text("name")?.text ?? "", about: table.text("about")?.text ?? "", file: file
        )
        if let match = table.tree("match") { mapping.matches = MatchReader.read(match, "match", findings) }
        if let ports = table.tree("ports") { mapping.ports = MatchReader.read(ports, "ports", findings) }
        JoinReader.read(table, into: &mapping, findings)
        if let banks = table.tree("banks") { mapping.banks = BankRulesReader.read(banks, findings) }
        let words = DeviceWordReader(table: table, findings: findings)
        mapping.rate = words.rate()
        mapping.handshake = words.handshake()
        var saysTakeover = false
        if let defaults = table.tree("defaults") {
            (mapping.defaults, saysTakeover) = DefaultsReader.read(defaults, findings)
        }
        if let palette = table.tree("palette") { mapping.defaults.palette = ColourReader.palette(palette, findings) }
        mapping.setup = messages("setup", table, findings)
        mapping.farewell = messages("farewell", table, findings)
        if let tree = table.tree("keepalive") { mapping.keepAlive = KeepAliveReader.read(tree, findings) }
        var controls = ControlReader(defaults: mapping.defaults, findings: findings)
        if let tree = table.tree("controls") { controls.read(tree) }
        mapping.controls = controls.controls
        mapping.look = words.look(Set(mapping.controls.map(\.name)).union(controls.broken))
        guard let tree = table.tree("layers") else { return mapping }
        guard case .table(let layers, _) = tree, !layers.isEmpty else {
            findings.error("wrong-type", at: tree.location, "`layers` is \(tree.kind), expected a table of layers")
            return nil
        }
        let reader = LayerReader(
            controls: mapping.controls, broken: controls.broken, layerNames: layers.map(\.key.text),
            defaults: mapping.defaults,
            saysTakeover: saysTakeover,
            findings: findings)
        mapping.layers = reader.read(layers)
        if let hooks = table.tree("on") {
            mapping.hooks = HookReader(layers: Set(layers.map(\.key.text)), findings: findings).read(hooks)
        }
        MappingChecks(mapping: mapping, reader: controls, idle: reader.idle, findings: findings).run()
        return mapping
    }

    /// The file's name without folder and `.yaml`.
    static func id(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        for ending in [".yaml", ".yml"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
        return name
    }

    /// A file of a newer language would only give misleading messages.
    static func checkVersion(_ table: TableReader, _ key: String, _ findings: Findings) -> Bool {
        guard let text = table.text(key), text.text != String(version) else { return true }
        findings.error(
            "wrong-version", at: text.location,
            "this is version `\(text.text)` of the language, expected `\(version)`",
            help: "a newer Gainrider may read it")
        return false
    }

    static func messages(_ key: String, _ table: TableReader, _ findings: Findings) -> [[UInt8]] {
        guard let tree = table.tree(key) else { return [] }
        let items: [YAMLTree] = if case .list(let items, _) = tree { items } else { [tree] }
        return items.compactMap { item in
            guard case .text(let text) = item else {
                findings.error(
                    "wrong-type", at: item.location,
                    "`\(key)` has \(item.kind) in it, expected hex bytes such as `F0 7E 7F 06 01 F7`")
                return nil
            }
            guard let bytes = TextTemplateReader.bytes(text, findings) else { return nil }
            guard WholeMessages.isWhole(bytes) else {
                findings.error(
                    "wrong-bytes", at: text.location, "`\(text.text)` is not one or more whole MIDI messages")
                return nil
            }
            return bytes
        }
    }
}
