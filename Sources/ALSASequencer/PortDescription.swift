internal import CALSA
internal import MIDI

/// What the sequencer and sysfs say of a port, before it becomes a ``SequencerPort``.
struct PortDescription: Equatable {
    var identity: PortIdentity
    var sends: Bool
    var receives: Bool
    var isHardware: Bool
}

extension PortDescription {
    /// Asks the kernel. `nil`: the port has gone, or is none that a controller could be on (system, loop-through, private).
    static func of(_ address: SequencerPort.Address, handle: SequencerHandle, sysfs: USBIdentity) -> PortDescription?
    {
        var clientInfo: OpaquePointer?
        var portInfo: OpaquePointer?
        guard snd_seq_client_info_malloc(&clientInfo) == 0 else { return nil }
        defer { snd_seq_client_info_free(clientInfo) }
        guard snd_seq_port_info_malloc(&portInfo) == 0 else { return nil }
        defer { snd_seq_port_info_free(portInfo) }
        guard snd_seq_get_any_client_info(handle.sequencer, Int32(address.client), clientInfo) == 0,
            snd_seq_get_any_port_info(handle.sequencer, Int32(address.client), Int32(address.port), portInfo) == 0
        else { return nil }

        let clientName = String(cString: snd_seq_client_info_get_name(clientInfo))
        let isKernel = snd_seq_client_info_get_type(clientInfo) == SND_SEQ_KERNEL_CLIENT
        // "Midi Through" is a kernel client without a card: what is sent to it comes back to everybody.
        if isKernel && snd_seq_client_info_get_card(clientInfo) < 0 { return nil }
        let capabilities = Int(snd_seq_port_info_get_capability(portInfo))
        func has(_ wanted: Int) -> Bool { capabilities & wanted == wanted }
        guard !has(Int(SND_SEQ_PORT_CAP_NO_EXPORT)) else { return nil }
        let sends = has(Int(SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ))
        let receives = has(Int(SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE))
        guard sends || receives else { return nil }

        var identity = PortIdentity(
            client: clientName, port: String(cString: snd_seq_port_info_get_name(portInfo)), index: Int(address.port))
        if isKernel { sysfs.complete(&identity, card: Int(snd_seq_client_info_get_card(clientInfo))) }
        return PortDescription(identity: identity, sends: sends, receives: receives, isHardware: isKernel)
    }
}
