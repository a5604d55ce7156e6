import Automation
import ControlSurfaces
import Mapping
import MixModel
import Units

/// Buttons: presses and their gestures.
extension SurfaceSession {
    func pressed(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        pressLatch(event, on: surface)
        surface.hands.held.insert(event.name)
        lend(from: surface)
        followTouch(event, on: surface, at: frame)
        prepareGestures(of: event.control, on: surface)
        let gestures = surface.controls[event.control].gestures.press(at: event.time)
        act(on: gestures, of: event.control, on: surface)
    }

    func released(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        let isKept = keepsHeld(event, on: surface)
        let gestures = surface.controls[event.control].gestures.release(at: event.time)
        act(on: gestures, of: event.control, on: surface)
        if !isKept {
            surface.hands.held.remove(event.name)
            lend(from: surface)
        }
        endLatches(after: event, on: surface, at: frame)
        followTouch(event, on: surface, at: frame)
    }

    /// Only gestures that something is assigned to are waited for.
    private func prepareGestures(of control: Int, on surface: Surface) {
        guard surface.controls[control].gestures.deadline == nil else { return }
        var hold: Int64?
        var doublePress: Int64?
        var repetition: ButtonGestures.Repetition?
        for assignment in surface.assignments(for: control) {
            switch assignment.gesture {
            case .hold(let milliseconds): hold = Int64(milliseconds) * 1_000_000
            case .double: doublePress = 300_000_000
            case .repeat(let milliseconds):
                repetition = .init(delay: 400_000_000, interval: Int64(milliseconds) * 1_000_000)
            case .turn, .press, .release, .none: break
            }
        }
        surface.controls[control].gestures = ButtonGestures(
            hold: hold, doublePress: doublePress, repetition: repetition)
    }

    func act(on gestures: [ButtonGesture], of control: Int, on surface: Surface) {
        let spec = surface.controls[control].spec
        for gesture in gestures {
            let frame = clock.firstFrame(nanoseconds: gesture.time)
            let assignments = surface.assignments(for: control)
            let waits = assignments.contains { $0.gesture.needsWaiting }
            for assignment in assignments where assignment.gesture.isMeant(by: gesture.kind, waits: waits) {
                for action in assignment.actions { press(action, assignment, control, on: surface, at: frame) }
            }
            let isOver = gesture.kind == .released || gesture.kind == .tapped
            guard isOver || (gesture.kind == .pressed && spec.form == .toggle) else { continue }
            guard surface.hands.latches[control]?.isKept != true else { continue }
            endPress(of: control, on: surface, at: frame)
        }
    }

    /// One action of a button; its hand stays on the parameter until the release.
    private func press(
        _ action: Action, _ assignment: Assignment, _ control: Int, on surface: Surface, at frame: FramePosition
    ) {
        if case .command(let command) = action { return press(command, control, on: surface, at: frame) }
        guard let target = action.target else { return }
        guard let id = parameter(target, on: surface) else { return tellMissing(target, on: surface) }
        guard let position = action.position(of: id.role, from: position(of: id)) else { return }
        if surface.controls[control].grip != id { letGo(control, on: surface, at: frame) }
        surface.controls[control].grip = id
        want(
            .press(id, to: position, by: surface.hand(control), glide: assignment.glideMilliseconds), of: surface,
            at: frame)
        if case .momentary = action { surface.controls[control].momentary = id }
    }

    /// A command of a button. What holds only while the button is held is remembered until it is let go.
    private func press(_ command: Command, _ control: Int, on surface: Surface, at frame: FramePosition) {
        let name = surface.controls[control].spec.name
        switch command {
        case .heldLayer(let layer): hold(layer, by: surface.hand(control), on: surface)
        case .fixed(.suspendGroups, .momentary):
            want(.unlink, of: surface, at: frame)
            surface.hands.suspending.insert(name)
        case .fixed(.suspendPreview, .momentary):
            surface.hands.trying.insert(name)
            want(.suspendPreview(.on), of: surface, at: frame)
        default: want(.command(command, ticks: 1), of: surface, at: frame)
        }
    }

    func endPress(of control: Int, on surface: Surface, at frame: FramePosition) {
        let name = surface.controls[control].spec.name
        endHeldLayers(on: surface) { $0 == surface.hand(control) }
        if surface.hands.suspending.remove(name) != nil { want(.unlink, of: surface, at: frame) }
        if surface.hands.trying.remove(name) != nil { want(.suspendPreview(.off), of: surface, at: frame) }
        endMomentary(control, on: surface, at: frame)
        if !surface.controls[control].touch.isTouched { letGo(control, on: surface, at: frame) }
    }

    /// What was on while the button was held is off.
    func endMomentary(_ control: Int, on surface: Surface, at frame: FramePosition) {
        guard let id = surface.controls[control].momentary else { return }
        surface.controls[control].momentary = nil
        want(.switchOff(id, by: surface.hand(control)), of: surface, at: frame)
    }
}

extension Gesture {
    /// Whether a press can be told from this gesture only when its time is over.
    fileprivate var needsWaiting: Bool {
        switch self {
        case .hold, .double: true
        default: false
        }
    }

    fileprivate func isMeant(by kind: ButtonGesture.Kind, waits: Bool) -> Bool {
        switch self {
        case .press: kind == (waits ? .tapped : .pressed)
        case .release: kind == .released
        case .hold: kind == .held
        case .double: kind == .doublePressed
        case .repeat: kind == .pressed || kind == .repeated
        case .turn, .none: false
        }
    }
}
