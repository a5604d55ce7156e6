public import Automation
import Engine
public import Mapping
public import MixModel
import SessionStore
import Units

extension Desk {
    /// Strips, then buses: what banks move over.
    var bankNodes: [Node] { document.mix.soundingNodes.filter { $0 != .master } }

    /// The node that is meant, if this session has it. A slot needs the surface whose bank it is in.
    public func node(_ reference: NodeReference, on surface: Surface? = nil) -> Node? {
        switch reference {
        case .slot(let number):
            let place = (surface?.bank ?? 0) + number - 1
            let nodes = bankNodes
            return nodes.indices.contains(place) ? nodes[place] : nil
        case .strip(let number): return existing(.strip(number))
        case .bus(let number): return existing(.bus(number))
        case .stripNamed(let name): return named(name, among: document.mix.strips.map(\.name)).map { .strip($0) }
        case .busNamed(let name): return named(name, among: document.mix.buses.map(\.name)).map { .bus($0) }
        case .master: return .master
        case .selected: return existing(selected)
        }
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
        case .node(let node): return document.mode(of: ParameterID(node, .fader))
        case .parameter(let id): return document.mode(of: id)
        case nil: return nil
        }
    }
}
