import ControlSurfaces
import Mapping
public import MixModel
import Units

/// A connected device as it stands.
public struct SurfacePicture: Sendable, Hashable {
    public var name: String
    /// Id of its mapping, and the mapping's name.
    public var mapping: String
    public var title: String
    public var layer: String
    public var layers: [String]
    /// Nodes that its bank shows now, in the order of the slots.
    public var nodes: [Node]
    public var controls: [SurfaceControl]
    /// Where they are on the device: rows of names from the top, empty for a gap; empty if its mapping does not say.
    public var look: [[String]] = []
    /// It moves nothing, since somebody learns from it.
    public var isLearnt = false
}

/// One control of a device.
public struct SurfaceControl: Sendable, Hashable, Encodable {
    public var name: String
    public var kind: Kind
    /// 0…1; `nil` where it was never moved.
    public var travel: Double?
    public var isTouched: Bool
    /// What it does in the present layer, as a mapping says it.
    public var action: String
    /// The parameter that it moves now, by address, and where that parameter has it, 0…1.
    public var parameter: String?
    public var target: Double?
    /// The way to go to catch the value.
    public var waits: String?

    public enum Kind: String, Sendable, Hashable, Encodable { case fader, knob, button, lamp }
}

extension SurfaceSession {
    /// All connected devices as they stand.
    public var pictures: [SurfacePicture] {
        surfaces.map { surface in
            let slots = max(surface.slots, 0)
            return SurfacePicture(
                name: surface.name, mapping: surface.mapping.id, title: surface.mapping.name, layer: surface.layer,
                layers: surface.mapping.layers.map(\.name),
                nodes: slots == 0 ? [] : (1...slots).compactMap { node(.slot($0), on: surface) },
                controls: surface.controls.indices.map { picture(of: $0, on: surface) }, look: surface.mapping.look,
                isLearnt: surface.isLearnt)
        }
    }

    private func picture(of control: Int, on surface: Surface) -> SurfaceControl {
        let state = surface.controls[control]
        let now = around.now()
        let held = followed(by: control, on: surface)
        let kind: SurfaceControl.Kind
        switch state.spec.form {
        case _ where state.spec.input == nil: kind = .lamp
        case .absolute:
            kind = state.spec.name.lowercased().hasPrefix("fader") || state.spec.isMotorised ? .fader : .knob
        case .relative: kind = .knob
        case .button, .toggle: kind = .button
        }
        let actions = surface.assignments(for: control).flatMap(\.actions).map { "\($0)" }
        let waiting = state.waiting.flatMap { waiting in
            now - waiting.since < 3 * Int64(clock.sampleRate) ? waiting.direction.rawValue : nil
        }
        return SurfaceControl(
            name: state.spec.name, kind: kind,
            travel: surface.positions.travel(of: state.spec.name, at: clock.nanoseconds(now)),
            isTouched: state.grip != nil || surface.hands.held.contains(state.spec.name),
            action: actions.joined(separator: ", "), parameter: held.map { $0.1.address },
            target: held.map { $0.0.travel(position: position(of: $0.1), of: $0.1.role.spec) },
            waits: waiting)
    }
}
