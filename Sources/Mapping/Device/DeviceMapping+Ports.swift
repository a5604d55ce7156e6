import ControlSurfaces
public import MIDI

/// A device that has several MIDI ports: each is connected by itself, and all of them are one surface.
extension DeviceMapping {
    /// What belongs to one of its ports: every control keeps its place, but those of other ports neither send nor show anything.
    ///
    /// - Parameter number: 1…the count of ``ports``.
    public func part(_ number: Int) -> DeviceMapping {
        guard ports.count > 1 else { return self }
        var part = self
        part.port = number
        for index in part.controls.indices where part.controls[index].port != number {
            part.controls[index].input = nil
            part.controls[index].outputs = []
            if case .sense = part.controls[index].touch { part.controls[index].touch = .none }
        }
        // What is sent to the device as a whole goes through its first port.
        guard number != 1 else { return part }
        (part.setup, part.farewell, part.keepAlive, part.handshake) = ([], [], nil, nil)
        return part
    }

    /// The part for this port; the first part if no match fits.
    public func part(for identity: PortIdentity) -> DeviceMapping {
        part((ports.firstIndex { $0.matches(identity) } ?? 0) + 1)
    }
}
