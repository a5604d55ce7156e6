import Foundation
import Testing

@Suite struct `Bad MIDI` {
    /// Bytes of a device that are no whole message, or none at all.
    static let garbage = [
        "12 34 56", "F0 01 02", "F0 90", "FF", "B0 07", "F8 F9 FD", "F7 F7", "B0 F0 07", "90 F8 10",
    ]

    @Test func `is dropped, and what comes after it is heard`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        let events = Self.garbage.enumerated().map { "  - {at: 0.\(11 + $0.offset), desk: \($0.element)}" }
        try folder.write(
            """
            performance: 1
            surfaces:
              desk: {mapping: mackie-control}
            events:
            \(events.joined(separator: "\n"))
              - {at: 0.5, desk: 90 10 7F}
            expect:
              - {at: 0.4, /strip/1/mute: off}
              - {at: 0.6, /strip/1/mute: on}
            """, "p.yaml")
        let performed = try folder.run("perform", "Song", "p.yaml")
        #expect(performed.code == 0)
        #expect(performed.errors == "")
        #expect(performed.output.hasSuffix("2 of 2 expectations held\n"))
    }

    @Test func `in a MIDI file is refused with its place`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        try folder.write("no MIDI", "a.mid")
        let text = try folder.run("perform", "Song", "a.mid")
        #expect(text.code == 65)
        #expect(text.errors == "gainrider: a.mid: not a Standard MIDI File: it does not begin with `MThd`\n")
        let head: [UInt8] = [
            0x4D, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4D, 0x54, 0x72, 0x6B, 0, 0, 0, 4,
        ]
        try folder.write(Data(head + [0x00, 0x12, 0x34, 0x56]), "b.mid")
        let damaged = try folder.run("perform", "Song", "b.mid", "--mapping", "generic-cc")
        #expect(damaged.code == 65)
        #expect(damaged.errors.hasPrefix("gainrider: b.mid: there is no MIDI event at byte "))
    }
}
