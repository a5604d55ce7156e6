import Foundation
import Testing

@Suite struct `The first look` {
    static let commands = [
        ["demo"], ["new"], ["mix"], ["perform"], ["bounce"], ["draw"], ["automation"], ["set"], ["revisions"],
        ["snapshots"],
        ["session"], ["session", "dump"],
        ["session", "load"],
        ["session", "apply"], ["session", "reference"], ["session", "relink"], ["session", "history"],
        ["session", "undo"],
        ["session", "redo"],
        ["surfaces"], ["monitor"], ["check"], ["udev"], ["doctor"],
    ]

    @Test func `without words the program shows what it can do`() throws {
        let folder = try Folder()
        let bare = try folder.run()
        #expect(bare.code == 0)
        #expect(try folder.run("--help").output == bare.output)
        let listed = bare.output.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
        for command in Self.commands where command.count == 1 {
            #expect(listed.contains { $0.hasPrefix("  \(command[0]) ") }, "\(command)")
        }
        #expect(try folder.run("--version").output == "0.1.0\n")
    }

    @Test(arguments: [[]] + commands)
    func `every help fits on a terminal and has an example`(command: [String]) throws {
        let folder = try Folder()
        let help = try folder.start(command + ["--help"]).end()
        #expect(help.code == 0)
        #expect(help.errors == "")
        #expect(help.output.contains("\n  \((["gainrider"] + command).joined(separator: " "))"))
        for line in help.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(!help.output.contains("\u{1B}"))
    }

    /// Words of the command line that mean nothing, and the first line of the answer.
    static let mistakes: [(words: [String], line: String)] = [
        (["frobnicate"], "gainrider: Unknown command 'frobnicate'"),
        (["bunce", "Song"], "gainrider: Unknown command 'bunce'. Did you mean 'bounce'?"),
        (["render", "Song"], "gainrider: Unknown command 'render'. Did you mean 'bounce'?"),
        (["session", "hstory", "Song"], "gainrider: Unknown command 'session hstory'. Did you mean 'history'?"),
        (["bounce", "Song", "--wavv", "x.wav"], "gainrider: Unknown option '--wavv'. Did you mean '--wav'?"),
        (["new", "Song", "a.wav", "--rat", "7"], "gainrider: Unknown option '--rat'. Did you mean '--rate'?"),
        (["new"], "gainrider: Missing expected argument '<song>'"),
        (["bounce", "Song", "--bits", "12"], "gainrider: --bits 12: expected 16, 24 or 32f"),
        (["bounce", "Song", "--flac", "a", "--bits", "32f"], "gainrider: FLAC holds 16 or 24 bits; 32f needs --wav"),
        (["bounce", "Song", "--wav", "a", "--flac", "b"], "gainrider: --wav and --flac: choose one"),
        (["bounce", "Song", "--block", "0"], "gainrider: --block 0: expected 1 to 65536 frames"),
        (["bounce", "Song", "--from", "5", "--to", "4"], "gainrider: --from 5.0 has to come before --to 4.0"),
        (
            ["bounce", "Song", "--from", "inf"],
            "gainrider: --from inf: expected seconds from the song's start, 0 or more"
        ),
        (["mix", "Song", "--period", "3"], "gainrider: --period 3: expected 16 to 8192 frames, or auto"),
        (["mix", "Song", "--periods", "1"], "gainrider: --periods 1: expected 2 to 32"),
        (["new", "Song", "a.wav", "--rate", "7"], "gainrider: --rate 7: expected 8000 to 384000 Hz"),
    ]

    @Test(arguments: mistakes)
    func `a mistake on the command line is told with what was expected`(words: [String], line: String) throws {
        let folder = try Folder()
        let ended = try folder.start(words).end()
        #expect(ended.code == 64)
        #expect(ended.output == "")
        #expect(ended.errors.split(separator: "\n").first.map(String.init) == line)
        #expect(ended.errors.contains("\nUsage: gainrider "))
    }

    /// Commands on what is not there, the exit code, and the answer.
    static let missing: [(words: [String], code: Int32, answer: String)] = [
        (
            ["bounce", "Song"], 66,
            "gainrider: no session at /Song.gainrider; make one with: gainrider new SONG STEM...\n"
        ),
        (
            ["mix", "Song"], 66,
            "gainrider: no session at /Song.gainrider; make one with: gainrider new SONG STEM...\n"
        ),
        (["perform", "Song", "p.yaml"], 66, "gainrider: p.yaml does not exist\n"),
        (["perform", "Song", "/tmp"], 66, "gainrider: /tmp is a folder, expected a file\n"),
        (["check", "m.yaml"], 66, "gainrider: m.yaml does not exist\n"),
        (["udev", "--mapping", "m.yaml"], 66, "gainrider: no mapping at m.yaml\n"),
        (["session", "load", "Song", "t.yaml"], 66, "gainrider: t.yaml does not exist\n"),
    ]

    @Test(arguments: missing)
    func `what is missing is named`(words: [String], code: Int32, answer: String) throws {
        let folder = try Folder()
        let ended = try folder.start(words).end()
        #expect(ended.code == code)
        #expect(ended.output == "")
        #expect(ended.errors.replacingOccurrences(of: folder.path, with: "") == answer)
    }

    @Test func `a mapping can be named, and a wrong name brings the right ones`() throws {
        let folder = try Folder()
        #expect(try folder.run("udev", "--mapping", "korg-nanokontrol2").code == 0)
        let wrong = try folder.run("udev", "--mapping", "korg")
        #expect(wrong.code == 66)
        #expect(wrong.errors.hasPrefix("gainrider: there is no mapping `korg`; there are: akai-apc-mini, "))
        #expect(wrong.errors.contains(", akai-midimix, "))
        try folder.write("no mapping", "text")
        let text = try folder.run("udev", "--mapping", "text")
        #expect(text.code == 65)
        #expect(text.errors.hasPrefix("./text:1:1: error: "))
    }

    @Test(arguments: [[:], ["NO_COLOR": "1"]])
    func `what is not a terminal gets no colours and no progress`(environment: [String: String]) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 1)
        for words in [["bounce", "Song"], ["doctor"], ["session", "dump", "Song"]] {
            let ended = try folder.start(words, environment: environment).end()
            #expect(!(ended.output + ended.errors).contains { $0 == "\u{1B}" || $0 == "\r" })
        }
    }

    @Test func `what programs read is JSON`() throws {
        let folder = try Folder()
        let doctor = try folder.run("doctor", "--json")
        let findings = try JSONSerialization.jsonObject(with: Data(doctor.output.utf8)) as? [[String: Any]]
        #expect((findings?.count ?? 0) >= 7)
        #expect(doctor.code == ((findings ?? []).allSatisfy { $0["isWell"] as? Bool == true } ? 0 : 69))
        try folder.makeSong(strips: 1, seconds: 0.1)
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /strip/1/mute = on}\n", "p.yaml")
        try folder.run("perform", "Song", "p.yaml").requireDone()
        try folder.run("session", "undo", "Song").requireDone()
        let history = try folder.run("session", "history", "Song", "--json").output
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(history.utf8)) as? [[String: Any]])
        #expect(rows.count == 1)
        #expect(rows.first?["label"] is String && rows.first?["isUndone"] as? Bool == true)
        #expect((rows.first?["time"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
        let surfaces = try folder.run("surfaces", "--json")
        if surfaces.code == 0 {
            #expect(try JSONSerialization.jsonObject(with: Data(surfaces.output.utf8)) is [Any])
        } else {
            #expect(surfaces.code == 69)
            #expect(surfaces.output == "")
            #expect(surfaces.errors.hasPrefix("gainrider: no MIDI sequencer: "))
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `shells complete it`(shell: String) throws {
        let script = try Folder().run("--generate-completion-script", shell)
        #expect(script.code == 0)
        #expect(script.output.contains("bounce"))
    }
}
