internal import CALSA

/// The open sequencer with the program's port and queue; closed when the last user lets go.
///
/// - Thread: confined to one thread after set-up, as its client is.
final class SequencerHandle {
    let sequencer: OpaquePointer
    let client: Int32
    let port: Int32
    let queue: Int32

    init(name: String) throws(SequencerError) {
        _ = calsa_silence_errors()
        var opened: OpaquePointer?
        let code = snd_seq_open(&opened, "default", Int32(SND_SEQ_OPEN_DUPLEX), Int32(SND_SEQ_NONBLOCK))
        guard code >= 0, let opened else { throw SequencerError.of(code, action: "be opened") }
        do throws(SequencerError) {
            try SequencerHandle.check(snd_seq_set_client_name(opened, name), "take the name \(name)")
            // A flood of messages must not push out announcements: the largest pool that the kernel grants.
            _ = snd_seq_set_client_pool_input(opened, 2000)
            _ = snd_seq_set_client_pool_output(opened, 2000)
            queue = try SequencerHandle.check(snd_seq_alloc_named_queue(opened, name), "make a queue")
            port = try SequencerHandle.makePort(opened, name: "Surfaces", queue: queue)
            try SequencerHandle.check(
                snd_seq_control_queue(opened, queue, Int32(SND_SEQ_EVENT_START.rawValue), 0, nil), "start its clock")
            try SequencerHandle.check(snd_seq_drain_output(opened), "start its clock")
            try SequencerHandle.check(
                snd_seq_connect_from(
                    opened, port, Int32(SND_SEQ_CLIENT_SYSTEM), Int32(SND_SEQ_PORT_SYSTEM_ANNOUNCE)),
                "watch for devices")
        } catch {
            snd_seq_close(opened)
            throw error
        }
        sequencer = opened
        client = snd_seq_client_id(opened)
    }

    deinit { snd_seq_close(sequencer) }

    @discardableResult
    private static func check(_ code: Int32, _ action: String) throws(SequencerError) -> Int32 {
        guard code >= 0 else { throw SequencerError.of(code, action: action) }
        return code
    }

    /// The one port that everything comes to and goes from. The kernel stamps what arrives with the queue's real time.
    private static func makePort(_ sequencer: OpaquePointer, name: String, queue: Int32) throws(SequencerError)
        -> Int32
    {
        var description: OpaquePointer?
        guard snd_seq_port_info_malloc(&description) == 0 else {
            throw .refused(action: "make a port", reason: "out of memory")
        }
        defer { snd_seq_port_info_free(description) }
        snd_seq_port_info_set_name(description, name)
        let capabilities =
            SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ | SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE
            | SND_SEQ_PORT_CAP_DUPLEX
        snd_seq_port_info_set_capability(description, UInt32(capabilities))
        snd_seq_port_info_set_type(
            description, UInt32(SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_APPLICATION))
        snd_seq_port_info_set_timestamping(description, 1)
        snd_seq_port_info_set_timestamp_real(description, 1)
        snd_seq_port_info_set_timestamp_queue(description, queue)
        try check(snd_seq_create_port(sequencer, description), "make a port")
        return snd_seq_port_info_get_port(description)
    }
}
