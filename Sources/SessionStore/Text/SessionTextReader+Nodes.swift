import MixModel
import Texts
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
        guard let found = readNode(node, place, .strip) else { return }
        strip.name = readName(found["name"], node, "a strip")
        strip.output = found["output"].flatMap { readOutput($0, from: 0) }
        strip.sends = readSends(found["sends"], from: 0)
        strip.vcas = readLinks(found["vcas"], from: 0)
        if found["file"] != nil || Section.sound.contains(where: { found[$0.name] != nil }) {
            strip.source = readSource(found, node, "a strip with a sound")
        }
    }

    mutating func readBus(_ node: Yams.Node, _ place: MixModel.Node) {
        var bus = Bus(name: "")
        defer { document.mix.buses.append(bus) }
        guard let found = readNode(node, place, .bus) else { return }
        let number = document.mix.buses.count + 1
        bus.name = readName(found["name"], node, "a bus")
        bus.output = found["output"].flatMap { readOutput($0, from: number) }
        bus.sends = readSends(found["sends"], from: number)
        bus.vcas = readLinks(found["vcas"], from: 0)
    }

    mutating func readVCA(_ node: Yams.Node, _ place: MixModel.Node) {
        var vca = VCA(name: "")
        defer { document.mix.vcas.append(vca) }
        guard let found = readNode(node, place, .vca) else { return }
        vca.name = readName(found["name"], node, "a VCA")
        vca.vcas = readLinks(found["vcas"], from: document.mix.vcas.count + 1)
    }

    /// The entries of a node that are no parameters.
    private mutating func readNode(
        _ node: Yams.Node, _ place: MixModel.Node, _ words: Section
    ) -> Found? {
        guard let entries = reader.entries(node, words.name) else { return nil }
        var found: Found = [:]
        for entry in entries {
            if words.words.contains(where: { $0.name == entry.key }), !Section.master.names.contains(entry.key) {
                found[entry.key] = entry.value
            } else {
                readNodePart(entry, place, words)
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

    /// What the text says about a sound; what it does not say is found out.
    private mutating func readSource(_ found: Found, _ node: Yams.Node, _ what: String) -> Source? {
        guard let file = found["file"] else {
            reader.add(node, "\"file\" is missing", help: "\(what) has a file; the rest is found out")
            return nil
        }
        guard let path = reader.text(file, "file") else { return nil }
        func said<Number: FixedWidthInteger>(_ key: String, _ range: ClosedRange<Number>) -> Number?? {
            found[key].map { reader.whole($0, key, range) }
        }
        let fingerprint = found["fingerprint"].map { reader.text($0, "fingerprint") }
        let channels: Int?? = said("channels", 1...2)
        let rate: Int?? = said("rate", 1...1_000_000_000)
        let frames: Int64?? = said("frames", 0...SessionSettings.frameLimit)
        // Given and wrong: reported already.
        if fingerprint == .some(nil) || channels == .some(nil) || rate == .some(nil) || frames == .some(nil) {
            return nil
        }
        if let fingerprint = fingerprint ?? nil, let channels = channels ?? nil, let rate = rate ?? nil,
            let frames = frames ?? nil
        {
            return Source(
                path: path, fingerprint: fingerprint, channels: channels, sampleRate: rate, frames: frames)
        }
        switch reader.isFull ? .nothing(reason: "") : sound(path) {
        case .source(let source):
            return Source(
                path: source.path, fingerprint: (fingerprint ?? nil) ?? source.fingerprint,
                channels: (channels ?? nil) ?? source.channels,
                sampleRate: (rate ?? nil) ?? source.sampleRate,
                frames: (frames ?? nil) ?? source.frames)
        case .nothing(let reason):
            let unsaid = Section.sound.map(\.name).filter { found[$0] == nil }.joined(separator: ", ")
            reader.add(file, "\(unsaid) of \"\(TextReader.shown(path))\" cannot be found out: \(reason)")
            return nil
        }
    }

    mutating func readReference(_ node: Yams.Node) {
        let words = Section.reference
        guard let entries = reader.entries(node, words.name) else { return }
        for entry in entries where !words.names.contains(entry.key) {
            reader.unknown(entry.key, entry.node, in: words.name, known: words.names)
        }
        let found = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        if let source = readSource(found, node, words.name) { document.mix.references.append(source) }
    }

    mutating func readTempo(_ node: Yams.Node) {
        guard let text = reader.text(node, "tempo") else { return }
        let range = SessionSettings.tempoRange
        guard let tempo = TextReader.number(text, units: [("bpm", 1)]), range.contains(tempo) else {
            let limits = "\(LaneText.plain(range.lowerBound))…\(LaneText.plain(range.upperBound))"
            reader.add(
                node, "tempo is \"\(TextReader.shown(text))\"", help: "it is \(limits) quarter notes a minute")
            return
        }
        document.mix.tempo = tempo
    }
}
