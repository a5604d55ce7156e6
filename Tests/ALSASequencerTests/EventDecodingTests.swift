import CALSA
import MIDI
import Testing

@testable import ALSASequencer

@Suite struct `Events of the sequencer` {
    /// bytes for a device, which come back through the kernel as the same bytes.
    static let wires: [[UInt8]] = [
        [0x80, 60, 0x22], [0x90, 0x5E, 0x7F], [0xAF, 1, 2], [0xB3, 7, 127], [0xC1, 5], [0xD2, 6], [0xE0, 0, 0],
        [0xE8, 1, 0x40],
        [0xE0, 0x7F, 0x7F], [0xF1, 0x12], [0xF2, 0x34, 0x56], [0xF3, 7], [0xF6], [0xF8], [0xFA], [0xFB], [0xFC],
        [0xFE], [0xFF],
    ]

    @Test(arguments: wires)
    func `a message goes out and comes back as the same bytes`(wire: [UInt8]) throws {
        let event = try #require(EventEncoder.event(wire[...]))
        #expect(EventDecoder.messages(event).flatMap(\.bytes) == wire)
    }

    @Test func `a lamp's note-on of velocity 0 stays a note-on on its way out`() throws {
        let event = try #require(EventEncoder.event([0x90, 0x5D, 0x00]))
        #expect(event.type == UInt8(SND_SEQ_EVENT_NOTEON.rawValue))
        #expect(event.data.note.velocity == 0)
    }

    @Test func `a note-on of velocity 0 comes in as a note-off`() throws {
        let event = try #require(EventEncoder.event([0x91, 0x40, 0x00]))
        #expect(EventDecoder.messages(event) == [.noteOff(channel: 2, note: 64, velocity: 0)])
    }

    /// type, parameter, value of the sequencer's compound events, and the controllers that they stand for.
    static let compounds: [(snd_seq_event_type, UInt32, Int32, [UInt8])] = [
        (SND_SEQ_EVENT_CONTROL14, 7, 0x2001, [0xB0, 7, 0x40, 0xB0, 39, 1]),
        (SND_SEQ_EVENT_CONTROL14, 70, 5, [0xB0, 70, 5]),
        (SND_SEQ_EVENT_NONREGPARAM, 0x81, 0x102, [0xB0, 99, 1, 0xB0, 98, 1, 0xB0, 6, 2, 0xB0, 38, 2]),
        (SND_SEQ_EVENT_REGPARAM, 0, 0x100, [0xB0, 101, 0, 0xB0, 100, 0, 0xB0, 6, 2, 0xB0, 38, 0]),
    ]

    @Test(arguments: compounds)
    func `a compound event is spelled out`(type: snd_seq_event_type, parameter: UInt32, value: Int32, wire: [UInt8]) {
        var event = snd_seq_event_t()
        event.type = UInt8(type.rawValue)
        event.data.control.param = parameter
        event.data.control.value = value
        #expect(EventDecoder.messages(event).flatMap(\.bytes) == wire)
    }

    @Test func `an event that is no MIDI gives no message`() {
        var event = snd_seq_event_t()
        event.type = UInt8(SND_SEQ_EVENT_TEMPO.rawValue)
        #expect(EventDecoder.messages(event).isEmpty)
    }

    @Test func `values beyond MIDI's range from another program do no harm`() {
        var event = snd_seq_event_t()
        event.type = UInt8(SND_SEQ_EVENT_PITCHBEND.rawValue)
        event.data.control.value = 1_000_000
        #expect(EventDecoder.messages(event) == [.pitchBend(channel: 1, value: 16_383)])
    }
}

@Suite struct `Bytes for a device` {
    static let whole: [([UInt8], [[UInt8]])] = [
        ([], []),
        ([0xE0, 1, 2, 0x90, 3, 4, 0xC0, 5], [[0xE0, 1, 2], [0x90, 3, 4], [0xC0, 5]]),
        ([0xF0, 1, 2, 0xF7, 0xF8], [[0xF0, 1, 2, 0xF7], [0xF8]]),
    ]

    @Test(arguments: whole)
    func `are cut into whole messages`(bytes: [UInt8], messages: [[UInt8]]) {
        #expect(WireMessages.split(bytes)?.map(Array.init) == messages)
    }

    static let broken: [[UInt8]] = [
        [0x90], [0x90, 1], [1, 2], [0x90, 1, 0x80], [0xF0, 1, 2], [0xF0, 0x90, 0xF7], [0xB0, 1, 2, 3, 4], [0xF4],
        [0xF7],
    ]

    @Test(arguments: broken)
    func `that are no whole messages are refused`(bytes: [UInt8]) {
        #expect(WireMessages.split(bytes) == nil)
    }
}
