internal import CALSA
public import MIDI

/// One port of a device on the ALSA sequencer.
///
/// - Thread: confined to the thread of its ``SequencerClient``.
public final class SequencerPort: DevicePort {
    /// Client number and port number; they change with every plugging, so nothing stores them.
    struct Address: Hashable {
        var client: UInt8
        var port: UInt8
    }

    public var identity: PortIdentity { description.identity }
    /// The device sends: its messages arrive as events once it is connected.
    public var sends: Bool { description.sends }
    /// The device receives: ``send(_:)`` reaches it once it is connected.
    public var receives: Bool { description.receives }
    /// A port of the kernel's own drivers (hardware, virtual cards), not of another program.
    public var isHardware: Bool { description.isHardware }
    public var device: Int { Int(address.client) }
    /// Connected by ``connect()`` and neither disconnected nor unplugged since.
    public internal(set) var isConnected = false
    /// Still plugged in.
    public internal(set) var isPresent = true

    let address: Address
    let description: PortDescription
    private let handle: SequencerHandle
    private var encoder = EventEncoder()

    init(handle: SequencerHandle, address: Address, description: PortDescription) {
        self.handle = handle
        self.address = address
        self.description = description
    }

    /// Opens the device in both directions that it has. Does nothing if it is connected already.
    ///
    /// - Throws: ``SequencerError/gone(port:)``, ``SequencerError/busy(port:)``, ``SequencerError/refused(action:reason:)``.
    public func connect() throws(SequencerError) {
        guard !isConnected else { return }
        if sends {
            let code = snd_seq_connect_from(handle.sequencer, handle.port, Int32(address.client), Int32(address.port))
            try checkConnection(code, sendsToUs)
        }
        if receives {
            let code = snd_seq_connect_to(handle.sequencer, handle.port, Int32(address.client), Int32(address.port))
            do throws(SequencerError) {
                try checkConnection(code, hearsUs)
            } catch {
                if sends { disconnectInput() }
                throw error
            }
        }
        isConnected = true
    }

    /// Closes both directions; messages under way are dropped. Does nothing if it isn't connected.
    public func disconnect() {
        guard isConnected else { return }
        isConnected = false
        if sends { disconnectInput() }
        if receives {
            // A device that was unplugged in this moment has no connection left: nothing to do about it.
            _ = snd_seq_disconnect_to(handle.sequencer, handle.port, Int32(address.client), Int32(address.port))
        }
    }

    /// Sends whole messages at once, without waiting; a system-exclusive message of more than 2 KiB goes in portions of
    /// 256 bytes every 10 ms, and what is sent after it follows it.
    ///
    /// The kernel's driver drops what doesn't fit its own buffer of 4 KiB for each device without telling; keep below the
    /// speed of the wire (3,125 bytes a second on a DIN plug).
    ///
    /// - Throws: ``SequencerError/gone(port:)``, ``SequencerError/full(port:)``, ``SequencerError/notMIDI(port:bytes:)``.
    public func send(_ bytes: [UInt8]) throws {
        guard isPresent, isConnected, receives else { throw SequencerError.gone(port: label) }
        guard let messages = WireMessages.split(bytes) else {
            throw SequencerError.notMIDI(port: label, bytes: bytes)
        }
        for message in messages {
            let code = encoder.send(message, from: handle, to: address)
            guard code >= 0 else { throw SequencerError.of(code, action: "send", port: label) }
        }
    }

    /// `"X-TOUCH MINI"`, or `"X-TOUCH MINI (X-TOUCH MINI MIDI 2)"` where the client has several ports.
    var label: String {
        identity.index == 0 ? identity.client : "\(identity.client) (\(identity.port))"
    }

    private func checkConnection(_ code: Int32, _ isWired: @autoclosure () -> Bool) throws(SequencerError) {
        // -EBUSY also says "connected already", which a patch bay may have done before us.
        guard code >= 0 || (code == -EBUSY && isWired()) else {
            throw SequencerError.of(code == -EAGAIN ? -EBUSY : code, action: "connect", port: label)
        }
    }

    /// The kernel has the wires that ``connect()`` makes, in both directions that the device has.
    var isWired: Bool { (!sends || sendsToUs) && (!receives || hearsUs) }

    private var sendsToUs: Bool { isSubscribed(from: theirs, to: ours) }
    private var hearsUs: Bool { isSubscribed(from: ours, to: theirs) }
    private var ours: snd_seq_addr_t { snd_seq_addr_t(client: UInt8(handle.client), port: UInt8(handle.port)) }
    private var theirs: snd_seq_addr_t { snd_seq_addr_t(client: address.client, port: address.port) }

    private func isSubscribed(from sender: snd_seq_addr_t, to receiver: snd_seq_addr_t) -> Bool {
        var subscription: OpaquePointer?
        guard snd_seq_port_subscribe_malloc(&subscription) == 0 else { return false }
        defer { snd_seq_port_subscribe_free(subscription) }
        var (sender, receiver) = (sender, receiver)
        snd_seq_port_subscribe_set_sender(subscription, &sender)
        snd_seq_port_subscribe_set_dest(subscription, &receiver)
        return snd_seq_get_port_subscription(handle.sequencer, subscription) == 0
    }

    private func disconnectInput() {
        _ = snd_seq_disconnect_from(handle.sequencer, handle.port, Int32(address.client), Int32(address.port))
    }
}
