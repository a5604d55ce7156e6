import Automation
public import Mapping
import MixModel
import SessionStore
import Units

/// Whether an action's outcome holds already.
extension DeskState {
    /// - Parameter surface: whose bank, layer and switches count; `nil`: none.
    public func holds(_ action: Action, on surface: Surface? = nil) -> Bool {
        func present(_ target: Target) -> Float? {
            addresses.parameter(target, bank: surface?.view ?? 0).map { position(of: $0) }
        }
        return switch action {
        case .set(let target, let wanted): present(target).map { $0 == wanted } ?? false
        case .toggle(let target), .momentary(let target), .follow(let target), .step(let target, _),
            .cycle(let target, _):
            present(target).map { $0 >= 0.5 } ?? false
        case .command(let command): holds(command, on: surface)
        }
    }

    private func holds(_ command: Command, on surface: Surface?) -> Bool {
        let bank = surface?.view ?? 0
        return switch command {
        case .fixed(let word, let switching):
            word.row.lit?(LampState(state: self, surface: surface)) == (switching != .off)
        case .speed(.set(let speed)): transport.speed == speed
        case .mode(let scope, let mode): addresses.scope(scope, bank: bank).flatMap { self.mode(of: $0) } == mode
        case .automation(let scope, let order):
            addresses.scope(scope, bank: bank).map { holds(order, of: $0) } ?? false
        case .enable(let kind, let switching): document.settings.disabled.contains(kind) == (switching == .off)
        case .layer(let name), .heldLayer(let name): surface?.layer == name
        case .select(let reference): addresses.node(reference, bank: bank) == selected
        case .group(let reference, let switching):
            addresses.group(reference).map { mix.groups[$0].isOn == (switching != .off) } ?? false
        case .recallSnapshot(.named(let name)): lastSnapshot == name
        case .recallSnapshot(.number(let number)):
            document.snapshots.indices.contains(number - 1) && document.snapshots[number - 1].name == lastSnapshot
        case .listenToRevision(.named(let name)): listenedRevision == name
        case .listenToRevision(.number(let number)):
            document.revisions.indices.contains(number - 1)
                && document.revisions[number - 1].name == listenedRevision
        case .pin(let slot, let switching): (surface?.view.pins[slot] != nil) == (switching != .off)
        default: false
        }
    }

    /// Something is soloed, or listened to like it. Asked for at every turn of the desk, so it reads no more.
    var isSoloing: Bool {
        mix.nodes.contains { node in
            Desk.solos.contains { role in
                let id = ParameterID(node, role)
                return role.belongs(to: node) && (gates[id]?.target ?? rendered(id)) >= 0.5
            }
        }
    }

    /// The revision that is heard in place of the mix.
    private var listenedRevision: String? {
        let source = Int(position(of: ParameterID(.monitor, .monitorSource)))
        return revisionsReady.first { $0.number == source }?.name
    }

    private func holds(_ order: AutomationOrder, of scope: ModeScope) -> Bool {
        let own = document.flags[scope.place] ?? []
        return switch order {
        case .safe(let switching): own.contains(.safe) == (switching != .off)
        case .suspend(let switching): own.contains(.suspended) == (switching != .off)
        case .trim(let switching): own.contains(.trim) == (switching != .off)
        case .coalesceTrim, .glideOverPunch: false
        case .writeTo(let range, _): writesAtStop.contains(WriteAtStop(range: range, scope: scope))
        }
    }
}
