import CSndfile
import Foundation
import Testing

@Suite struct `A performance with mistakes` {
    /// Headlines without the file's name, and without the excerpts and helps between them.
    static func heads(_ errors: String) -> [String] {
        errors.split(separator: "\n").filter { $0.contains(": error: ") }.map(String.init)
    }

    @Test func `is told all of them at once, whoever finds them, and performs nothing`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 0.2)
        try folder.write(
            "mapping: 1\nname: Own\ncontrols:\n  a: {in: nte 1}\nlayers:\n  mix:\n    a: /master/fader\n", "own.yaml")
        try folder.write(
            """
            performance: 1
            surfaces:
              desk: {mapping: mackie-controll}
              small: {mapping: korg-nanokontrol2}
              own: {mapping: own.yaml}
              far: {mapping: far.yaml}
            events:
              - {at: 0, do: /strip/1/fadr = -6 dB}
              - {at: 86401, do: /strip/9/mute = on}
              - {at: 1, do: /strip/9/mute = on}
              - {at: 1, do: /bus/Reverb/fader = -6 dB}
              - {at: 1, small/fadr/1: 0.5}
              - {at: 1, small/fader/1: press}
              - {at: 1, do: /marker/Chorus}
              - {at: 1, desk/fader/1: 0.5}
            expect:
              - {at: 1, /strip/9/fader: -6 dB}
              - {at: 1, small/layer: mox}
            """, "p.yaml")
        let before = try folder.run("session", "history", "Song").output
        let performed = try folder.run("perform", "Song", "p.yaml", "--wav", "x.wav")
        #expect(performed.code == 65)
        #expect(performed.output == "")
        #expect(
            Self.heads(performed.errors) == [
                "p.yaml:3:19: error: there is no mapping `mackie-controll` [unknown-mapping]",
                "p.yaml:6:18: error: there is no mapping file `far.yaml` [unknown-mapping]",
                "p.yaml:8:26: error: no parameter `/strip/1/fadr` [unknown-address]",
                "p.yaml:9:10: error: `at` is `86401`, expected 0 to 86400 seconds, which is a day [value-out-of-range]",
                "p.yaml:10:17: error: this session has no /strip/9 [not-in-session]",
                "p.yaml:11:17: error: this session has no /bus/Reverb [not-in-session]",
                "p.yaml:12:13: error: `korg-nanokontrol2` has no control `fadr/1` [unknown-control]",
                "p.yaml:13:13: error: `fader/1` of `korg-nanokontrol2` has no such movement [unserved-movement]",
                "p.yaml:14:17: error: this session has no /marker/Chorus [not-in-session]",
                "p.yaml:17:13: error: this session has no /strip/9 [not-in-session]",
                "p.yaml:18:26: error: `korg-nanokontrol2` has no layer `mox` [unknown-layer]",
                "own.yaml:4:11: error: no message `nte 1` [unknown-message]",
            ])
        for help in [
            "did you mean `mackie-control`?", "its strips are numbered 1 to 2", "it has no buses",
            "it has no markers",
            "did you mean `fader/1`?", "looked for far.yaml",
            "   12 |   - {at: 1, small/fadr/1: 0.5}\n       |             ^~~~~~~~~~~~",
        ] {
            #expect(performed.errors.contains(help), "\(help)")
        }
        #expect(performed.errors.hasSuffix("\n12 errors\n"))
        #expect(!folder.names.contains("x.wav"))
        #expect(try folder.run("session", "history", "Song").output == before)
    }

    @Test func `is told together with a session that is missing`() throws {
        let folder = try Folder()
        try folder.write("performance: 1\nevents:\n  - {at: 1, do: /strip/1/fadr = 0 dB}\n", "p.yaml")
        let performed = try folder.run("perform", "Song", "p.yaml")
        #expect(performed.code == 65)
        #expect(performed.errors.hasPrefix("p.yaml:3:26: error: no parameter `/strip/1/fadr` [unknown-address]\n"))
        #expect(performed.errors.contains("\n1 error\ngainrider: no session at "))
    }

    @Test func `from standard input has its place there`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        let text = "performance: 1\nevents:\n  - {at: 1, do: /strip/2/mute = on}\n"
        let performed = try folder.run("perform", "Song", "-", input: text)
        #expect(performed.code == 65)
        #expect(
            performed.errors.hasPrefix("standard input:3:17: error: this session has no /strip/2 [not-in-session]"))
    }

    @Test func `that an expectation shows ends with 1, a changed stem with 65`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        try folder.write(
            "performance: 1\nevents:\n  - {at: 0, do: /transport/play}\nexpect:\n  - {at: 0.1, /strip/1/fader: -6 dB}\n",
            "p.yaml")
        #expect(try folder.run("perform", "Song", "p.yaml").code == 1)
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /transport/play}\n", "q.yaml")
        #expect(try folder.run("perform", "Song", "q.yaml").code == 0)
        try folder.stem("Song.gainrider/audio/1.wav", channels: 2, seconds: 0.1)
        for arguments in [["perform", "Song", "q.yaml"], ["perform", "Song", "p.yaml", "--wav", "x.wav"]] {
            let performed = try folder.start(arguments).end()
            #expect(performed.code == 65)
            #expect(performed.errors.contains("/audio/1.wav has changed since it came into the session"))
        }
        #expect(try folder.run("bounce", "Song").code == 65)
    }

    @Test func `is one too if it is a MIDI file without the mapping of each track`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        let track: [UInt8] = [0, 0xB0, 0, 64, 0, 0xFF, 0x2F, 0]
        let file = Array("MThd".utf8) + [0, 0, 0, 6, 0, 0, 0, 1, 0, 96] + Array("MTrk".utf8) + [0, 0, 0, 8] + track
        try folder.write(Data(file), "ride.mid")
        let bare = try folder.run("perform", "Song", "ride.mid")
        #expect(bare.code == 64)
        #expect(
            bare.errors
                == "gainrider: ride.mid has 1 track with messages, and --mapping is given 0 times; give the mapping of "
                + "each track, in their order\n")
        #expect(try folder.run("perform", "Song", "ride.mid", "--mapping", "generic").code == 66)
        #expect(try folder.run("perform", "Song", "ride.mid", "--mapping", "generic-cc").code == 0)
        try folder.write("performance: 1\nevents: []\n", "p.yaml")
        let named = try folder.run("perform", "Song", "p.yaml", "--mapping", "generic-cc")
        #expect(named.code == 64)
        #expect(named.errors == "gainrider: --mapping goes with a MIDI file; p.yaml names its mappings itself\n")
    }
}
