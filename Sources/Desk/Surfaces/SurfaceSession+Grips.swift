import Automation
import ControlSurfaces
import Mapping
import MixModel
import Units

/// Which parameter the hand on a control holds.
extension SurfaceSession {
    /// The parameter that the control moves now.
    func followed(by control: Int, on surface: Surface) -> (Assignment, ParameterID)? {
        for assignment in surface.assignments(for: control) {
            for case .follow(let target) in assignment.actions {
                if let id = parameter(target, on: surface) { return (assignment, id) }
            }
        }
        return nil
    }

    func move(_ id: ParameterID, to position: Float, by control: Int, on surface: Surface, at frame: FramePosition) {
        let ramp = surface.controls[control].ramp.length(
            at: frame, isLate: isCatchingUp, shortest: clock.frames(milliseconds: 2),
            longest: clock.frames(milliseconds: 20))
        let isHeld = surface.controls[control].grip == id
        want(
            .move(id, to: position, by: surface.hand(control), isHeld: isHeld, ramp: ramp), of: surface, at: frame)
    }

    /// Tells the control's touch tracker of an event, and returns the edges that this makes.
    func feel(_ event: ControlEvent, on surface: Surface) -> [TouchEdge] {
        surface.controls[event.control].touch.handle(event.change, at: event.time)
    }

    /// The same, and what follows from it.
    func followTouch(_ event: ControlEvent, on surface: Surface, at frame: FramePosition) {
        follow(feel(event, on: surface), of: event.control, on: surface, at: frame)
    }

    /// Begins and ends of a hand on a control, at their own frames.
    func follow(_ edges: [TouchEdge], of control: Int, on surface: Surface, at frame: FramePosition) {
        for edge in edges {
            switch edge {
            case .began:
                guard let (assignment, id) = followed(by: control, on: surface) ?? stepped(by: control, on: surface),
                    mayGrip(control, assignment, id, on: surface, at: frame)
                else { continue }
                grip(control, assignment, id, on: surface, at: frame)
            case .ended(let time):
                let ended = min(clock.firstFrame(nanoseconds: time), frame)
                letGo(control, on: surface, at: max(ended, min(frame, around.now())))
            }
        }
    }

    /// The hand on a control takes hold of a parameter.
    func grip(
        _ control: Int, _ assignment: Assignment, _ id: ParameterID, on surface: Surface, at frame: FramePosition
    ) {
        surface.controls[control].grip = id
        surface.controls[control].toldHeld = false
        want(
            .hold(id, by: surface.hand(control), glide: assignment.glideMilliseconds), of: surface, at: frame)
    }

    /// Whether a hand that was laid on a control, and has moved nothing, holds the parameter: not where the control has to catch
    /// its value first.
    private func mayGrip(
        _ control: Int, _ assignment: Assignment, _ id: ParameterID, on surface: Surface, at frame: FramePosition
    ) -> Bool {
        let state = surface.controls[control]
        // A movement has been admitted, or it is an encoder, which stands nowhere.
        guard state.touch.isSensed, state.spec.form == .absolute else { return true }
        var takeover = state.takeover
        takeover.mode = surface.hands.takesOver ? assignment.takeover : .jump
        let time = clock.nanoseconds(frame)
        return takeover.holds(
            at: surface.positions.travel(of: state.spec.name, at: time),
            target: assignment.travel(position: position(of: id), of: id.role.spec),
            motor: surface.output.scheduler.motorState(of: control, at: time))
    }

    /// The parameter that the encoder steps through.
    func stepped(by control: Int, on surface: Surface) -> (Assignment, ParameterID)? {
        for assignment in surface.assignments(for: control) where assignment.gesture == .turn {
            for case .step(let target, _) in assignment.actions {
                if let id = parameter(target, on: surface) { return (assignment, id) }
            }
        }
        return nil
    }

    /// The hand lets go of what it held.
    func letGo(_ control: Int, on surface: Surface, at frame: FramePosition) {
        guard let id = surface.controls[control].grip else { return }
        surface.controls[control].grip = nil
        want(.letGo(id, by: surface.hand(control)), of: surface, at: frame)
    }
}
