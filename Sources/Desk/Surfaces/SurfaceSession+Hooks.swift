import Mapping
import MixModel
import Units

/// What the hooks of a device have seen.
struct SeenEvents: Equatable {
    var isRolling: Bool
    var selected: Node
    var bank: Int
    var layer: String

    /// Whether an event has happened since `before`; `nil`: the device was not there.
    func tells(_ event: Hook.Event, since before: SeenEvents?) -> Bool {
        guard let before else { return event == .connect }
        return switch event {
        case .connect: false
        case .start: isRolling && !before.isRolling
        case .stop: !isRolling && before.isRolling
        case .select: selected != before.selected
        case .bank: bank != before.bank
        case .layer: layer != before.layer
        }
    }
}

extension SurfaceSession {
    /// Does what mappings want done when something has happened. What comes of that is seen as well, and sets off nothing else.
    func followEvents(at frame: FramePosition) {
        let changed = surfaces.filter { $0.noted.seen != seen(by: $0) }
        guard !changed.isEmpty else { return }
        let before = changed.map { (surface: $0, was: $0.noted.seen, is: seen(by: $0)) }
        for (surface, was, now) in before {
            if now.tells(.select, since: was), companions(of: surface, sharing: .bank).first === surface {
                showSelection(on: surface, at: frame)
            }
            for event in Hook.Event.allCases where now.tells(event, since: was) { run(event, on: surface, at: frame) }
        }
        for surface in surfaces { surface.noted.seen = seen(by: surface) }
    }

    /// Of devices that are one surface only the leftmost that names the event does it; that a device has come it does itself.
    private func run(_ event: Hook.Event, on surface: Surface, at frame: FramePosition) {
        guard let hook = surface.mapping.hooks.first(where: { $0.event == event }) else { return }
        let first = companions(of: surface).first { $0.mapping.hooks.contains { $0.event == event } }
        guard event == .connect || first === surface else { return }
        for action in hook.actions {
            if let complaint = around.carryOut(.action(action), surface, frame) {
                say("\(surface.name): \(complaint)")
            }
        }
    }

    private func seen(by surface: Surface) -> SeenEvents {
        SeenEvents(
            isRolling: around.isRolling(), selected: around.selected(), bank: surface.bank,
            layer: surface.layer)
    }
}
