internal import CALSA
internal import MIDI

/// Messages to events of the sequencer, for one device.
///
/// Short messages and short system-exclusive ones go straight to the driver. A long one would overflow the driver's buffer,
/// which drops without telling: it is put on the queue in portions, and everything sent after it is queued behind it.
struct EventEncoder {
    /// Longest system-exclusive message that goes out at once; half of the driver's buffer.
    static let directBytes = 2048
    static let portionBytes = 256
    /// 256 bytes in 10 ms is far above the speed of a DIN plug and below what USB devices have been seen to choke on.
    static let portionNanoseconds: Int64 = 10_000_000

    /// When the last portion that was queued is due, on the monotonic clock.
    private var busyUntil: Int64 = 0

    /// Returns a negative error code of alsa-lib, or 0 and more.
    mutating func send(_ message: Message, from handle: SequencerHandle, to address: SequencerPort.Address) -> Int32 {
        let now = monotonicNanoseconds()
        if case .systemExclusive(let bytes) = message {
            return sendExclusive(bytes, from: handle, to: address, now: now)
        }
        guard var event = EventEncoder.event(message) else { return 0 }
        EventEncoder.address(&event, from: handle, to: address)
        if busyUntil > now { EventEncoder.schedule(&event, on: handle, in: busyUntil - now) }
        return snd_seq_event_output_direct(handle.sequencer, &event)
    }

    private mutating func sendExclusive(
        _ bytes: [UInt8], from handle: SequencerHandle, to address: SequencerPort.Address, now: Int64
    ) -> Int32 {
        let isPaced = bytes.count > EventEncoder.directBytes || busyUntil > now
        var due = max(busyUntil, now)
        for start in stride(from: 0, to: bytes.count, by: EventEncoder.portionBytes) {
            var portion = Array(bytes[start..<min(start + EventEncoder.portionBytes, bytes.count)])
            let code = portion.withUnsafeMutableBytes { buffer in
                var event = snd_seq_event_t()
                event.type = UInt8(SND_SEQ_EVENT_SYSEX.rawValue)
                event.data.ext.len = UInt32(buffer.count)
                event.data.ext.ptr = buffer.baseAddress
                EventEncoder.address(&event, from: handle, to: address)
                event.flags |= UInt8(SND_SEQ_EVENT_LENGTH_VARIABLE)
                if isPaced { EventEncoder.schedule(&event, on: handle, in: due - now) }
                return snd_seq_event_output_direct(handle.sequencer, &event)
            }
            guard code >= 0 else { return code }
            due += isPaced ? EventEncoder.portionNanoseconds : 0
        }
        if isPaced { busyUntil = due }
        return 0
    }

    private static func address(
        _ event: inout snd_seq_event_t, from handle: SequencerHandle, to address: SequencerPort.Address
    ) {
        event.source.port = UInt8(handle.port)
        event.dest.client = address.client
        event.dest.port = address.port
        event.queue = UInt8(SND_SEQ_QUEUE_DIRECT)
    }

    private static func schedule(_ event: inout snd_seq_event_t, on handle: SequencerHandle, in nanoseconds: Int64) {
        event.queue = UInt8(handle.queue)
        event.flags |= UInt8(SND_SEQ_TIME_STAMP_REAL) | UInt8(SND_SEQ_TIME_MODE_REL)
        event.time.time.tv_sec = UInt32(nanoseconds / 1_000_000_000)
        event.time.time.tv_nsec = UInt32(nanoseconds % 1_000_000_000)
    }

    /// The event without its addresses; `nil` for a system-exclusive message and for bytes that MIDI 1.0 does not define.
    static func event(_ message: Message) -> snd_seq_event_t? {
        var event = snd_seq_event_t()
        func set(_ type: snd_seq_event_type) { event.type = UInt8(type.rawValue) }
        func note(_ channel: Int, _ note: Int, _ velocity: Int) {
            event.data.note.channel = UInt8(channel - 1)
            event.data.note.note = UInt8(note)
            event.data.note.velocity = UInt8(velocity)
        }
        func control(_ channel: Int, _ parameter: Int, _ value: Int) {
            event.data.control.channel = UInt8(channel - 1)
            event.data.control.param = UInt32(parameter)
            event.data.control.value = Int32(value)
        }
        switch message {
        case .noteOn(let channel, let number, let velocity):
            set(SND_SEQ_EVENT_NOTEON)
            note(channel, number, velocity)
        case .noteOff(let channel, let number, let velocity):
            set(SND_SEQ_EVENT_NOTEOFF)
            note(channel, number, velocity)
        case .polyPressure(let channel, let number, let pressure):
            set(SND_SEQ_EVENT_KEYPRESS)
            note(channel, number, pressure)
        case .controlChange(let channel, let controller, let value):
            set(SND_SEQ_EVENT_CONTROLLER)
            control(channel, controller, value)
        case .programChange(let channel, let program):
            set(SND_SEQ_EVENT_PGMCHANGE)
            control(channel, 0, program)
        case .channelPressure(let channel, let pressure):
            set(SND_SEQ_EVENT_CHANPRESS)
            control(channel, 0, pressure)
        case .pitchBend(let channel, let value):
            set(SND_SEQ_EVENT_PITCHBEND)
            control(channel, 0, value - 8192)
        case .systemCommon(let bytes):
            guard let type = SystemMessage.type(of: bytes) else { return nil }
            set(type)
            event.data.control.value = SystemMessage.value(of: bytes)
        case .realTime(let byte):
            guard let type = SystemMessage.type(of: [byte]) else { return nil }
            set(type)
        case .systemExclusive: return nil
        }
        return event
    }
}
