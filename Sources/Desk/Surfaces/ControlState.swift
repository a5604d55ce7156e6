import ControlSurfaces
import MixModel
import Units

/// What is kept for one control of a device.
struct ControlState {
    let spec: ControlSpec
    var touch: TouchTracker
    var gestures = ButtonGestures()
    var takeover: Takeover
    /// The parameter that the hand on the control holds, whatever the control is assigned to meanwhile.
    var grip: ParameterID?
    /// The last event that was taken for the motor's own; a touch just after it shows that it was the hand's.
    var suspect: ControlEvent?
    /// The bank was changed under a hand that holds on: that was said.
    var toldHeld = false
    /// The switch that is on only while this button is held.
    var momentary: ParameterID?
    var ramp = MoveRamp()
    /// The last movement did not reach its parameter yet; `nil`: in step.
    var waiting: Waiting?

    struct Waiting {
        var parameter: ParameterID
        /// The way to go to catch the value.
        var direction: Admission.Direction
        /// Where the control stands, on the parameter's scale.
        var standing: Float
        /// Engine frame of the movement.
        var since: FramePosition
    }

    init(_ spec: ControlSpec) {
        self.spec = spec
        touch = TouchTracker(spec.touch, deadBand: spec.deadBand)
        takeover = Takeover(.pickup, deviceStep: spec.deviceStep)
    }

    /// The same control in a mapping that was changed: the hand on it, and what it has caught, stay.
    init(_ spec: ControlSpec, after old: ControlState) {
        self.init(spec)
        (gestures, takeover, grip, momentary) = (old.gestures, old.takeover, old.grip, old.momentary)
        (toldHeld, ramp, waiting) = (old.toldHeld, old.ramp, old.waiting)
        if spec.touch == old.spec.touch, spec.deadBand == old.spec.deadBand { touch = old.touch }
        touch.timeOut = old.touch.timeOut
    }
}

extension ControlSpec {
    /// Whether a hand on the one is a hand on the other.
    func isSameHand(as other: ControlSpec) -> Bool {
        name == other.name && input == other.input && form == other.form && touch == other.touch
    }
}
