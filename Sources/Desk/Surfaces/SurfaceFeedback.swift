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
    private let meters: DeskMeters?

    /// - Parameter meters: of the nodes; `nil`: there are none.
    init(_ state: DeskState, _ surface: Surface, meters: DeskMeters? = nil) {
        self.state = state
        self.meters = meters
        self.surface = surface
        addresses = state.addresses
        if surface.controls.contains(where: \.spec.hasText) { surface.output.names.update(state.document.mix) }
    }

    /// The state of one control: what its assignment shows; nothing assigned is dark and still.
    func value(shownBy index: Int) -> FeedbackValue? {
        let spec = surface.controls[index].spec
        let assignments = surface.assignments(for: spec.name)
        guard let assignment = assignments.first(where: { $0.show != nil }), let show = assignment.show else {
            if surface.book.modifiers.contains(spec.name) {
                return .lamp(surface.hands.all.contains(spec.name) ? .on : .off)
            }
            if spec.hasMeter { return .level(-.infinity) }
            return spec.hasText ? .text("") : (spec.isMotorised ? nil : .lamp(.off))
        }
        if spec.hasMeter { return .level(level(of: show) ?? -.infinity) }
        if spec.hasText {
            if let touched = assignment.touched, isTouched(touched) { return .text(text(of: touched, on: spec)) }
            return .text(text(of: show, on: spec))
        }
        if case .writeState(let scope) = show, !spec.isMotorised, !spec.hasRing {
            return lamp(of: writeState(scope), assignment)
        }
        if case .meter = show, spec.isMotorised || spec.hasRing {
            return .travel(level(of: show).map { min(max(1 + $0 / 60, 0), 1) })
        }
        guard case .value(let target) = show, let id = parameter(target) else {
            if case .value = show, spec.isMotorised || spec.hasRing { return .travel(nil) }
            return assignment.lamp(isLit: isLit(show))
        }
        let position = state.position(of: id)
        if spec.isMotorised || spec.hasRing {
            let role = id.role.spec
            let travel = assignment.travel(position: position, of: role)
            let rest = assignment.travel(position: role.initialPosition, of: role)
            return abs(rest - 0.5) < 0.01 ? .centred(travel) : .travel(travel)
        }
        return assignment.lamp(isLit: position >= 0.5)
    }

    private func parameter(_ target: Target) -> ParameterID? { addresses.parameter(target, bank: surface.view) }

    private func node(_ reference: NodeReference) -> Node? { addresses.node(reference, bank: surface.view) }

    private func mode(_ scope: AutomationScope) -> AutomationMode? {
        addresses.scope(scope, bank: surface.view).flatMap { state.mode(of: $0) }
    }

    private func level(of shown: Shown) -> Double? {
        guard case .meter(let reference) = shown, let node = node(reference), let meters else { return nil }
        return meters[node].peak
    }

    /// What automation does with it: of a node, what it does with the most striking of its parameters.
    private func writeState(_ scope: AutomationScope) -> WriteState? {
        switch addresses.scope(scope, bank: surface.view) {
        case .parameter(let id): state.writeState(of: id)
        case .node(let node): state.writeState(of: node)
        case .session: state.active.map(\.state).reduce(nil) { $0.map($1.orMoreStriking) ?? $1 }
        case nil: nil
        }
    }

    private func lamp(of writing: WriteState?, _ assignment: Assignment) -> FeedbackValue {
        guard let row = writing.flatMap({ WriteLamp.rows[$0] }) else { return assignment.lamp(isLit: false) }
        if row.lamp == .off { return assignment.lamp(isLit: false) }
        return .light(row.lamp, assignment.colour ?? row.colour)
    }

    private func isTouched(_ shown: Shown) -> Bool {
        guard case .value(let target) = shown, let id = parameter(target) else { return false }
        return state.isTouched(id)
    }

    private func text(of shown: Shown, on spec: ControlSpec) -> String {
        switch shown {
        case .value(let target): parameter(target).map { $0.role.spec.text(at: state.position(of: $0)) } ?? ""
        case .name(let reference):
            node(reference).map { surface.output.names.name(of: $0, length: spec.textLength) } ?? ""
        case .mode(let scope): mode(scope)?.rawValue ?? ""
        case .meter: level(of: shown).map { $0 < -99.9 ? "-inf" : "\(($0 * 10).rounded() / 10) dB" } ?? ""
        case .writeState(let scope): writeState(scope)?.rawValue ?? ""
        case .state(let action): state.holds(action, on: surface) ? "on" : "off"
        case .time: TimeText.minutes(state.position, sampleRate: state.sampleRate)
        case .bars:
            TimeText.bars(state.position, sampleRate: state.sampleRate, tempo: state.document.mix.tempo)
        case .text(let text): text
        }
    }

    private func isLit(_ shown: Shown) -> Bool {
        switch shown {
        case .state(let action): state.holds(action, on: surface)
        case .value(let target): parameter(target).map { state.position(of: $0) >= 0.5 } ?? false
        case .mode(let scope): mode(scope).map { $0 != .read && $0 != .off } ?? false
        case .name(let reference): node(reference) != nil
        case .meter: level(of: shown).map { $0 > -60 } ?? false
        case .writeState(let scope): writeState(scope).map { $0 != .idle } ?? false
        case .time, .bars: state.transport.isRolling
        case .text(let text): !text.isEmpty
        }
    }
}

/// How lamps show what automation does.
private struct WriteLamp {
    var lamp: FeedbackValue.Lamp
    /// On lamps that have colours.
    var colour: Colour

    // swift-format-ignore
    static let rows: [WriteState: WriteLamp] = [
        .idle: .init(lamp: .off, colour: Colour(0, 0, 0)),
        .armed: .init(lamp: .on, colour: Colour(64, 0, 0)),
        .touching: .init(lamp: .on, colour: Colour(255, 0, 0)),
        .latched: .init(lamp: .on, colour: Colour(255, 128, 0)),
        .trimming: .init(lamp: .on, colour: Colour(128, 0, 255)),
        .gliding: .init(lamp: .blink, colour: Colour(255, 255, 0)),
        .waiting: .init(lamp: .blink, colour: Colour(0, 0, 255)),
    ]
}

extension ControlSpec {
    /// Letters of its text.
    var textLength: Int {
        outputs.lazy.compactMap {
            switch $0 {
            case .text(let template): template.length
            case .digit(_, _, of: let count): count
            default: nil
            }
        }.first ?? 0
    }
    var hasMeter: Bool { outputs.contains { if case .meter = $0 { true } else { false } } }
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
