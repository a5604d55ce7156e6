internal import CALSA

/// All ports of all clients, as the kernel has them now, in its order.
enum PortScan {
    static func addresses(_ handle: SequencerHandle) -> [SequencerPort.Address] {
        var client: OpaquePointer?
        var port: OpaquePointer?
        guard snd_seq_client_info_malloc(&client) == 0 else { return [] }
        defer { snd_seq_client_info_free(client) }
        guard snd_seq_port_info_malloc(&port) == 0 else { return [] }
        defer { snd_seq_port_info_free(port) }
        var addresses: [SequencerPort.Address] = []
        snd_seq_client_info_set_client(client, -1)
        while snd_seq_query_next_client(handle.sequencer, client) >= 0 {
            let number = snd_seq_client_info_get_client(client)
            snd_seq_port_info_set_client(port, number)
            snd_seq_port_info_set_port(port, -1)
            while snd_seq_query_next_port(handle.sequencer, port) >= 0 {
                addresses.append(.init(client: UInt8(number), port: UInt8(snd_seq_port_info_get_port(port))))
            }
        }
        return addresses
    }
}
