import Automation
import ControlSurfaces
import Mapping
import MixModel
import SessionStore
import Units

/// What the controls of a device have to show, by what the desk shows and what the device's layers say.
struct SurfaceFeedback {
    private let state: DeskState
    private let surface: Surface
    private let addresses: AddressResolver

    init(_ state: DeskState, _ surface: Surface) {
        self.state = state
        self.surface = surface
        addresses = state.addresses
    }

    /// The state of one control: what its assignment shows; nothing assigned is dark and still.
    func value(shownBy index: Int) -> FeedbackValue? {
        let spec = surface.controls[index].spec
        let assignments = surface.assignments(for: spec.name)
        guard let assignment = assignments.first(where: { $0.show != nil }), let show = assignment.show else {
            if surface.modifiers.contains(spec.name) {
                return .lamp(surface.held.union(surface.lent).contains(spec.name) ? .on : .off)
            }
            return spec.hasText ? .text("") : (spec.isMotorised ? nil : .lamp(.off))
        }
        if spec.hasText {
            if let touched = assignment.touched, isTouched(touched) { return .text(text(of: touched)) }
            return .text(text(of: show))
        }
        guard case .value(let target) = show, let id = parameter(target) else {
            if case .value = show, spec.isMotorised || spec.hasRing { return .travel(nil) }
            return assignment.lamp(isLit: isLit(show))
        }
        let position = state.position(of: id)
        if spec.isMotorised || spec.hasRing {
            return .travel(assignment.travel(position: position, of: id.role.spec))
        }
        return assignment.lamp(isLit: position >= 0.5)
    }

    private func parameter(_ target: Target) -> ParameterID? { addresses.parameter(target, bank: surface.view) }

    private func node(_ reference: NodeReference) -> Node? { addresses.node(reference, bank: surface.view) }

    private func mode(_ scope: AutomationScope) -> AutomationMode? {
        addresses.scope(scope, bank: surface.view).flatMap { state.mode(of: $0) }
    }

    private func isTouched(_ shown: Shown) -> Bool {
        guard case .value(let target) = shown, let id = parameter(target) else { return false }
        return state.isTouched(id)
    }

    private func text(of shown: Shown) -> String {
        switch shown {
        case .value(let target): parameter(target).map { $0.role.spec.text(at: state.position(of: $0)) } ?? ""
        case .name(let reference): node(reference).map(state.document.mix.name(of:)) ?? ""
        case .mode(let scope): mode(scope)?.rawValue ?? ""
        case .state(let action): state.holds(action, on: surface) ? "on" : "off"
        case .time: TimeText.minutes(state.position, sampleRate: state.sampleRate)
        case .text(let text): text
        }
    }

    private func isLit(_ shown: Shown) -> Bool {
        switch shown {
        case .state(let action): state.holds(action, on: surface)
        case .value(let target): parameter(target).map { state.position(of: $0) >= 0.5 } ?? false
        case .mode(let scope): mode(scope).map { $0 != .read && $0 != .off } ?? false
        case .name(let reference): node(reference) != nil
        case .time: state.transport.isRolling
        case .text(let text): !text.isEmpty
        }
    }
}

extension ControlSpec {
    var hasText: Bool {
        outputs.contains {
            switch $0 {
            case .text, .digit: true
            default: false
            }
        }
    }
    var hasRing: Bool {
        outputs.contains {
            switch $0 {
            case .ring, .row: true
            default: false
            }
        }
    }
}
