import MixModel
import Texts
import Units
import Yams

extension SessionTextReader {
    /// The names in a list of nodes, before the list is read: an unreadable name is empty here, and told later.
    func names(_ list: Yams.Node?) -> [String] {
        guard case .sequence(let nodes)? = list, nodes.count <= Section.limits.values.max() ?? 0 else {
            return []
        }
        return nodes.map { node in
            guard case .mapping(let mapping) = node, case .scalar(let name)? = mapping["name"] else { return "" }
            return name.string
        }
    }

    /// A bus by name or number, or a VCA. Whether it may be connected is checked when all are known.
    mutating func readLink(_ node: Yams.Node, _ kind: Link.Kind, from: Int) -> Int? {
        let what = kind == .vca ? "VCA" : "bus"
        let names = kind == .vca ? vcaNames : busNames
        guard let text = reader.text(node, kind.rawValue) else { return nil }
        guard let number = names.number(text) else {
            reader.add(
                node, "there is no \(what) \"\(TextReader.shown(text))\"",
                help: names.known.isEmpty ? "a name or a number" : TextReader.suggestion(text, names.known))
            return nil
        }
        links.append(Link(kind: kind, node: node, from: from, to: number))
        return number
    }

    /// A bus, or `master` where no bus has that name.
    mutating func readOutput(_ node: Yams.Node, from: Int) -> Int? {
        if case .scalar(let scalar) = node, scalar.string == "master", busNames.number("master") == nil { return nil }
        return readLink(node, .output, from: from)
    }

    /// `[Reverb, ~, Delay]`: names or numbers of buses by send; `~` for a send that feeds nothing.
    mutating func readSends(_ node: Yams.Node?, from: Int) -> [Int?] {
        guard let node, let parts = reader.list(node, "sends") else { return [] }
        guard parts.count <= Role.sendCount else {
            reader.add(node, "sends has \(parts.count) parts", help: "there are \(Role.sendCount) sends")
            return []
        }
        return parts.map { part in
            if case .scalar(let scalar) = part, NodeNames.nothing.contains(scalar.string) { return nil }
            return readLink(part, .send, from: from)
        }
    }

    /// `[Drums, Band]`: names or numbers of VCAs.
    mutating func readLinks(_ node: Yams.Node?, from: Int) -> [Int] {
        guard let node, let parts = reader.list(node, "vcas") else { return [] }
        return parts.compactMap { readLink($0, .vca, from: from) }
    }

    /// Strips, buses and VCAs are known now.
    mutating func checkLinks() {
        let mix = document.mix
        for link in links {
            let count = link.kind == .vca ? mix.vcas.count : mix.buses.count
            if link.to > count {
                let what = link.kind == .vca ? "VCA" : "bus"
                reader.add(
                    link.node, "\(link.kind.rawValue) is \(what) \(link.to), but the session has \(mix.inventory)")
            } else if link.to <= link.from {
                switch link.kind {
                case .output:
                    reader.add(
                        link.node, "bus \(link.from) feeds bus \(link.to)",
                        help: "a bus feeds a later bus or the master")
                case .send:
                    reader.add(
                        link.node, "bus \(link.from) sends to bus \(link.to)",
                        help: "a bus sends to later buses only")
                case .vca:
                    reader.add(
                        link.node, "VCA \(link.from) is a member of VCA \(link.to)",
                        help: "a VCA is a member of later VCAs only")
                }
            }
        }
    }

    mutating func readGroup(_ node: Yams.Node) {
        var group = Group(name: "")
        guard let entries = reader.entries(node, "a group") else { return }
        var name: Yams.Node?
        for entry in entries {
            switch entry.key {
            case "name": name = entry.value
            case "on": group.isOn = reader.flag(entry.value, "on") ?? true
            case "members":
                group.members = (reader.list(entry.value, "members") ?? []).compactMap { readMember($0) }
            case "roles": group.roles = (reader.list(entry.value, "roles") ?? []).compactMap { readRole($0) }
            default:
                let known = Section.group
                reader.unknown(entry.key, entry.node, in: known.name, known: known.names)
            }
        }
        group.name = readName(name, node, "a group")
        document.mix.groups.append(group)
    }

    /// `/strip/3`, `/bus/Reverb`, `/master`.
    private mutating func readMember(_ node: Yams.Node) -> MixModel.Node? {
        guard let text = reader.text(node, "a member") else { return nil }
        guard let member = MixModel.Node(address: text) ?? named(text) else {
            reader.add(
                node, "there is no \"\(TextReader.shown(text))\"",
                help: "a member is such as /strip/1, /bus/Reverb or /master")
            return nil
        }
        if let fault = document.mix.memberFault(member) {
            reader.add(node, fault)
            return nil
        }
        return member
    }

    func named(_ address: String) -> MixModel.Node? {
        func number(_ root: String, _ names: NodeNames) -> Int? {
            // By scalars: a mark at the beginning of a name would join the slash before it.
            guard address.unicodeScalars.starts(with: root.unicodeScalars) else { return nil }
            return names.number(String(address.unicodeScalars.dropFirst(root.unicodeScalars.count)))
        }
        return number("/strip/", stripNames).map { .strip($0) } ?? number("/bus/", busNames).map { .bus($0) }
            ?? number("/vca/", vcaNames).map { .vca($0) }
    }

    private mutating func readRole(_ node: Yams.Node) -> Role? {
        guard let text = reader.text(node, "a role") else { return nil }
        guard let role = Role(path: text) else {
            reader.add(
                node, "no parameter is called \"\(TextReader.shown(text))\"",
                help: TextReader.suggestion(text, Role.specs.map(\.path)))
            return nil
        }
        if let fault = document.mix.linkFault(role) {
            reader.add(node, fault)
            return nil
        }
        return role
    }
}

extension Role {
    /// Who has the parameter, for a message to somebody who looked for it elsewhere.
    var whose: String {
        let kinds: [(NodeKinds, String)] = [
            (.strips, "strips"), (.buses, "buses"), (.vcas, "VCAs"), (.master, "the master"),
            (.monitor, "the monitor"),
        ]
        let owners = kinds.filter { nodes.contains($0.0) }.map(\.1)
        return
            "only \(owners.joined(separator: ", ")) \(owners == ["the master"] || owners == ["the monitor"] ? "has" : "have") it"
    }
}
