internal import CALSA

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

    /// Sends one whole message. Returns a negative error code of alsa-lib, or 0 and more.
    mutating func send(
        _ message: ArraySlice<UInt8>, from handle: SequencerHandle, to address: SequencerPort.Address
    ) -> Int32 {
        let now = monotonicNanoseconds()
        guard message.first != 0xF0 else { return sendExclusive(message, from: handle, to: address, now: now) }
        guard var event = EventEncoder.event(message) else { return 0 }
        EventEncoder.address(&event, from: handle, to: address)
        if busyUntil > now { EventEncoder.schedule(&event, on: handle, in: busyUntil - now) }
        return snd_seq_event_output_direct(handle.sequencer, &event)
    }

    private mutating func sendExclusive(
        _ bytes: ArraySlice<UInt8>, from handle: SequencerHandle, to address: SequencerPort.Address, now: Int64
    ) -> Int32 {
        let isPaced = bytes.count > EventEncoder.directBytes || busyUntil > now
        var due = max(busyUntil, now)
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: EventEncoder.portionBytes) {
            var portion = Array(bytes[start..<min(start + EventEncoder.portionBytes, bytes.endIndex)])
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
    ///
    /// It is made from the bytes, not from a `Message`: a note-on of velocity 0 must reach the device as one, since lamps of some
    /// devices don't go out on a note-off.
    static func event(_ message: ArraySlice<UInt8>) -> snd_seq_event_t? {
        guard let status = message.first else { return nil }
        var event = snd_seq_event_t()
        guard status < 0xF0 else {
            guard let type = SystemMessage.type(of: Array(message)) else { return nil }
            event.type = UInt8(type.rawValue)
            event.data.control.value = SystemMessage.value(of: Array(message))
            return event
        }
        let first = message[message.startIndex + 1]
        let second = message.count > 2 ? message[message.startIndex + 2] : 0
        func note(_ type: snd_seq_event_type) {
            event.type = UInt8(type.rawValue)
            event.data.note.channel = status & 15
            event.data.note.note = first
            event.data.note.velocity = second
        }
        func control(_ type: snd_seq_event_type, _ parameter: UInt8, _ value: Int32) {
            event.type = UInt8(type.rawValue)
            event.data.control.channel = status & 15
            event.data.control.param = UInt32(parameter)
            event.data.control.value = value
        }
        switch status & 0xF0 {
        case 0x80: note(SND_SEQ_EVENT_NOTEOFF)
        case 0x90: note(SND_SEQ_EVENT_NOTEON)
        case 0xA0: note(SND_SEQ_EVENT_KEYPRESS)
        case 0xB0: control(SND_SEQ_EVENT_CONTROLLER, first, Int32(second))
        case 0xC0: control(SND_SEQ_EVENT_PGMCHANGE, 0, Int32(first))
        case 0xD0: control(SND_SEQ_EVENT_CHANPRESS, 0, Int32(first))
        default: control(SND_SEQ_EVENT_PITCHBEND, 0, (Int32(second) << 7 | Int32(first)) - 8192)
        }
        return event
    }
}
