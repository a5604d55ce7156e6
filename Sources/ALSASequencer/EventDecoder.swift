internal import CALSA
internal import MIDI

/// Events of the sequencer to messages.
///
/// Kernel drivers send plain MIDI 1.0; other programs may also send the sequencer's own compound events (14-bit controllers,
/// registered parameters), which are spelled out as the controllers that they stand for.
enum EventDecoder {
    /// The messages of one event; empty for events that are no MIDI. System-exclusive ones are ``SysExAssembler``'s.
    static func messages(_ event: snd_seq_event_t) -> [Message] {
        let note = event.data.note
        let channel = Int(note.channel & 15) + 1
        let key = Int(note.note & 127)
        let velocity = Int(note.velocity & 127)
        switch snd_seq_event_type(rawValue: UInt32(event.type)) {
        case SND_SEQ_EVENT_NOTEON where velocity == 0: return [.noteOff(channel: channel, note: key, velocity: 0)]
        case SND_SEQ_EVENT_NOTEON: return [.noteOn(channel: channel, note: key, velocity: velocity)]
        case SND_SEQ_EVENT_NOTEOFF: return [.noteOff(channel: channel, note: key, velocity: velocity)]
        case SND_SEQ_EVENT_KEYPRESS: return [.polyPressure(channel: channel, note: key, pressure: velocity)]
        default: return control(event)
        }
    }

    private static func control(_ event: snd_seq_event_t) -> [Message] {
        let control = event.data.control
        let channel = Int(control.channel & 15) + 1
        let parameter = Int(control.param)
        let value = Int(control.value)
        func change(_ controller: Int, _ value: Int) -> Message {
            .controlChange(channel: channel, controller: controller & 127, value: value & 127)
        }
        func registered(_ high: Int, _ low: Int) -> [Message] {
            [change(high, parameter >> 7), change(low, parameter), change(6, value >> 7), change(38, value)]
        }
        switch snd_seq_event_type(rawValue: UInt32(event.type)) {
        case SND_SEQ_EVENT_CONTROLLER: return [change(parameter, value)]
        case SND_SEQ_EVENT_PGMCHANGE: return [.programChange(channel: channel, program: value & 127)]
        case SND_SEQ_EVENT_CHANPRESS: return [.channelPressure(channel: channel, pressure: value & 127)]
        case SND_SEQ_EVENT_PITCHBEND:
            return [.pitchBend(channel: channel, value: min(max(value + 8192, 0), 16_383))]
        case SND_SEQ_EVENT_CONTROL14 where parameter < 32:
            return [change(parameter, value >> 7), change(parameter + 32, value)]
        case SND_SEQ_EVENT_CONTROL14: return [change(parameter, value)]
        case SND_SEQ_EVENT_NONREGPARAM: return registered(99, 98)
        case SND_SEQ_EVENT_REGPARAM: return registered(101, 100)
        default:
            guard let bytes = SystemMessage.bytes(type: event.type, value: control.value) else { return [] }
            return [bytes[0] >= 0xF8 ? .realTime(bytes[0]) : .systemCommon(bytes)]
        }
    }
}
