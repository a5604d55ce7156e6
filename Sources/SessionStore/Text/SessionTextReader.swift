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
    /// Where strips and buses name the bus they feed, checked when all are known.
    private var outputs: [(node: Yams.Node, from: MixModel.Node, to: Int)] = []

    private static let topLevel = [
        "gainrider", "sampleRate", "panLaw", "strips", "buses", "master", "lanes", "markers", "settings",
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
        // Strips and buses first: the rest refers to them.
        for (index, node) in (sections["strips"].flatMap { reader.list($0, "strips") } ?? []).enumerated() {
            readStrip(node, .strip(index + 1))
        }
        for (index, node) in (sections["buses"].flatMap { reader.list($0, "buses") } ?? []).enumerated() {
            readBus(node, .bus(index + 1))
        }
        checkOutputs()
        for entry in sections["master"].flatMap({ reader.entries($0, "master") }) ?? [] {
            readParameter(entry, .master, known: [])
        }
        for entry in sections["lanes"].flatMap({ reader.entries($0, "lanes") }) ?? [] { readLane(entry) }
        for node in sections["markers"].flatMap({ reader.list($0, "markers") }) ?? [] { readMarker(node) }
        for entry in sections["settings"].flatMap({ reader.entries($0, "settings") }) ?? [] { readSetting(entry) }
    }

    private mutating func readStrip(_ node: Yams.Node, _ place: MixModel.Node) {
        let known = ["name", "file", "fingerprint", "channels", "rate", "frames", "output"]
        var strip = Strip(name: "")
        defer { document.mix.strips.append(strip) }
        guard let entries = reader.entries(node, "a strip") else { return }
        var found: [String: Yams.Node] = [:]
        for entry in entries {
            if known.contains(entry.key) {
                found[entry.key] = entry.value
            } else {
                readParameter(entry, place, known: known)
            }
        }
        strip.name = readName(found["name"], node, "a strip")
        readOutput(found["output"], place, &strip.output)
        let parts = ["file", "fingerprint", "channels", "rate", "frames"]
        guard parts.contains(where: { found[$0] != nil }) else { return }
        for part in parts where found[part] == nil {
            reader.add(
                node, "\"\(part)\" is missing", help: "a strip with a file has \(parts.joined(separator: ", "))")
        }
        guard let path = found["file"].flatMap({ reader.text($0, "file") }),
            let fingerprint = found["fingerprint"].flatMap({ reader.text($0, "fingerprint") }),
            let channels = found["channels"].flatMap({ reader.whole($0, "channels", 1...2) }),
            let rate = found["rate"].flatMap({ reader.whole($0, "rate", 1...1_000_000_000) }),
            let frames = found["frames"].flatMap({ reader.whole($0, "frames", 0...SessionSettings.frameLimit) })
        else { return }
        strip.source = Source(
            path: path, fingerprint: fingerprint, channels: Int(channels), sampleRate: Int(rate), frames: frames)
    }

    private mutating func readBus(_ node: Yams.Node, _ place: MixModel.Node) {
        var bus = Bus(name: "")
        defer { document.mix.buses.append(bus) }
        guard let entries = reader.entries(node, "a bus") else { return }
        var found: [String: Yams.Node] = [:]
        for entry in entries {
            if ["name", "output"].contains(entry.key) {
                found[entry.key] = entry.value
            } else {
                readParameter(entry, place, known: ["name", "output"])
            }
        }
        bus.name = readName(found["name"], node, "a bus")
        readOutput(found["output"], place, &bus.output)
    }

    private mutating func readName(_ name: Yams.Node?, _ owner: Yams.Node, _ what: String) -> String {
        guard let name else {
            reader.add(owner, "\(what) has no name", help: "add \"name: …\"")
            return ""
        }
        return reader.text(name, "name") ?? ""
    }

    private mutating func readOutput(_ node: Yams.Node?, _ place: MixModel.Node, _ output: inout Int?) {
        guard let node, let number = reader.whole(node, "output", 1...9999) else { return }
        output = Int(number)
        outputs.append((node, place, Int(number)))
    }

    private mutating func checkOutputs() {
        let count = document.mix.buses.count
        for (node, from, to) in outputs {
            if to > count {
                reader.add(node, "output is bus \(to), but the session has \(document.mix.inventory)")
            } else if case .bus(let number) = from, to <= number {
                reader.add(node, "bus \(number) feeds bus \(to)", help: "a bus feeds a later bus or the master")
            }
        }
    }

    /// `mode` or a parameter of a strip, a bus, the master.
    private mutating func readParameter(
        _ entry: (key: String, node: Yams.Node, value: Yams.Node), _ place: MixModel.Node, known: [String]
    ) {
        if entry.key == "mode" {
            if let mode = readMode(entry.value) { document.modes.nodes[place] = mode }
            return
        }
        guard let role = Role(path: entry.key) else {
            let all = known + ["mode"] + Role.specs.map(\.path)
            reader.unknown(entry.key, entry.node, in: place.address, known: all)
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
