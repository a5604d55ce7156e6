public import ControlSurfaces

extension ControlInput {
    /// The messages that the device would send, in order; empty if the control has no such movement.
    public func bytes(for control: ControlSpec) -> [[UInt8]] { [] }
}

extension Performance {
    /// Surfaces, controls and movements that the mappings do not have, as diagnostics.
    ///
    /// - Parameter mappings: by name of the surface in the performance.
    public func check(mappings: [String: DeviceMapping]) -> [Diagnostic] { [] }
}
