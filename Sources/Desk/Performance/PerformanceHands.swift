import MIDI
public import Mapping
public import Units

/// The devices of a performance, with the hands that play on them: off line, or live beside real ones.
///
/// - Thread: the desk's.
public final class PerformanceHands {
    private let desk: Desk
    /// By the names of the performance. One that is unplugged is what it was.
    public private(set) var surfaces: [String: Surface] = [:]
    /// What belongs to devices whose cable is out.
    private var places: [String: SurfacePlace] = [:]
    private let keepsSent: Bool

    /// Connects the performance's devices to a desk.
    ///
    /// - Parameters:
    ///   - mappings: by name of the performance's surfaces.
    ///   - keepsSent: remember every message that they are sent.
    public init(
        _ performance: Performance, mappings: [String: DeviceMapping], desk: Desk, keepsSent: Bool,
        at frame: FramePosition
    ) {
        self.desk = desk
        self.keepsSent = keepsSent
        for description in performance.surfaces {
            guard let mapping = mappings[description.name] else { continue }
            connect(description.name, mapping, at: frame)
        }
    }

    private func connect(_ name: String, _ mapping: DeviceMapping, at frame: FramePosition) {
        surfaces[name] = desk.surfaceSession.connect(
            mapping, to: SilentPort(), named: name, place: places.removeValue(forKey: name), keepsSent: keepsSent,
            at: frame)
    }

    /// Does what an event says, at an engine frame.
    ///
    /// - Returns: what is wrong if the session has no such node, group or marker.
    public func act(_ input: Performance.Input, at frame: FramePosition) -> String? {
        switch input {
        case .action(let action): return desk.perform(action, at: frame)
        case .bytes(let name, let bytes): send(bytes, from: name, at: frame)
        case .control(let name, let control, let movement):
            guard let spec = surfaces[name]?.mapping.control(named: control) else { return nil }
            for bytes in movement.bytes(for: spec) { send(bytes, from: name, at: frame) }
        case .cable(let name, let isIn): return isIn ? plug(name, at: frame) : unplug(name, at: frame)
        }
        return nil
    }

    private func plug(_ name: String, at frame: FramePosition) -> String? {
        guard let surface = surfaces[name] else { return nil }
        guard places[name] != nil else { return "\(name) is plugged in already" }
        connect(name, surface.mapping, at: frame)
        return nil
    }

    private func unplug(_ name: String, at frame: FramePosition) -> String? {
        guard let surface = surfaces[name] else { return nil }
        guard places[name] == nil else { return "\(name) is unplugged already" }
        places[name] = surface.place(with: desk.surfaceSession.disconnect(surface, at: frame))
        return nil
    }

    private func send(_ bytes: [UInt8], from name: String, at frame: FramePosition) {
        // Hands may move what is not plugged in; nobody hears of it.
        guard let surface = surfaces[name], places[name] == nil else { return }
        var parser = ByteParser()
        for message in parser.parse(bytes) { desk.surfaceSession.handle(message, from: surface, at: frame) }
    }
}

/// The device of a performance: takes what it is sent, and what it was sent is looked at afterwards.
private final class SilentPort: MIDIPort {
    let identity = PortIdentity(client: "performance", port: "performance")
    func send(_ bytes: [UInt8]) throws {}
}
