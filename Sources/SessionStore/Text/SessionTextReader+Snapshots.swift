import Automation
import MixModel
import Texts
import Units
import Yams

/// What was kept of the session under a name.
extension SessionTextReader {
    mutating func readSnapshot(_ node: Yams.Node) {
        let known = Section.snapshot
        guard let entries = reader.entries(node, known.name) else { return }
        let found = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        for entry in entries where !known.names.contains(entry.key) {
            reader.unknown(entry.key, entry.node, in: known.name, known: known.names)
        }
        var snapshot = Snapshot(name: readName(found["name"], node, known.name))
        if let fade = found["fade"] {
            let units = [(text: "ms", factor: 1.0), (text: "min", factor: 60_000), (text: "s", factor: 1000)]
            snapshot.fadeMilliseconds = reader.whole(fade, "fade", Snapshot.fadeRange, units: units) ?? 0
        }
        for place in found["scope"].flatMap({ reader.list($0, "scope") }) ?? [] {
            readPlace(place, into: &snapshot.scope)
        }
        for node in found["kinds"].flatMap({ reader.list($0, "kinds") }) ?? [] {
            let kind: ParameterKind? = reader.word(node, "a kind of parameters")
            if let kind { snapshot.scope.kinds.insert(kind) }
        }
        for table in found["values"].flatMap({ reader.list($0, "values") }) ?? [] { readValues(table, of: &snapshot) }
        document.snapshots.append(snapshot)
    }

    /// `/strip/Lead Vox`, `/strip/Lead Vox/fader`.
    private mutating func readPlace(_ node: Yams.Node, into scope: inout Snapshot.Scope) {
        guard let text = reader.text(node, "a place") else { return }
        guard let (place, role) = place(text) else {
            reader.add(
                node, "there is no \"\(TextReader.shown(text))\"",
                help: "a scope is such as /strip/1, /bus/Reverb, /master or /strip/1/fader")
            return
        }
        if !exists(place, node) { return }
        if let role { scope.parameters.insert(ParameterID(place, role)) } else { scope.nodes.insert(place) }
    }

    /// A node, and the parameter of it that is meant. A name may have slashes of its own: the longest one that is known counts.
    private func place(_ text: String) -> (MixModel.Node, Role?)? {
        if let node = MixModel.Node(address: text) ?? named(text) { return (node, nil) }
        if let id = ParameterID(address: text) { return (id.node, id.role) }
        for slash in text.indices.reversed() where text[slash] == "/" {
            guard let node = named(String(text[..<slash])) else { continue }
            let role = Role(path: text[text.index(after: slash)...])
            return role.flatMap { $0.belongs(to: node) ? (node, $0) : nil }
        }
        return nil
    }

    private mutating func exists(_ place: MixModel.Node, _ node: Yams.Node) -> Bool {
        if place == .monitor { reader.add(node, "the monitors are in no snapshot") }
        guard document.mix.contains(place) else {
            reader.add(node, "there is no \(place.address); the session has \(document.mix.inventory)")
            return false
        }
        return place != .monitor
    }

    /// `{of: /strip/Lead Vox, fader: -6 dB}`.
    private mutating func readValues(_ node: Yams.Node, of snapshot: inout Snapshot) {
        guard let entries = reader.entries(node, "the values of a node") else { return }
        guard let of = entries.first(where: { $0.key == "of" })?.value else {
            reader.add(node, "\"of\" is missing", help: "it says whose values these are: of: /strip/1")
            return
        }
        guard let text = reader.text(of, "of") else { return }
        guard let (place, role) = place(text), role == nil else {
            reader.add(
                of, "there is no \"\(TextReader.shown(text))\"",
                help: "values are of such as /strip/1, /bus/Reverb or /master")
            return
        }
        guard exists(place, of) else { return }
        for entry in entries where entry.key != "of" {
            guard let role = Role(path: entry.key), role.belongs(to: place) else {
                let help = Role(path: entry.key)?.whose
                reader.unknown(
                    entry.key, entry.node, in: place.address,
                    known: help == nil ? Role.roles(of: place).map(\.spec.path) : [], help: help)
                continue
            }
            let id = ParameterID(place, role)
            guard snapshot.scope.covers(id) else {
                reader.add(
                    entry.node, "\(entry.key) of \(text) is not in the snapshot's scope", help: "add it to the scope")
                continue
            }
            if let position = readValue(entry.value, entry.key, role) { snapshot[id] = position }
        }
    }

    mutating func readRevision(_ node: Yams.Node) {
        let known = Section.revision
        guard let entries = reader.entries(node, known.name) else { return }
        let found = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        for entry in entries where !known.names.contains(entry.key) {
            reader.unknown(entry.key, entry.node, in: known.name, known: known.names)
        }
        let name = readName(found["name"], node, known.name)
        let note = found["note"].flatMap { reader.text($0, "note") } ?? ""
        guard let time = found["time"], let session = found["session"] else {
            let missing = found["time"] == nil ? "time" : "session"
            reader.add(node, "\(known.name) has no \(missing)", help: "add \"\(missing): …\"")
            return
        }
        guard let seconds = reader.whole(time, "time", Revision.times),
            let text = reader.text(session, "session")
        else { return }
        document.revisions.append(Revision(name: name, note: note, time: seconds, session: text))
    }
}
