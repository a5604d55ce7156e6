public import Automation
import Engine
public import Mapping
public import MixModel
import SessionStore

extension Desk {
    /// What addresses mean now.
    public var addresses: AddressResolver {
        AddressResolver(mix: document.mix, selected: selected, touched: touched.map { automation.id(of: $0) })
    }

    /// What a performance names and this session does not have.
    public func misfits(of performance: Performance) -> [Diagnostic] { addresses.misfits(of: performance) }

    /// The node that is meant, if this session has it. A slot needs the surface whose bank it is in.
    public func node(_ reference: NodeReference, on surface: Surface? = nil) -> Node? {
        addresses.node(reference, bank: surface?.view ?? 0)
    }

    /// The parameter that is meant.
    public func parameter(_ target: Target, on surface: Surface? = nil) -> ParameterID? {
        addresses.parameter(target, bank: surface?.view ?? 0)
    }

    /// The parameter that is meant, by the engine's index.
    func index(of target: Target, on surface: Surface? = nil) -> Int32? {
        parameter(target, on: surface).flatMap { engine.index(of: $0) }
    }

    func scope(_ scope: AutomationScope, on surface: Surface?) -> ModeScope? {
        addresses.scope(scope, bank: surface?.view ?? 0)
    }

    /// The mode that a scope shows: that of its fader, for a node.
    public func mode(of scope: AutomationScope, on surface: Surface? = nil) -> AutomationMode? {
        switch self.scope(scope, on: surface) {
        case .session: document.modes.session
        case .node(let node): automation.mode(ruling: ParameterID(node, .fader))
        case .parameter(let id): automation.mode(ruling: id)
        case nil: nil
        }
    }
}

extension Desk {
    /// Whether an action's outcome is the present state.
    func holds(_ action: Action) -> Bool { state.holds(action) }
}
