internal import CALSA
internal import MIDI

/// The program on the ALSA sequencer: finds devices as they come and go, and hands out what the connected ones send.
///
/// Poll ``fileDescriptor`` for reading and then call ``events(limit:)``. The first call tells the devices that are there already.
///
/// - Thread: confined to one thread after set-up (the desk's poll loop).
public final class SequencerClient: @unchecked Sendable {
    // @unchecked: no state is shared; the thread that polls is the only one that calls, its ports included.

    /// Lost and refused input so far.
    public private(set) var statistics = SequencerStatistics()
    /// Ports that are plugged in, in the order in which they appeared.
    public private(set) var ports: [SequencerPort] = []

    private let handle: SequencerHandle
    private let clock: QueueClock
    private let includesSoftware: Bool
    private let usb = USBIdentity()
    private var assemblers: [SequencerPort.Address: SysExAssembler] = [:]
    /// Connected ports of which a wire was taken out.
    private var loose: [SequencerPort] = []
    /// Found at the start or by ``rescan()``, handed out by the next call of ``events(limit:)``.
    private var waiting: [SequencerEvent] = []

    /// Opens the sequencer, and looks at what is plugged in.
    ///
    /// - Parameters:
    ///   - name: what patch bays show.
    ///   - includesSoftware: also tell of ports of other programs, not only of hardware and virtual cards.
    /// - Throws: ``SequencerError/noSequencer``, ``SequencerError/noPermission``, ``SequencerError/refused(action:reason:)``.
    public init(name: String = "Gainrider", includesSoftware: Bool = false) throws(SequencerError) {
        handle = try SequencerHandle(name: name)
        guard let clock = QueueClock() else { throw .refused(action: "read its clock", reason: "out of memory") }
        self.clock = clock
        self.includesSoftware = includesSoftware
        rescan(into: &waiting)
    }

    deinit { clock.free() }

    /// Readable when ``events(limit:)`` has something to tell.
    public var fileDescriptor: Int32 {
        var descriptor = pollfd()
        _ = snd_seq_poll_descriptors(handle.sequencer, &descriptor, 1, Int16(POLLIN))
        return descriptor.fd
    }

    /// Everything that has happened since the last call, in order, without waiting.
    ///
    /// - Parameter limit: stops soon after this many, so that a flood can't hold up its caller; the descriptor stays readable.
    public func events(limit: Int = 4096) -> [SequencerEvent] {
        var events = waiting
        waiting = []
        var offset: Int64??
        while events.count < limit || snd_seq_event_input_pending(handle.sequencer, 0) > 0 {
            var input: UnsafeMutablePointer<snd_seq_event_t>?
            let code = snd_seq_event_input(handle.sequencer, &input)
            if code == -ENOSPC {
                // The kernel threw its pool away, announcements too: compare with what is there now.
                statistics.overruns += 1
                for source in assemblers.keys { assemble(source) { $0.drop() } }
                rescan(into: &events)
                // After what has gone and come: hands of devices that are there are to let go.
                events.append(.lost)
                continue
            }
            guard code >= 0, let event = input?.pointee else { break }
            if event.source.client == UInt8(SND_SEQ_CLIENT_SYSTEM) {
                announce(event, into: &events)
            } else {
                if offset == nil { offset = .some(clock.offset(handle)) }
                receive(event, offset: offset ?? nil, into: &events)
            }
        }
        if !loose.isEmpty { tellLoose(into: &events) }
        return events
    }

    // MARK: Messages

    private func receive(_ event: snd_seq_event_t, offset: Int64?, into events: inout [SequencerEvent]) {
        let source = SequencerPort.Address(client: event.source.client, port: event.source.port)
        guard event.source.client != UInt8(handle.client) else { return cutLoop(into: &events) }
        guard let port = port(at: source), port.isConnected else {
            statistics.ignored += 1
            return
        }
        let stamp = time(of: event, offset: offset)
        func tell(_ message: Message) {
            events.append(.message(port, TimedMessage(nanoseconds: stamp, message: message)))
        }
        if event.type == UInt8(SND_SEQ_EVENT_SYSEX.rawValue) {
            let portion = UnsafeRawBufferPointer(start: event.data.ext.ptr, count: Int(event.data.ext.len))
            for bytes in assemble(source, { $0.take(portion) }) { tell(.systemExclusive(bytes)) }
            return
        }
        let messages = EventDecoder.messages(event)
        for message in messages {
            // Real-time bytes may stand inside a system-exclusive message; anything else ends it.
            if case .realTime = message {} else { assemble(source) { $0.drop() } }
            tell(message)
        }
        if messages.isEmpty { statistics.ignored += 1 }
    }

    /// The stamp on the monotonic clock, never later than now; now if the kernel gave none.
    private func time(of event: snd_seq_event_t, offset: Int64?) -> Int64 {
        let now = monotonicNanoseconds()
        let isReal = event.flags & UInt8(SND_SEQ_TIME_STAMP_MASK) == UInt8(SND_SEQ_TIME_STAMP_REAL)
        guard let offset, isReal, event.queue == UInt8(handle.queue) else { return now }
        let queue = Int64(event.time.time.tv_sec) * 1_000_000_000 + Int64(event.time.time.tv_nsec)
        return min(queue + offset, now)
    }

    @discardableResult
    private func assemble<Result>(
        _ source: SequencerPort.Address, _ change: (inout SysExAssembler) -> Result
    ) -> Result {
        var assembler = assemblers[source] ?? SysExAssembler()
        let before = assembler.droppedBytes
        defer {
            statistics.droppedBytes += assembler.droppedBytes - before
            assemblers[source] = assembler
        }
        return change(&assembler)
    }

    /// Somebody has wired our output to our input: the wire is taken out.
    private func cutLoop(into events: inout [SequencerEvent]) {
        // What was under way when the wire was cut comes in still.
        guard snd_seq_disconnect_to(handle.sequencer, handle.port, handle.client, handle.port) == 0 else { return }
        statistics.loopsCut += 1
        events.append(.loopCut)
    }

    // MARK: Devices that come and go

    private func announce(_ event: snd_seq_event_t, into events: inout [SequencerEvent]) {
        let address = SequencerPort.Address(client: event.data.addr.client, port: event.data.addr.port)
        switch snd_seq_event_type(rawValue: UInt32(event.type)) {
        case SND_SEQ_EVENT_PORT_START:
            // Known already, and yet without our wires: it went unseen, and is back under its old number.
            if let known = port(at: address), known.isConnected, !known.isWired { disappear(address, into: &events) }
            appear(address, into: &events)
        case SND_SEQ_EVENT_PORT_EXIT: disappear(address, into: &events)
        case SND_SEQ_EVENT_PORT_CHANGE:
            // Renamed or given other abilities: another device, as far as a mapping is concerned.
            let known = port(at: address)
            guard known?.description != describe(address) else { return }
            disappear(address, into: &events)
            appear(address, into: &events)
        case SND_SEQ_EVENT_CLIENT_EXIT:
            for port in ports where port.address.client == address.client { disappear(port.address, into: &events) }
        case SND_SEQ_EVENT_PORT_SUBSCRIBED: wired(event.data.connect, into: &events)
        case SND_SEQ_EVENT_PORT_UNSUBSCRIBED: unwired(event.data.connect)
        default: break
        }
    }

    private func wired(_ connection: snd_seq_connect_t, into events: inout [SequencerEvent]) {
        guard connection.dest.client == UInt8(handle.client) else { return }
        if connection.sender.client == UInt8(handle.client) { return cutLoop(into: &events) }
        guard let port = port(at: .init(client: connection.sender.client, port: connection.sender.port)),
            !port.isConnected
        else { return }
        events.append(.wired(port))
    }

    private func unwired(_ connection: snd_seq_connect_t) {
        let ours = UInt8(handle.client)
        for end in [connection.sender, connection.dest] where end.client != ours {
            guard let port = port(at: .init(client: end.client, port: end.port)), port.isConnected, !port.isWired
            else { continue }
            if !loose.contains(where: { $0 === port }) { loose.append(port) }
        }
    }

    /// Tells of connected ports that have lost a wire. One that is being unplugged loses its wires first: then only its going is told.
    private func tellLoose(into events: inout [SequencerEvent]) {
        defer { loose = [] }
        for port in loose where port.isPresent && port.isConnected && !port.isWired && describe(port.address) != nil {
            // A device without one of its wires would be half deaf: the other is taken out, too.
            port.disconnect()
            events.append(.unwired(port))
        }
    }

    private func appear(_ address: SequencerPort.Address, into events: inout [SequencerEvent]) {
        guard port(at: address) == nil, let description = describe(address) else { return }
        let port = SequencerPort(handle: handle, address: address, description: description)
        ports.append(port)
        events.append(.appeared(port))
    }

    private func disappear(_ address: SequencerPort.Address, into events: inout [SequencerEvent]) {
        guard let index = ports.firstIndex(where: { $0.address == address }) else { return }
        let port = ports.remove(at: index)
        port.isPresent = false
        port.isConnected = false
        assemble(address) { $0.drop() }
        assemblers[address] = nil
        events.append(.disappeared(port))
    }

    private func port(at address: SequencerPort.Address) -> SequencerPort? { ports.first { $0.address == address } }

    private func describe(_ address: SequencerPort.Address) -> PortDescription? {
        guard address.client != UInt8(handle.client), address.client != UInt8(SND_SEQ_CLIENT_SYSTEM),
            let description = PortDescription.of(address, handle: handle, sysfs: usb),
            description.isHardware || includesSoftware
        else { return nil }
        return description
    }

    /// Compares the ports that we know, and their wires, with what the kernel has.
    private func rescan(into events: inout [SequencerEvent]) {
        let present = PortScan.addresses(handle).compactMap { address in
            describe(address).map { (address: address, description: $0) }
        }
        let known = ports.map {
            PortChanges.Known(
                address: $0.address, description: $0.description, isConnected: $0.isConnected,
                isWired: !$0.isConnected || $0.isWired)
        }
        let changes = PortChanges(known: known, present: present)
        for address in changes.gone { disappear(address, into: &events) }
        for address in changes.new { appear(address, into: &events) }
    }
}
