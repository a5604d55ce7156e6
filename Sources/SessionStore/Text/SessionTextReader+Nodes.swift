import MixModel
import Units
import Yams

extension SessionTextReader {
    /// A connection as it stands in the text.
    struct Link {
        enum Kind: String { case output, send, vca = "VCA" }
        let kind: Kind
        let node: Yams.Node
        /// Number of the bus or VCA that is connected; 0 for a strip, and for a bus that belongs to a VCA.
        let from: Int
        let to: Int
    }

    typealias Found = [String: Yams.Node]

    mutating func readStrip(_ node: Yams.Node, _ place: MixModel.Node) {
        var strip = Strip(name: "")
        defer { document.mix.strips.append(strip) }
        let sound = ["file", "fingerprint", "channels", "rate", "frames"]
        guard let found = readNode(node, place, "a strip", ["name"] + sound + ["output", "sends", "vcas"])
        else { return }
        strip.name = readName(found["name"], node, "a strip")
        strip.output = found["output"].flatMap { readLink($0, .output, from: 0) }
        strip.sends = readSends(found["sends"], from: 0)
        strip.vcas = readLinks(found["vcas"], from: 0)
        if sound.contains(where: { found[$0] != nil }) {
            strip.source = readSource(found, node, "a strip with a file")
        }
    }

    mutating func readBus(_ node: Yams.Node, _ place: MixModel.Node) {
        var bus = Bus(name: "")
        defer { document.mix.buses.append(bus) }
        guard let found = readNode(node, place, "a bus", ["name", "output", "sends", "vcas"]) else { return }
        let number = document.mix.buses.count + 1
        bus.name = readName(found["name"], node, "a bus")
        bus.output = found["output"].flatMap { readLink($0, .output, from: number) }
        bus.sends = readSends(found["sends"], from: number)
        bus.vcas = readLinks(found["vcas"], from: 0)
    }

    mutating func readVCA(_ node: Yams.Node, _ place: MixModel.Node) {
        var vca = VCA(name: "")
        defer { document.mix.vcas.append(vca) }
        guard let found = readNode(node, place, "a VCA", ["name", "vcas"]) else { return }
        vca.name = readName(found["name"], node, "a VCA")
        vca.vcas = readLinks(found["vcas"], from: document.mix.vcas.count + 1)
    }

    /// The entries of a node that are no parameters.
    private mutating func readNode(
        _ node: Yams.Node, _ place: MixModel.Node, _ what: String, _ known: [String]
    ) -> Found? {
        guard let entries = reader.entries(node, what) else { return nil }
        var found: Found = [:]
        for entry in entries {
            if known.contains(entry.key) {
                found[entry.key] = entry.value
            } else {
                readParameter(entry, place, known: known)
            }
        }
        return found
    }

    mutating func readName(_ name: Yams.Node?, _ owner: Yams.Node, _ what: String) -> String {
        guard let name else {
            reader.add(owner, "\(what) has no name", help: "add \"name: …\"")
            return ""
        }
        return reader.text(name, "name") ?? ""
    }

    private mutating func readSource(_ found: Found, _ node: Yams.Node, _ what: String) -> Source? {
        let parts = ["file", "fingerprint", "channels", "rate", "frames"]
        for part in parts where found[part] == nil {
            reader.add(node, "\"\(part)\" is missing", help: "\(what) has \(parts.joined(separator: ", "))")
        }
        guard let path = found["file"].flatMap({ reader.text($0, "file") }),
            let fingerprint = found["fingerprint"].flatMap({ reader.text($0, "fingerprint") }),
            let channels = found["channels"].flatMap({ reader.whole($0, "channels", 1...2) }),
            let rate = found["rate"].flatMap({ reader.whole($0, "rate", 1...1_000_000_000) }),
            let frames = found["frames"].flatMap({ reader.whole($0, "frames", 0...SessionSettings.frameLimit) })
        else { return nil }
        return Source(
            path: path, fingerprint: fingerprint, channels: Int(channels), sampleRate: Int(rate), frames: frames)
    }

    mutating func readReference(_ node: Yams.Node) {
        let known = ["file", "fingerprint", "channels", "rate", "frames"]
        guard let entries = reader.entries(node, "a reference") else { return }
        for entry in entries where !known.contains(entry.key) {
            reader.unknown(entry.key, entry.node, in: "a reference", known: known)
        }
        let found = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        if let source = readSource(found, node, "a reference") { document.mix.references.append(source) }
    }

    mutating func readTempo(_ node: Yams.Node) {
        guard let text = reader.text(node, "tempo") else { return }
        let range = SessionSettings.tempoRange
        guard let tempo = Double(text), range.contains(tempo) else {
            reader.add(
                node, "tempo is \"\(text)\"",
                help: "it is \(Int(range.lowerBound))…\(Int(range.upperBound)) quarter notes a minute")
            return
        }
        document.mix.tempo = tempo
    }
}
