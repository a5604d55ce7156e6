import Automation
import MixModel
import Units

/// Strips, buses, VCAs and groups as text, with the names of what they are connected to.
struct LinkNames {
    private let strips: NodeNames
    private let buses: NodeNames
    private let vcas: NodeNames

    init(_ mix: Mix) {
        strips = NodeNames(mix.strips.map(\.name))
        buses = NodeNames(mix.buses.map(\.name))
        vcas = NodeNames(mix.vcas.map(\.name))
    }

    typealias Entries = [(key: String, tree: TextTree)]

    func entries(_ strip: Strip) -> Entries {
        [("name", .name(strip.name))] + (strip.source.map(entries) ?? [])
            + links(strip.output, strip.sends, strip.vcas)
    }

    func entries(_ bus: Bus) -> Entries { [("name", .name(bus.name))] + links(bus.output, bus.sends, bus.vcas) }

    func entries(_ vca: VCA) -> Entries { [("name", .name(vca.name))] + links(nil, [], vca.vcas) }

    func entries(_ source: Source) -> Entries {
        [
            ("file", .name(source.path)), ("fingerprint", .name(source.fingerprint)),
            ("channels", .value("\(source.channels)")), ("rate", .value("\(source.sampleRate)")),
            ("frames", .value("\(source.frames)")),
        ]
    }

    func entries(_ group: Group) -> Entries {
        var entries: Entries = [("name", .name(group.name))]
        if !group.isOn { entries.append(("on", .value("off"))) }
        if !group.members.isEmpty { entries.append(("members", .row(group.members.map { member($0) }))) }
        if group.roles != Group(name: "").roles {
            entries.append(("roles", .row(group.roles.map { .value($0.spec.path) })))
        }
        return entries
    }

    func entries(_ snapshot: Snapshot) -> Entries {
        var entries: Entries = [("name", .name(snapshot.name))]
        if snapshot.fadeMilliseconds != 0 { entries.append(("fade", .value("\(snapshot.fadeMilliseconds) ms"))) }
        let scope = snapshot.scope
        let places =
            scope.nodes.sorted().map { member($0) } + scope.parameters.sorted().map { member($0.node, $0.role) }
        if !places.isEmpty { entries.append(("scope", .row(places))) }
        if !scope.kinds.isEmpty { entries.append(("kinds", .row(scope.kinds.sorted().map { .value($0.rawValue) }))) }
        let values = Dictionary(grouping: snapshot.positions.keys, by: \.node).sorted { $0.key < $1.key }
        guard !values.isEmpty else { return entries }
        let tables = values.map { node, ids -> TextTree in
            .map([("of", member(node))] + ids.sorted().map { ($0.role.spec.path, value(snapshot[$0], $0.role)) })
        }
        return entries + [("values", .list(tables))]
    }

    /// - Parameter role: a parameter of the node; `nil`: the node itself.
    private func member(_ node: Node, _ role: Role? = nil) -> TextTree {
        let path = role.map { "/" + $0.spec.path } ?? ""
        func address(_ root: String, _ reference: TextTree) -> TextTree {
            switch reference {
            case .name(let name): .name("/\(root)/\(name)\(path)")
            default: .value(node.address + path)
            }
        }
        return switch node {
        case .strip(let number): address("strip", strips.reference(number))
        case .bus(let number): address("bus", buses.reference(number))
        case .vca(let number): address("vca", vcas.reference(number))
        case .master, .monitor: .value(node.address + path)
        }
    }

    private func links(_ output: Int?, _ sends: [Int?], _ members: [Int]) -> Entries {
        var entries: Entries = []
        if let output { entries.append(("output", buses.reference(output))) }
        if !sends.isEmpty { entries.append(("sends", .row(sends.map { $0.map(buses.reference) ?? .none }))) }
        if !members.isEmpty { entries.append(("vcas", .row(members.map(vcas.reference)))) }
        return entries
    }

    /// A parameter's value with its unit; a key goes by the name of its strip.
    func value(_ position: Float, _ role: Role) -> TextTree {
        if let key = key(position, role) { return key }
        let text = LaneText.exact(position, role.spec)
        return .value(ReadNumber.decimal(text) != nil || text == "-inf" ? text + role.spec.suffix : text)
    }

    /// A value of a lane, without its unit.
    func pointValue(_ position: Float, _ role: Role) -> TextTree {
        key(position, role) ?? .value(LaneText.exact(position, role.spec))
    }

    private func key(_ position: Float, _ role: Role) -> TextTree? {
        guard role.isKey, let number: Int = ReadNumber.nearest(Double(position), in: 1...strips.names.count + 1)
        else {
            return nil
        }
        return strips.reference(number)
    }
}

extension Revision {
    var entries: LinkNames.Entries {
        var entries: LinkNames.Entries = [("name", .name(name))]
        if !note.isEmpty { entries.append(("note", .name(note))) }
        return entries + [("time", .value("\(time)")), ("session", .text(session))]
    }
}

extension Role {
    /// Whether its value is the number of a strip.
    var isKey: Bool { self == .compKey }
}
