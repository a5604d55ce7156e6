public import ControlSurfaces
public import Mapping
public import MixModel
import Units

/// One control of a connected device, for a picture of it: where it stands, who is on it, what it does and shows.
public struct ControlReading: Sendable, Hashable {
    public var name: String
    /// Where it stands, 0…1, as far as known.
    public var travel: Double?
    public var isPressed: Bool
    /// A hand is on it.
    public var isTouched: Bool
    /// The parameter that the hand on it holds.
    public var grip: ParameterID?
    /// The parameter that it would move now.
    public var follows: ParameterID?
    /// What it does in the layer that is shown, with the controls that are held.
    public var actions: [Action]
    /// What its outputs are to show, in the order of its mapping; `nil` for one that is left alone.
    public var shown: [FeedbackValue?]
}

extension Desk {
    /// All controls of a connected device, in the order of its mapping; empty if it is not there any more.
    ///
    /// - Parameter identifier: ``SurfaceState/identifier``.
    /// - Complexity: O(controls); made anew at each call.
    public func controls(ofSurface identifier: Int) -> [ControlReading] {
        guard let surface = surfaces.first(where: { $0.identifier == identifier }) else { return [] }
        let time = nanoseconds(now)
        let addresses = addresses
        return surface.controls.indices.map { index in
            let name = surface.controls[index].spec.name
            let actions = surface.assignments(for: name).flatMap(\.actions)
            return ControlReading(
                name: name, travel: surface.positions.travel(of: name, at: time),
                isPressed: surface.held.contains(name), isTouched: surface.controls[index].touch.isTouched,
                grip: surface.controls[index].grip.map { parameters[Int($0)].id },
                follows: actions.lazy.compactMap(\.target).compactMap {
                    addresses.parameter($0, bank: surface.bank)
                }.first, actions: actions, shown: surface.scheduler.values(of: index))
        }
    }
}
