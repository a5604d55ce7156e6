import ALSASequencer
import Desk
import MIDI
import Mapping

/// Devices that come and go.
extension LiveMix {
    struct Connection {
        var port: any DevicePort
        var surface: Surface
        /// Finds its own message in what the device sends back.
        var probe: EchoProbe?
    }

    /// What is plugged in.
    struct Plugged {
        /// Connected devices, by their ports.
        var connections: [ObjectIdentifier: Connection] = [:]
        /// Devices that another program holds, and what was told of them.
        var held: [ObjectIdentifier: HeldDevice] = [:]
        /// Devices that no mapping is for.
        let unmapped = UnmappedList()
        var roster = Roster()
        var mappings: MappingChoice
        /// Devices of the last time.
        let remembered: [SurfaceMemory.Device]

        init(mappings: MappingChoice, remembered: [SurfaceMemory.Device]) {
            (self.mappings, self.remembered) = (mappings, remembered)
        }
    }

    /// A device that could not be connected, and is tried again.
    struct HeldDevice {
        var port: any DevicePort
        var isByHand: Bool
        var complaint: String
        /// Nanoseconds of the monotonic clock.
        var nextTry: Int64
    }

    private static let retryNanoseconds: Int64 = 1_000_000_000

    func takeEvents() {
        guard let devices = rig.devices else { return }
        for event in devices.takeEvents() {
            switch event {
            case .appeared(let port): appeared(port)
            case .disappeared(let port): disappeared(port)
            case .wired(let port): wired(port)
            case .unwired(let port): unwired(port)
            case .lost: lost()
            case .loopCut:
                say("Gainrider's output was wired to its own input: that wire is taken out, nothing else is changed")
            case .message(let port, let message):
                guard let connection = plugged.connections[ObjectIdentifier(port)] else {
                    plugged.unmapped.hear(message, from: port)
                    continue
                }
                take(message, from: connection, ObjectIdentifier(port))
            }
        }
    }

    private func take(_ message: TimedMessage, from connection: Connection, _ key: ObjectIdentifier) {
        if let probe = connection.probe, message.message.bytes == probe.message {
            plugged.connections[key]?.probe = nil
            desk.surfaceSession.foundEcho(on: connection.surface)
            return
        }
        desk.surfaceSession.isCatchingUp = isLate(message.nanoseconds)
        defer { desk.surfaceSession.isCatchingUp = false }
        let frame = frame(of: message.nanoseconds)
        desk.advance(to: frame)
        // What is moved for a lesson moves nothing, and belongs to no performance.
        if !connection.surface.isLearnt { note(message.message.bytes, of: connection.surface, at: frame) }
        desk.surfaceSession.handle(message.message, from: connection.surface, at: frame)
    }

    /// The kernel threw messages away, and says of none whose they were: no hand is trusted, every device is shown everything.
    private func lost() {
        let count = rig.devices?.statistics.overruns ?? 0
        let frame = frame(of: clock())
        for connection in plugged.connections.values {
            desk.surfaceSession.lostInput(of: connection.surface, at: frame)
        }
        say(
            "more MIDI messages at once than the kernel keeps (\(count) time\(count == 1 ? "" : "s") so far): some are lost; "
                + "all hands have let go, and every controller is sent everything again")
    }

    // MARK: Plugging

    private func appeared(_ port: any DevicePort) {
        let identity = port.identity
        // A mapping that was only named by --mapping is not for every program that happens to run.
        let choice =
            port.isHardware
            ? plugged.mappings.choice(for: identity)
            : plugged.mappings.loaded.matching(identity).map { ($0.mapping, $0.reason) }
        if let (mapping, reason) = choice { return connect(port, mapping, reason, isByHand: false) }
        if port.isHardware {
            plugged.unmapped.appeared(port)
            say(
                "\(identity.client) · \(identity.port): no mapping matches; "
                    + (page == nil
                        ? "see `gainrider surfaces`" : "learn from it on the page, or see `gainrider surfaces`")
            )
        } else if port.sends {
            say(
                "\(identity.client) · \(identity.port), a program: no mapping matches, so it is left alone; wire it to "
                    + "Gainrider by hand to use it with --mapping")
        }
    }

    /// Somebody has wired the port to us, and means it.
    private func wired(_ port: any DevicePort) {
        guard plugged.connections[ObjectIdentifier(port)] == nil else { return }
        let identity = port.identity
        guard let (mapping, reason) = plugged.mappings.choice(for: identity) else {
            plugged.unmapped.appeared(port)
            say(
                "\(identity.client) · \(identity.port) is wired to Gainrider, but no mapping matches: it is not listened "
                    + "to; give it one with --mapping" + (page == nil ? "" : ", or learn from it on the page"))
            return
        }
        connect(port, mapping, reason + ", wired by hand", isByHand: true)
    }

    private func connect(_ port: any DevicePort, _ mapping: DeviceMapping, _ reason: String, isByHand: Bool) {
        let key = ObjectIdentifier(port)
        guard plugged.connections[key] == nil else { return }
        let mapping = mapping.part(for: port.identity)
        let isTaken = plugged.connections.values.contains {
            $0.port.device == port.device && $0.surface.mapping.id == mapping.id
                && $0.surface.mapping.port == mapping.port
        }
        guard isByHand || !isTaken else { return }
        do {
            try port.connect()
        } catch {
            hold(port, error, isByHand: isByHand)
            return
        }
        plugged.held[key] = nil
        rig.watch?.watch(mapping)
        let (name, place) = plugged.roster.arrive(port.identity, mapping: mapping.id, title: mapping.name)
        let old = place ?? SurfaceMemory.place(of: port.identity, mapping: mapping.id, in: plugged.remembered)
        let surface = desk.surfaceSession.connect(
            mapping, to: port, named: name, place: old, device: port.device, at: frame(of: clock()))
        let probe = port.sends && port.receives ? EchoProbe(mapping, number: surface.identifier) : nil
        plugged.connections[key] = Connection(port: port, surface: surface, probe: probe)
        noteArrival(of: surface)
        // A device that takes nothing has said so when it was shown everything.
        if let probe { try? port.send(probe.message) }
        say("\(name) connected: mapping \(mapping.id), \(reason)")
    }

    private func disappeared(_ port: any DevicePort) {
        plugged.held[ObjectIdentifier(port)] = nil
        plugged.unmapped.disappeared(port)
        guard let name = letGo(of: port) else { return }
        say("\(name) unplugged: its hands have let go; it is connected again when it is back")
    }

    private func unwired(_ port: any DevicePort) {
        if !port.isHardware { plugged.unmapped.disappeared(port) }
        guard let name = letGo(of: port) else { return }
        say("\(name): its wire to Gainrider was taken out; its hands have let go until somebody wires it again")
    }

    private func letGo(of port: any DevicePort) -> String? {
        guard let surface = plugged.connections.removeValue(forKey: ObjectIdentifier(port))?.surface else {
            return nil
        }
        let frame = frame(of: clock())
        let place = desk.surfaceSession.disconnect(surface, at: frame)
        noteDeparture(of: surface, at: frame)
        plugged.roster.leave(surface.name, with: surface.place(with: place))
        return surface.name
    }

    /// What is kept of a device until the program is started again.
    func remember(_ surface: Surface) -> SurfaceMemory.Device {
        SurfaceMemory.Device(
            surface.identity, mapping: surface.mapping.id, travels: desk.surfaceSession.travels(of: surface))
    }

    /// Gives devices that have a mapping of this name the new one; values, touches and what controls have caught stay.
    func reload(_ mapping: DeviceMapping) {
        plugged.mappings.replace(mapping)
        rig.watch?.watch(mapping)
        let frame = frame(of: clock())
        desk.advance(to: frame)
        for surface in desk.surfaces where surface.mapping.id == mapping.id {
            desk.surfaceSession.reload(mapping.part(surface.mapping.port), on: surface, at: frame)
            say("\(surface.name): mapping \(mapping.id) is read anew")
        }
        for port in plugged.unmapped.take(where: { mapping.match(for: $0) != nil }) { appeared(port) }
    }

    // MARK: Devices that others hold

    private func hold(_ port: any DevicePort, _ error: SequencerError, isByHand: Bool) {
        let key = ObjectIdentifier(port)
        let complaint = "\(error)"
        if plugged.held[key]?.complaint != complaint {
            say(complaint + (error.isPassing ? "; it is tried again every second" : ""))
        }
        plugged.held[key] =
            error.isPassing
            ? HeldDevice(
                port: port, isByHand: isByHand, complaint: complaint, nextTry: clock() + LiveMix.retryNanoseconds)
            : nil
    }

    func retryHeld() {
        guard !plugged.held.isEmpty else { return }
        let now = clock()
        for device in plugged.held.values where device.nextTry <= now {
            if device.isByHand { wired(device.port) } else { appeared(device.port) }
        }
    }
}

extension SequencerError {
    /// Whether it may be over in a moment, without anything being plugged.
    fileprivate var isPassing: Bool {
        switch self {
        case .busy, .full: true
        default: false
        }
    }
}
