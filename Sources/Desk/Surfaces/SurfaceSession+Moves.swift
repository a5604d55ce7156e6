import Automation
import ControlSurfaces
import Mapping
import MixModel
import Units

/// Faders, knobs and encoders.
extension SurfaceSession {
    func moved(
        _ event: ControlEvent, to travel: Double, isJitter: Bool, on surface: Surface, at frame: FramePosition
    ) {
        let control = event.control
        let motor = surface.output.scheduler.motorState(of: control, at: event.time)
        let previous = surface.positions.move(event.name, to: travel, at: event.time)
        // The last of a fader, while the finger leaves it, is no hand's doing.
        guard surface.controls[control].touch.isHand(event.change, at: event.time) else { return }
        guard let (assignment, id) = followed(by: control, on: surface) else {
            // Nothing there to move; a touch on what was there before still lives on.
            for assignment in surface.assignments(for: control) {
                for case .follow(let target) in assignment.actions { tellMissing(target, on: surface) }
            }
            return followTouch(event, on: surface, at: frame)
        }
        let grip = surface.controls[control].grip
        guard grip == nil || grip == id else {
            tellHeld(control, id, on: surface)
            return followTouch(event, on: surface, at: frame)
        }
        surface.controls[control].takeover.mode = surface.hands.takesOver ? assignment.takeover : .jump
        let admission = surface.controls[control].takeover.admit(
            travel, from: previous, target: assignment.travel(position: position(of: id), of: id.role.spec),
            touch: grip == id ? surface.controls[control].touch.touchedSince : nil, motor: motor,
            isSensed: surface.controls[control].touch.isSensed)
        switch admission {
        case .waiting(let direction, _):
            wait(control, assignment, id, at: travel, direction, on: surface, frame)
        case .admitted(let admitted):
            surface.controls[control].waiting = nil
            let edges = feel(event, on: surface)
            if isJitter, !surface.controls[control].touch.isTouched { return }
            follow(edges, of: control, on: surface, at: frame)
            bring(control, assignment, id, to: admitted, on: surface, at: frame)
        }
    }

    /// A parameter goes where its control has come to.
    private func bring(
        _ control: Int, _ assignment: Assignment, _ id: ParameterID, to travel: Double, on surface: Surface,
        at frame: FramePosition
    ) {
        // A hand that was on it before it had caught the value.
        if surface.controls[control].grip == nil, surface.controls[control].touch.isTouched {
            grip(control, assignment, id, on: surface, at: frame)
        }
        let position = assignment.position(travel: travel, of: id.role.spec)
        surface.controls[control].takeover.applied(assignment.travel(position: position, of: id.role.spec))
        move(id, to: position, by: control, on: surface, at: frame)
    }

    /// A control has to meet its parameter's value before it moves it.
    private func wait(
        _ control: Int, _ assignment: Assignment, _ id: ParameterID, at travel: Double,
        _ direction: Admission.Direction, on surface: Surface, _ frame: FramePosition
    ) {
        tellWaiting(control, id, direction, on: surface, at: frame)
        surface.controls[control].waiting = ControlState.Waiting(
            parameter: id, direction: direction,
            standing: assignment.position(travel: travel, of: id.role.spec), since: frame)
    }

    // MARK: Encoders

    func turned(_ event: ControlEvent, by ticks: Int, on surface: Surface, at frame: FramePosition) {
        let control = event.control
        guard surface.controls[control].touch.isHand(event.change, at: event.time) else { return }
        turnAway(control, at: event.time, on: surface, frame)
        let edges = feel(event, on: surface)
        for assignment in surface.assignments(for: control) where assignment.gesture == .turn {
            for action in assignment.actions {
                if case .command(let command) = action {
                    want(.command(command, ticks: ticks), of: surface, at: frame)
                }
                guard let target = action.target else { continue }
                guard let id = parameter(target, on: surface) else {
                    tellMissing(target, on: surface)
                    continue
                }
                follow(edges, of: control, on: surface, at: frame)
                if let grip = surface.controls[control].grip, grip != id { continue }
                guard
                    let position = turn(action, assignment, id, by: ticks, of: surface.controls[control].spec)
                else { continue }
                move(id, to: position, by: control, on: surface, at: frame)
            }
        }
    }

    /// An encoder that means another parameter since bank or layer have changed lets go of the one that it was turned for before:
    /// nobody feels it being held, and it stands nowhere that the other would have to be brought to.
    private func turnAway(_ control: Int, at time: Int64, on surface: Surface, _ frame: FramePosition) {
        guard let grip = surface.controls[control].grip, !surface.controls[control].touch.isSensed,
            let (_, id) = followed(by: control, on: surface) ?? stepped(by: control, on: surface), id != grip
        else { return }
        follow(surface.controls[control].touch.endMotion(at: time), of: control, on: surface, at: frame)
    }

    /// Where so many ticks of an encoder bring a parameter; `nil`: nowhere.
    private func turn(
        _ action: Action, _ assignment: Assignment, _ id: ParameterID, by ticks: Int, of control: ControlSpec
    ) -> Float? {
        let (spec, present) = (id.role.spec, position(of: id))
        guard case .follow = action else { return action.position(of: id.role, from: present, ticks: ticks) }
        guard spec.isStepped, spec.unit != .onOff else {
            let travel =
                assignment.travel(position: present, of: spec) + control.travel(ticks: ticks) * assignment.speed
            return assignment.position(travel: min(max(travel, 0), 1), of: spec)
        }
        // One tick is one choice, however far a turn would go along a taper.
        var stepped = present
        for _ in 0..<min(abs(ticks), 4096) {
            stepped = Action.position(stepped, of: id.role, steppedBy: ticks < 0 ? -1 : 1)
        }
        return assignment.position(travel: assignment.travel(position: stepped, of: spec), of: spec)
    }
}
