import ControlSurfaces

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
