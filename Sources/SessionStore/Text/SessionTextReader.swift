import Automation
import MixModel
import Units
import Yams

extension SessionDocument {
    /// Reads a session as text, YAML or JSON. What ``yaml()`` and ``json()`` wrote gives the same document, bit for bit.
    ///
    /// - Parameters:
    ///   - text: the whole text.
    ///   - file: its name, for messages.
    /// - Throws: ``SessionStoreError/text(file:faults:)`` with all mistakes, in the order of the text.
    public static func load(text: String, file: String = "-") throws(SessionStoreError) -> SessionDocument {
        var reader = SessionTextReader()
        do throws(TextSyntaxError) {
            guard let root = try TextReader.tree(text) else {
                throw TextSyntaxError(fault: TextFault(line: 1, column: 1, message: "the session is empty"))
            }
            reader.read(root)
        } catch {
            throw .text(file: file, faults: [error.fault])
        }
        var faults = reader.reader.faults
        if faults.isEmpty {
            faults = reader.document.faults.map {
                TextFault(line: 1, column: 1, message: "\($0.place): \($0.message)")
            }
        }
        guard faults.isEmpty else {
            throw .text(file: file, faults: faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
        }
        return reader.document
    }
}

/// Reads the tree of a session's text.
struct SessionTextReader {
    var reader = TextReader()
    var document = SessionDocument(sampleRate: 48000)
    /// Where a node names what it is connected to, checked when all are known.
    var links: [Link] = []
    /// Names of all buses and VCAs, in their order: strips come before them in the text.
    var busNames: [String] = []
    var vcaNames: [String] = []

    private static let topLevel = [
        "gainrider", "sampleRate", "panLaw", "tempo", "strips", "buses", "vcas", "groups", "master", "references",
        "monitor", "lanes", "markers", "settings",
    ]

    mutating func read(_ root: Yams.Node) {
        guard let entries = reader.entries(root, "a session") else { return }
        for entry in entries where !Self.topLevel.contains(entry.key) {
            reader.unknown(entry.key, entry.node, in: "the session", known: Self.topLevel)
        }
        let sections = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        if let node = sections["gainrider"] {
            if let version = reader.whole(node, "gainrider", 1...(.max)), version > 1 {
                reader.add(
                    node, "the text has version \(version); this Gainrider reads version 1", help: "update Gainrider")
            }
        } else {
            reader.add(root, "\"gainrider: 1\" is missing", help: "it says that this is a session of Gainrider")
        }
        if let node = sections["sampleRate"] {
            let range = SessionSettings.sampleRateRange
            if let rate = reader.whole(node, "sampleRate", Int64(range.lowerBound)...Int64(range.upperBound)) {
                document.mix.sampleRate = Int(rate)
            }
        } else {
            reader.add(root, "\"sampleRate\" is missing", help: "frames per second, such as 48000")
        }
        if let node = sections["panLaw"], let law: PanLaw = reader.word(node, "panLaw") { document.mix.panLaw = law }
        if let node = sections["tempo"] { readTempo(node) }
        busNames = names(sections["buses"])
        vcaNames = names(sections["vcas"])
        // Strips, buses and VCAs first: the rest refers to them.
        for (index, node) in (sections["strips"].flatMap { reader.list($0, "strips") } ?? []).enumerated() {
            readStrip(node, .strip(index + 1))
        }
        for (index, node) in (sections["buses"].flatMap { reader.list($0, "buses") } ?? []).enumerated() {
            readBus(node, .bus(index + 1))
        }
        for (index, node) in (sections["vcas"].flatMap { reader.list($0, "vcas") } ?? []).enumerated() {
            readVCA(node, .vca(index + 1))
        }
        checkLinks()
        for node in sections["groups"].flatMap({ reader.list($0, "groups") }) ?? [] { readGroup(node) }
        for entry in sections["master"].flatMap({ reader.entries($0, "master") }) ?? [] {
            readParameter(entry, .master, known: [])
        }
        for node in sections["references"].flatMap({ reader.list($0, "references") }) ?? [] { readReference(node) }
        for entry in sections["monitor"].flatMap({ reader.entries($0, "monitor") }) ?? [] {
            readParameter(entry, .monitor, known: [])
        }
        for entry in sections["lanes"].flatMap({ reader.entries($0, "lanes") }) ?? [] { readLane(entry) }
        for node in sections["markers"].flatMap({ reader.list($0, "markers") }) ?? [] { readMarker(node) }
        for entry in sections["settings"].flatMap({ reader.entries($0, "settings") }) ?? [] { readSetting(entry) }
    }

    /// `mode` or a parameter of a node.
    mutating func readParameter(
        _ entry: (key: String, node: Yams.Node, value: Yams.Node), _ place: MixModel.Node, known: [String]
    ) {
        if entry.key == "mode", place != .monitor {
            if let mode = readMode(entry.value) { document.modes.nodes[place] = mode }
            return
        }
        guard let role = Role(path: entry.key), role.belongs(to: place) else {
            let all = known + (place == .monitor ? [] : ["mode"]) + Role.roles(of: place).map(\.spec.path)
            reader.unknown(entry.key, entry.node, in: place.address, known: all, help: Role(path: entry.key)?.whose)
            return
        }
        if let position = reader.position(entry.value, entry.key, role.spec) {
            document.mix[ParameterID(place, role)] = position
        }
    }

    /// The mode write is not taken from a text either: nobody wants to open a session that overwrites at once.
    private mutating func readMode(_ node: Yams.Node) -> AutomationMode? {
        let mode: AutomationMode? = reader.word(node, "mode")
        return mode?.stored
    }

    private mutating func readMarker(_ node: Yams.Node) {
        var marker = Marker(name: "", position: 0)
        var hasPosition = false
        for entry in reader.entries(node, "a marker") ?? [] {
            switch entry.key {
            case "name": marker.name = reader.text(entry.value, "name") ?? ""
            case "position":
                hasPosition = true
                marker.position = reader.whole(entry.value, "position", 0...SessionSettings.frameLimit) ?? 0
            default: reader.unknown(entry.key, entry.node, in: "a marker", known: ["position", "name"])
            }
        }
        if !hasPosition { reader.add(node, "a marker has no position", help: "add \"position: …\" in frames") }
        document.mix.markers.append(marker)
    }
}
