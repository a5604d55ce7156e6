import Automation
import MixModel
import Texts
import Units
import Yams

extension SessionDocument {
    /// Reads a session as text, YAML or JSON. What ``yaml()`` and ``json()`` wrote gives the same document, bit for bit.
    ///
    /// - Parameters:
    ///   - text: the whole text, 256 MiB at most.
    ///   - file: its name, for messages.
    ///   - sound: finds out about a file, by its path as the text gives it; asked where the text does not say all.
    /// - Throws: ``SessionStoreError/text(file:faults:)`` with all mistakes, in the order of the text.
    public static func load(
        text: String, file: String = "-",
        sound: (String) -> FoundSound = { _ in .nothing(reason: "nobody looked for it") }
    ) throws(SessionStoreError) -> SessionDocument {
        try withoutActuallyEscaping(sound) { sound throws(SessionStoreError) in
            try load(text, file, SessionTextReader(sound: sound))
        }
    }

    private static func load(
        _ text: String, _ file: String, _ reader: consuming SessionTextReader
    ) throws(SessionStoreError) -> SessionDocument {
        guard text.utf8.count <= TextReader.maximumBytes else {
            let message =
                "the text is \(text.utf8.count) bytes long; a session is at most \(TextReader.maximumBytes >> 20) MiB"
            throw .text(file: file, faults: [TextFault(line: 1, column: 1, message: message)])
        }
        var reader = reader
        do throws(TextSyntaxError) {
            let empty = reader
            try reader.read(PointLines(text))
            // Something looked like a list of points and is none: all of it by the parser.
            if reader.readLists.count != reader.pointLines.lists.count {
                reader = empty
                try reader.read(PointLines(plain: text))
            }
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
    let sound: (String) -> FoundSound
    var reader = TextReader()
    var document = SessionDocument(sampleRate: 48000)
    /// Where a node names what it is connected to, checked when all are known.
    var links: [Link] = []
    /// Lanes that were read, under their node or by their address.
    var seenLanes: Set<ParameterID> = []
    /// Names of all strips, buses and VCAs: whoever refers to one may stand before it in the text.
    var stripNames = NodeNames([])
    var busNames = NodeNames([])
    var vcaNames = NodeNames([])

    /// Long lists of points, which stand beside the tree, and those that have been read.
    var pointLines = PointLines(plain: "")
    var readLists: Set<Int> = []

    init(sound: @escaping (String) -> FoundSound) { self.sound = sound }

    fileprivate mutating func read(_ lines: PointLines) throws(TextSyntaxError) {
        pointLines = lines
        guard let root = try TextReader.tree(lines.text) else {
            throw TextSyntaxError(fault: TextFault(line: 1, column: 1, message: "the session is empty"))
        }
        read(root)
    }

    mutating func read(_ root: Yams.Node) {
        guard let entries = reader.entries(root, "a session") else { return }
        let known = Section.session
        for entry in entries where !known.names.contains(entry.key) {
            reader.unknown(entry.key, entry.node, in: known.name, known: known.names)
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
            if let rate = reader.whole(node, "sampleRate", range, units: [("kHz", 1000), ("Hz", 1)]) {
                document.mix.sampleRate = rate
                reader.sampleRate = rate
            }
        } else {
            reader.add(root, "\"sampleRate\" is missing", help: "frames per second, such as 48000")
        }
        if let node = sections["panLaw"], let law: PanLaw = reader.word(node, "panLaw") { document.mix.panLaw = law }
        if let node = sections["tempo"] { readTempo(node) }
        stripNames = NodeNames(names(sections["strips"]))
        busNames = NodeNames(names(sections["buses"]))
        vcaNames = NodeNames(names(sections["vcas"]))
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
            readNodePart(entry, .master, .master)
        }
        for node in sections["references"].flatMap({ reader.list($0, "references") }) ?? [] { readReference(node) }
        for entry in sections["monitor"].flatMap({ reader.entries($0, "monitor") }) ?? [] {
            readNodePart(entry, .monitor, .monitor)
        }
        for entry in sections["lanes"].flatMap({ reader.entries($0, "lanes") }) ?? [] { readLane(entry) }
        for node in sections["markers"].flatMap({ reader.list($0, "markers") }) ?? [] { readMarker(node) }
        for entry in sections["settings"].flatMap({ reader.entries($0, "settings") }) ?? [] { readSetting(entry) }
        for node in sections["snapshots"].flatMap({ reader.list($0, "snapshots") }) ?? [] { readSnapshot(node) }
        for node in sections["revisions"].flatMap({ reader.list($0, "revisions") }) ?? [] { readRevision(node) }
    }

    /// `mode`, `lanes`, `trims` or a parameter of a node.
    mutating func readNodePart(
        _ entry: (key: String, node: Yams.Node, value: Yams.Node), _ place: MixModel.Node, _ words: Section
    ) {
        if entry.key == "mode", place != .monitor {
            if let mode = readMode(entry.value) { document.modes.nodes[place] = mode }
            return
        }
        if readFlag(entry, .node(place)), place != .monitor { return }
        if entry.key == "lanes", place != .monitor {
            for lane in reader.entries(entry.value, "lanes") ?? [] { readLane(lane, of: place) }
            return
        }
        if entry.key == "trims", place != .monitor {
            for lane in reader.entries(entry.value, "trims") ?? [] { readTrim(lane, of: place) }
            return
        }
        guard let role = Role(path: entry.key), role.belongs(to: place) else {
            let help = Role(path: entry.key)?.whose
            reader.unknown(
                entry.key, entry.node, in: place.address,
                known: help == nil ? words.names + Role.roles(of: place).map(\.spec.path) : [], help: help)
            return
        }
        if let position = readValue(entry.value, entry.key, role) {
            document.mix[ParameterID(place, role)] = position
        }
    }

    /// A parameter's value; a key may be named by its strip.
    mutating func readValue(_ node: Yams.Node, _ what: String, _ role: Role) -> Float? {
        if role.isKey, case .scalar(let scalar) = node, !ReadNumber.isWhole(scalar.string) {
            guard let strip = stripNames.number(scalar.string) else {
                reader.add(
                    node, "there is no strip \"\(TextReader.shown(scalar.string))\"",
                    help: stripNames.known.isEmpty
                        ? "a name or a number" : TextReader.suggestion(scalar.string, stripNames.known))
                return nil
            }
            return Float(strip)
        }
        return reader.position(node, what, role.spec)
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
                marker.position = reader.place(entry.value, "position") ?? 0
            default:
                let known = Section.marker
                reader.unknown(entry.key, entry.node, in: known.name, known: known.names)
            }
        }
        if !hasPosition {
            reader.add(node, "a marker has no position", help: "add \"position: …\": a frame or a time")
        }
        document.mix.markers.append(marker)
    }
}
