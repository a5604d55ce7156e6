import Automation
import ControlSurfaces
import Mapping
import MixModel
import Units

/// Which parameter the hand on a control holds.
extension Desk {
    /// The parameter that the control moves now.
    func followed(by control: Int, on surface: Surface) -> (Assignment, Int32)? {
        for assignment in surface.assignments(for: surface.controls[control].spec.name) {
            for case .follow(let target) in assignment.actions {
                if let index = index(of: target, on: surface) { return (assignment, index) }
            }
        }
        return nil
    }

    func move(
        _ index: Int32, to position: Float, by control: Int, on surface: Surface, at frame: FramePosition
    ) {
        let ramp = surface.controls[control].ramp.length(
            at: frame, isLate: isCatchingUp, shortest: frames(milliseconds: 2), longest: frames(milliseconds: 20))
        let isTouched = surface.controls[control].grip == index
        if isTouched { touched = index }
        hand(.value(position, surface.hand(control), touched: isTouched), on: index, at: frame, rampFrames: ramp)
        automation.tellIfRuled(index)
    }

    /// Begins and ends of a hand on a control, at their own frames.
    func follow(_ edges: [TouchEdge], of control: Int, on surface: Surface, at frame: FramePosition) {
        for edge in edges {
            switch edge {
            case .began:
                guard
                    let (assignment, index) = followed(by: control, on: surface) ?? stepped(by: control, on: surface),
                    mayGrip(control, assignment, index, on: surface, at: frame)
                else { continue }
                grip(control, assignment, index, on: surface, at: frame)
            case .ended(let time):
                let ended = min(firstFrame(nanoseconds: time), frame)
                letGo(control, on: surface, at: max(ended, min(frame, now)))
            }
        }
    }

    /// The hand on a control takes hold of a parameter.
    func grip(_ control: Int, _ assignment: Assignment, _ index: Int32, on surface: Surface, at frame: FramePosition)
    {
        surface.controls[control].grip = index
        surface.controls[control].toldHeld = false
        automation.parameters[Int(index)].glideMilliseconds = assignment.glideMilliseconds
        touched = index
        hand(.touch(surface.hand(control)), on: index, at: frame)
    }

    /// Whether a hand that was laid on a control, and has moved nothing, holds the parameter: not where the control has to catch
    /// its value first.
    private func mayGrip(
        _ control: Int, _ assignment: Assignment, _ index: Int32, on surface: Surface, at frame: FramePosition
    ) -> Bool {
        let state = surface.controls[control]
        // A movement has been admitted, or it is an encoder, which stands nowhere.
        guard state.touch.isSensed, state.spec.form == .absolute else { return true }
        var takeover = state.takeover
        takeover.mode = surface.takesOver ? assignment.takeover : .jump
        let time = nanoseconds(frame)
        return takeover.holds(
            at: surface.positions.travel(of: state.spec.name, at: time),
            target: assignment.travel(position: shownPosition(of: index), of: automation.spec(of: index)),
            motor: surface.scheduler.motorState(of: control, at: time))
    }

    private func stepped(by control: Int, on surface: Surface) -> (Assignment, Int32)? {
        for assignment in surface.assignments(for: surface.controls[control].spec.name)
        where assignment.gesture == .turn {
            for case .step(let target, _) in assignment.actions {
                if let index = index(of: target, on: surface) { return (assignment, index) }
            }
        }
        return nil
    }

    /// The hand lets go of what it held.
    func letGo(_ control: Int, on surface: Surface, at frame: FramePosition) {
        guard let index = surface.controls[control].grip else { return }
        surface.controls[control].grip = nil
        hand(.release(surface.hand(control)), on: index, at: frame)
    }

    /// Where so many ticks of an encoder lead a choice, a whole number or a parameter with steps.
    func stepped(_ index: Int32, by ticks: Int) -> Float {
        let role = automation.id(of: index).role
        var position = shownPosition(of: index)
        for _ in 0..<min(abs(ticks), 4096) {
            position = Action.position(position, of: role, steppedBy: ticks < 0 ? -1 : 1)
        }
        return position
    }
}
