import Automation
import ControlSurfaces
import MixModel
import Units

extension Desk {
    /// Why a control that was moved has not moved a parameter: `desk fader/1 waits for pick-up: move it up, past -12 dB`. `nil` if
    /// none waits for it.
    func pickUp(of parameter: ParameterID) -> String? {
        for surface in surfaces {
            for control in surface.controls {
                guard let waiting = control.waiting, automation.id(of: waiting.parameter) == parameter else {
                    continue
                }
                let value = parameter.role.spec.text(at: shownPosition(of: parameter))
                return
                    "\(surface.name) \(control.spec.name) waits for pick-up: move it \(waiting.direction.rawValue), "
                    + "past \(value)"
            }
        }
        return nil
    }
}

/// Movements that come to nothing although the mode writes: never without a word.
extension Desk {
    /// A control has to meet its value first: said when it begins to wait, where it would be written otherwise.
    func tellWaiting(
        _ control: Int, _ index: Int32, _ direction: Admission.Direction, on surface: Surface, at frame: FramePosition
    ) {
        let waiting = surface.controls[control].waiting
        guard waiting.map({ $0.parameter != index || frame - $0.since > 3 * Int64(sampleRate) }) ?? true,
            isArmed(index)
        else { return }
        let id = automation.id(of: index)
        let value = id.role.spec.text(at: shownPosition(of: index))
        say(
            "\(surface.name): \(surface.controls[control].spec.name) waits for pick-up: move it \(direction.rawValue) to "
                + "\(value), where \(title(of: id)) is; nothing is written until then")
    }

    /// The control shows another bank or layer than the one in which the hand took it: said once a touch.
    func tellHeld(_ control: Int, _ index: Int32, on surface: Surface) {
        guard let grip = surface.controls[control].grip, !surface.controls[control].toldHeld, isArmed(index) else {
            return
        }
        surface.controls[control].toldHeld = true
        say(
            "\(surface.name): \(surface.controls[control].spec.name) still holds \(title(of: automation.id(of: grip))): let it "
                + "go before it moves \(title(of: automation.id(of: index)))")
    }

    private func isArmed(_ index: Int32) -> Bool {
        transport.isRolling && automation.mode(ruling: automation.id(of: index)).policy.starts != .never
    }
}
