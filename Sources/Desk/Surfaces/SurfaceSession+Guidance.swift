import Automation
import ControlSurfaces
import MixModel
import SessionStore
import Units

extension SurfaceSession {
    /// Why a control that was moved has not moved a parameter: `desk fader/1 waits for pick-up: move it up, past -12 dB`. `nil` if
    /// none waits for it.
    func pickUp(of parameter: ParameterID) -> String? {
        for surface in surfaces {
            for control in surface.controls {
                guard let waiting = control.waiting, waiting.parameter == parameter else { continue }
                return
                    "\(surface.name) \(control.spec.name) waits for pick-up: move it \(waiting.direction.rawValue), "
                    + "past \(value(of: parameter))"
            }
        }
        return nil
    }
}

/// Movements that come to nothing although the mode writes: never without a word.
extension SurfaceSession {
    /// A control has to meet its value first: said when it begins to wait, where it would be written otherwise.
    func tellWaiting(
        _ control: Int, _ id: ParameterID, _ direction: Admission.Direction, on surface: Surface,
        at frame: FramePosition
    ) {
        let patience = 3 * Int64(clock.sampleRate)
        let waiting = surface.controls[control].waiting
        let isNews = waiting.map { $0.parameter != id || frame - $0.since > patience } ?? true
        guard isNews, isArmed(id) else { return }
        say(
            "\(surface.name): \(surface.controls[control].spec.name) waits for pick-up: move it \(direction.rawValue) to "
                + "\(value(of: id)), where \(title(of: id)) is; nothing is written until then")
    }

    /// The control shows another bank or layer than the one in which the hand took it: said once a touch.
    func tellHeld(_ control: Int, _ id: ParameterID, on surface: Surface) {
        guard let grip = surface.controls[control].grip, !surface.controls[control].toldHeld, isArmed(id) else {
            return
        }
        surface.controls[control].toldHeld = true
        say(
            "\(surface.name): \(surface.controls[control].spec.name) still holds \(title(of: grip)): let it "
                + "go before it moves \(title(of: id))")
    }

    private func isArmed(_ id: ParameterID) -> Bool {
        around.isRolling() && around.mode(id).policy.starts != .never
    }

    private func value(of id: ParameterID) -> String { id.role.spec.text(at: position(of: id)) }

    private func title(of id: ParameterID) -> String { session.document.mix.title(of: id) }
}
