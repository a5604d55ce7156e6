public import Automation
import Engine
public import Mapping
public import MixModel
import SessionStore
import Units

extension Desk {
    /// Strips, then buses, then VCAs: what banks move over.
    var bankNodes: [Node] { document.mix.nodes.filter { $0 != .master && $0 != .monitor } }

    /// The node that is meant, if this session has it. A slot needs the surface whose bank it is in.
    public func node(_ reference: NodeReference, on surface: Surface? = nil) -> Node? {
        switch reference {
        case .slot(let number):
            return bankNode((surface?.bank ?? 0) + number)
        case .strip(let number): return existing(.strip(number))
        case .bus(let number): return existing(.bus(number))
        case .stripNamed(let name): return named(name, among: document.mix.strips.map(\.name)).map { .strip($0) }
        case .busNamed(let name): return named(name, among: document.mix.buses.map(\.name)).map { .bus($0) }
        case .vca(let number): return existing(.vca(number))
        case .vcaNamed(let name): return named(name, among: document.mix.vcas.map(\.name)).map { .vca($0) }
        case .master: return .master
        case .monitor: return .monitor
        case .selected: return existing(selected)
        }
    }

    /// The n-th of ``bankNodes``, from 1, without making the list: every control asks for it many times a second.
    private func bankNode(_ number: Int) -> Node? {
        let (strips, buses) = (document.mix.strips.count, document.mix.buses.count)
        if number <= strips { return existing(.strip(number)) }
        if number <= strips + buses { return existing(.bus(number - strips)) }
        return existing(.vca(number - strips - buses))
    }

    private func existing(_ node: Node) -> Node? { document.mix.contains(node) ? node : nil }

    private func named(_ name: String, among names: [String]) -> Int? {
        (names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }).map { $0 + 1 }
    }

    /// The parameter that is meant, by the engine's index.
    func index(of target: Target, on surface: Surface? = nil) -> Int32? {
        switch target {
        case .touched: return touched
        case .parameter(let reference, let role):
            return node(reference, on: surface).flatMap { engine.index(of: ParameterID($0, role)) }
        case .send(let reference, let bus, let part):
            guard let node = node(reference, on: surface), let number = send(of: node, to: bus) else { return nil }
            return engine.index(of: ParameterID(node, .send(number, part)))
        }
    }

    /// The number of a node's send that feeds the bus of this name.
    private func send(of node: Node, to name: String) -> Int? {
        let mix = document.mix
        guard let bus = named(name, among: mix.buses.map(\.name)) else { return nil }
        return sends(of: node).firstIndex { $0 == bus }.map { $0 + 1 }
    }

    private func sends(of node: Node) -> [Int?] {
        switch node {
        case .strip(let number): document.mix.strips[number - 1].sends
        case .bus(let number): document.mix.buses[number - 1].sends
        case .master, .vca, .monitor: []
        }
    }

    /// Why a parameter is not there, for people.
    func absence(of target: Target, on surface: Surface? = nil) -> String {
        guard case .send(let reference, let bus, _) = target, let node = node(reference, on: surface) else {
            return "this session has no \(target.address)"
        }
        let names = document.mix.buses.map(\.name)
        guard named(bus, among: names) != nil else {
            let known = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
            return "this session has no bus `\(bus)` for \(target.address); \(known)"
        }
        return "\(document.mix.name(of: node)) has no send to \(bus); `session dump` shows its sends"
    }

    /// Says once a device and address that what a control should move is not there. Numbers and empty slots are no mistake:
    /// a mapping is made for sessions of any size.
    func tell(_ target: Target, on surface: Surface) {
        switch target {
        case .send(let reference, _, _): guard node(reference, on: surface) != nil else { return }
        case .parameter(.stripNamed, _), .parameter(.busNamed, _), .parameter(.vcaNamed, _): break
        case .parameter, .touched: return
        }
        let complaint = absence(of: target, on: surface)
        if surface.told.insert(complaint).inserted { say("\(surface.name): \(complaint)") }
    }

    /// The group that is meant, counted from 0.
    func group(_ reference: GroupReference) -> Int? {
        let groups = document.mix.groups
        switch reference {
        case .number(let number): return groups.indices.contains(number - 1) ? number - 1 : nil
        case .named(let name): return named(name, among: groups.map(\.name)).map { $0 - 1 }
        }
    }

    /// The parameter that is meant.
    public func parameter(_ target: Target, on surface: Surface? = nil) -> ParameterID? {
        index(of: target, on: surface).map { parameters[Int($0)].id }
    }

    func scope(_ scope: AutomationScope, on surface: Surface?) -> ModeScope? {
        switch scope {
        case .session: return .session
        case .node(let reference): return node(reference, on: surface).map { .node($0) }
        case .parameter(let target): return parameter(target, on: surface).map { .parameter($0) }
        }
    }

    /// The mode that a scope shows: that of its fader, for a node.
    public func mode(of scope: AutomationScope, on surface: Surface? = nil) -> AutomationMode? {
        switch self.scope(scope, on: surface) {
        case .session: return document.modes.session
        case .node(let node): return mode(ruling: ParameterID(node, .fader))
        case .parameter(let id): return mode(ruling: id)
        case nil: return nil
        }
    }
}
