import MIDI
import Testing

@testable import ALSASequencer

@Suite struct `System-exclusive portions` {
    /// portions as the kernel hands them over, the messages that they make, and the bytes that are dropped.
    static let stories: [([[UInt8]], [[UInt8]], Int)] = [
        ([[0xF0, 1, 2, 0xF7]], [[0xF0, 1, 2, 0xF7]], 0),
        ([[0xF0, 1], [2], [3, 0xF7]], [[0xF0, 1, 2, 3, 0xF7]], 0),
        ([[0xF0, 1, 0xF7, 0xF0, 2, 0xF7]], [[0xF0, 1, 0xF7], [0xF0, 2, 0xF7]], 0),
        ([[0xF0, 1, 2], [0xF0, 3, 0xF7]], [[0xF0, 3, 0xF7]], 3),
        ([[1, 2, 0xF7]], [], 3),
        ([[0xF0, 1]], [], 0),
    ]

    @Test(arguments: stories)
    func `are joined`(portions: [[UInt8]], messages: [[UInt8]], dropped: Int) {
        var assembler = SysExAssembler()
        let found = portions.flatMap { assembler.take($0) }
        #expect(found == messages)
        #expect(assembler.droppedBytes == dropped)
    }

    /// data bytes of a message, and whether it fits with its first and last byte.
    @Test(arguments: [(ByteParser.sysExLimit - 2, true), (ByteParser.sysExLimit - 1, false)])
    func `are limited to 64 KiB`(count: Int, fits: Bool) {
        var assembler = SysExAssembler()
        let message = [0xF0] + [UInt8](repeating: 5, count: count) + [0xF7]
        let found = assembler.take(message)
        #expect(found == (fits ? [message] : []))
        #expect(assembler.droppedBytes == (fits ? 0 : message.count))
    }

    @Test func `a message that is cut off is counted`() {
        var assembler = SysExAssembler()
        _ = assembler.take([0xF0, 1, 2])
        assembler.drop()
        #expect(assembler.droppedBytes == 3)
        let found = assembler.take([0xF0, 7, 0xF7])
        #expect(found == [[0xF0, 7, 0xF7]])
    }
}

@Suite struct `Messages for people` {
    static let texts: [(SequencerError, String)] = [
        (
            .noSequencer,
            "no MIDI sequencer: /dev/snd/seq does not exist; load it with `sudo modprobe snd-seq`, or go on without controllers"
        ),
        (
            .noPermission,
            "no access to the MIDI sequencer: /dev/snd/seq belongs to the group `audio`; log in at this machine's screen, or "
                + "join the group with `sudo usermod -aG audio $USER` and log in again"
        ),
        (
            .refused(action: "make a queue", reason: "Cannot allocate memory"),
            "the MIDI sequencer could not make a queue: Cannot allocate memory"
        ),
        (.gone(port: "X-TOUCH MINI"), "X-TOUCH MINI is unplugged; it is connected again as soon as it is back"),
        (
            .busy(port: "X-TOUCH MINI"),
            "X-TOUCH MINI is held by another program; close that program to use it here"
        ),
        (.full(port: "X-TOUCH MINI"), "X-TOUCH MINI takes no more messages at the moment; this one was not sent"),
        (
            .notMIDI(port: "X-TOUCH MINI", bytes: [0x90, 1]),
            "not sent to X-TOUCH MINI: 2 bytes that are no whole MIDI messages: 90 01"
        ),
    ]

    @Test(arguments: texts)
    func `say what to do`(error: SequencerError, text: String) {
        #expect(error.description == text)
    }
}
