import MIDI
import Mapping
import Testing

@Suite struct `Standard MIDI files` {
    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let count = UInt32(body.count)
        return Array(name.utf8) + [
            UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255),
        ] + body
    }

    static func header(_ format: UInt8, _ tracks: UInt8, _ division: UInt16) -> [UInt8] {
        chunk("MThd", [0, format, 0, tracks, UInt8(division >> 8), UInt8(division & 255)])
    }

    @Test func `keep the tempo map for every track`() throws {
        // 96 ticks a quarter; 120 bpm, from tick 96 on 60 bpm.
        let conductor: [UInt8] = [
            0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20, 96, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0xFF, 0x2F, 0,
        ]
        let desk: [UInt8] = [
            0, 0xFF, 0x03, 4, 0x44, 0x65, 0x73, 0x6B,
            48, 0xB0, 7, 100,  // 0.25 s
            48, 7, 101,  // running status, 0.5 s
            0x60, 0xE0, 0, 64,  // 1.5 s
            0, 0xF0, 3, 0x7E, 0x7F, 0xF7,
            0, 0xFF, 0x2F, 0,
        ]
        let bytes =
            Self.header(1, 2, 96) + Self.chunk("MTrk", conductor) + Self.chunk("JUNK", [1, 2])
            + Self.chunk("MTrk", desk)
        let file = try StandardMIDIFile(bytes: bytes)
        #expect(file.tracks.map(\.name) == ["", "Desk"])
        #expect(file.tracks[0].messages == [])
        #expect(
            file.tracks[1].messages == [
                TimedMessage(
                    nanoseconds: 250_000_000, message: .controlChange(channel: 1, controller: 7, value: 100)),
                TimedMessage(
                    nanoseconds: 500_000_000, message: .controlChange(channel: 1, controller: 7, value: 101)),
                TimedMessage(nanoseconds: 1_500_000_000, message: .pitchBend(channel: 1, value: 8192)),
                TimedMessage(nanoseconds: 1_500_000_000, message: .systemExclusive([0xF0, 0x7E, 0x7F, 0xF7])),
            ])
        let performance = file.performance(mappings: ["generic-cc"], file: "take.mid")
        #expect(performance.surfaces.map(\.mapping) == ["generic-cc"])
        #expect(performance.events.map(\.input).first == .bytes(surface: "track1", [0xB0, 7, 100]))
    }

    @Test func `count frames where the division says so`() throws {
        // 25 frames a second, 40 ticks a frame: a tick is a millisecond.
        let bytes = Self.header(0, 1, 0xE728) + Self.chunk("MTrk", [0x87, 0x68, 0x90, 60, 1, 0, 0xFF, 0x2F, 0])
        #expect(try StandardMIDIFile(bytes: bytes).tracks[0].messages.map(\.nanoseconds) == [1_000_000_000])
    }

    @Test func `may be a day long and no longer`() throws {
        // A second a tick: 86 400 of them, and one more.
        func file(_ low: UInt8) -> [UInt8] {
            Self.header(0, 1, 1)
                + Self.chunk(
                    "MTrk", [0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0x85, 0xA3, low, 0x90, 60, 1, 0, 0xFF, 0x2F, 0])
        }
        #expect(try StandardMIDIFile(bytes: file(0)).tracks[0].messages.map(\.nanoseconds) == [86_400_000_000_000])
        #expect(throws: MIDIFileError.tooLong) { try StandardMIDIFile(bytes: file(1)) }
    }

    /// Each message would look through all changes of tempo.
    @Test(.timeLimit(.minutes(20)))
    func `may change their tempo at every note`() throws {
        let one: [UInt8] = [1, 0xFF, 0x51, 3, 0, 0, 1, 0, 0x90, 60, 1]
        let count = 100_000
        let body = Array(repeating: one, count: count).flatMap { $0 }
        let messages = try StandardMIDIFile(bytes: Self.header(0, 1, 1) + Self.chunk("MTrk", body)).tracks[0].messages
        #expect(messages.count == count)
        #expect(messages.last?.nanoseconds == 500_000_000 + Int64(count - 1) * 1_000)
    }

    // swift-format-ignore
    static let broken: [([UInt8], MIDIFileError, String)] = [
        ([], .notAMIDIFile, "not a Standard MIDI File: it does not begin with `MThd`"),
        (header(2, 1, 96), .format(2), "a Standard MIDI File of format 2, expected 0 or 1; save it as format 1"),
        (header(0, 0, 96), .noTracks, "the file has no track"),
        (header(0, 1, 0) + chunk("MTrk", []), .division(0), "the time division is 0, expected ticks per quarter note or 24, 25, 29 or 30 frames"),
        (header(0, 1, 96) + [0x4D, 0x54, 0x72, 0x6B, 0, 0, 0, 9, 0], .cutShort(byte: 14), "the file ends inside the chunk or event at byte 14; record or copy it again"),
        (header(0, 1, 96) + chunk("MTrk", [0, 0x90, 60]), .cutShort(byte: 22), "the file ends inside the chunk or event at byte 22; record or copy it again"),
        (header(0, 1, 1) + chunk("MTrk", (0..<8).flatMap { _ in [0xFF, 0xFF, 0xFF, 0x7F, 0x90, 60, 1] }), .tooLong,
            "its events go on for more than a day, which no performance may; the file is damaged, or cut it"),
        (header(0, 1, 96) + chunk("MTrk", [0, 60, 60]), .wrongEvent(byte: 22), "there is no MIDI event at byte 22; the file is damaged"),
    ]

    @Test(arguments: broken)
    func `that are broken are refused in words`(bytes: [UInt8], error: MIDIFileError, text: String) {
        #expect(throws: error) { try StandardMIDIFile(bytes: bytes) }
        #expect(error.description == text)
    }
}
