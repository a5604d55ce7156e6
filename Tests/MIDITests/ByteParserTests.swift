import MIDI
import TestSupport
import Testing

@Suite struct `Byte parser` {
    @Test func `running status survives real time and dies with system exclusive`() {
        var parser = ByteParser()
        let messages = parser.parse([0xB0, 7, 0xF8, 100, 8, 101, 0xF0, 1, 0xFE, 2, 0xF7, 9, 102])
        #expect(
            messages == [
                .realTime(0xF8), .controlChange(channel: 1, controller: 7, value: 100),
                .controlChange(channel: 1, controller: 8, value: 101), .realTime(0xFE),
                .systemExclusive([0xF0, 1, 2, 0xF7]),
            ])
        #expect(parser.droppedBytes == 2)
    }

    @Test func `a truncated message is counted and the next one is whole`() {
        var parser = ByteParser()
        #expect(parser.parse([0x90, 60, 0xE1, 0, 64]) == [.pitchBend(channel: 2, value: 8192)])
        #expect(parser.droppedBytes == 2)
    }

    @Test func `every short message comes back from its own bytes`() {
        var parser = ByteParser()
        for status in UInt8(0x80)...0xEF {
            for data in stride(from: UInt8(1), through: 127, by: 21) {
                let bytes = [0xC0, 0xD0].contains(status & 0xF0) ? [status, data] : [status, data, 127 - data + 1]
                #expect(parser.parse(bytes).map(\.bytes) == [bytes])
            }
        }
    }

    @Test func `a flood of random bytes loses nothing that is a message`() {
        var parser = ByteParser()
        var generator = Dice(seed: 1)
        for _ in 0..<1000 { _ = parser.parse((0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }) }
        _ = parser.parse([0xF7])
        #expect(parser.parse([0x90, 1, 2]) == [.noteOn(channel: 1, note: 1, velocity: 2)])
    }
}
