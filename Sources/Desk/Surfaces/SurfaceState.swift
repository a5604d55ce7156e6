public import ControlSurfaces
public import MIDI
import Mapping
public import MixModel
public import Units

/// What one connected device holds and shows: its place in the mix, its hands, what it waits for.
// Large: a field for each thing that can be shown of a device.
public struct SurfaceState: Sendable, Hashable {
    /// Unique among the connected ones.
    public var name: String
    /// Tells connections apart, as long as both are there.
    public var identifier: Int
    /// Name of the mapping's file, without `.yaml`.
    public var mapping: String
    /// What the system said of the device.
    public var identity: PortIdentity
    /// First node of the bank among ``AddressResolver/bankNodes``, from 0.
    public var bank: Int
    /// Nodes in its bank; 0 if its mapping names no slot.
    public var slots: Int
    /// The layer that its controls work in now.
    public var layer: String
    public var areMotorsOn: Bool
    /// Off: values are taken as they come.
    public var takesOver: Bool
    /// Its output is wired to its input, so that it is not listened to.
    public var isLooped: Bool
    /// Parameters that hands on its controls hold.
    public var grips: [Grip] = []
    /// Controls that were moved and do not move their parameters yet.
    public var waiting: [WaitingControl] = []

    /// A hand on a control.
    public struct Grip: Sendable, Hashable {
        public var control: String
        public var parameter: ParameterID
    }
}

/// A control that was moved and does not move its parameter yet: it has to meet the present value first.
public struct WaitingControl: Sendable, Hashable {
    /// Name of the device.
    public var surface: String
    public var control: String
    public var parameter: ParameterID
    /// The way that the hand has to go.
    public var direction: Admission.Direction
    /// Where the control stands, on the parameter's scale; the way to go is from here to the parameter's position.
    public var standing: Float
    /// Engine frame of its last movement.
    public var since: FramePosition
}

extension Surface {
    /// The device as others see it.
    ///
    /// - Parameter earliest: engine frame; what was moved before it waits no longer.
    func state(since earliest: FramePosition) -> SurfaceState {
        var state = SurfaceState(
            name: name, identifier: identifier, mapping: mapping.id, identity: identity, bank: bank, slots: slots,
            layer: layer, areMotorsOn: output.areMotorsOn, takesOver: hands.takesOver,
            isLooped: input.loopGuard.verdict == .looped)
        for index in controls.indices {
            if let grip = controls[index].grip {
                state.grips.append(.init(control: controls[index].spec.name, parameter: grip))
            }
            guard let waiting = controls[index].waiting, waiting.since > earliest else { continue }
            state.waiting.append(
                WaitingControl(
                    surface: name, control: controls[index].spec.name, parameter: waiting.parameter,
                    direction: waiting.direction, standing: waiting.standing, since: waiting.since))
        }
        return state
    }
}
