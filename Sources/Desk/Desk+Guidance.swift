public import ControlSurfaces
public import MixModel
import Units

/// A control that was moved and does not move its parameter yet: it has to meet the present value first.
public struct WaitingControl: Sendable, Hashable {
    public var parameter: ParameterID
    /// The way that the hand has to go.
    public var direction: Admission.Direction
}

extension Desk {
    /// Why a control that was moved has not moved a parameter: `desk fader/1 waits for pick-up: move it up, past -12 dB`. `nil` if
    /// none waits for it.
    func pickUp(of parameter: ParameterID) -> String? {
        for surface in surfaces {
            for control in surface.controls {
                guard let waiting = control.waiting, parameters[Int(waiting.parameter)].id == parameter else {
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

    /// Controls that hands have moved within the last three seconds without catching their value, the latest first.
    public var waitingControls: [WaitingControl] {
        surfaces.flatMap(\.controls).compactMap(\.waiting)
            .filter { now - $0.since < 3 * Int64(sampleRate) }
            .sorted { $0.since > $1.since }
            .map { WaitingControl(parameter: parameters[Int($0.parameter)].id, direction: $0.direction) }
    }
}
