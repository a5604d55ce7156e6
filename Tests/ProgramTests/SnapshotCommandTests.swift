import Automation
import MixModel
import SessionStore
import Testing

@Suite struct `Snapshots at the command line` {
    static let fader1 = ParameterID(.strip(1), .fader)
    static let pan2 = ParameterID(.strip(2), .pan)

    static func song() throws -> Folder {
        let folder = try Folder()
        try folder.makeSong(seconds: 2)
        try folder.run("set", "Song", "/strip/1/fader=-6", "/strip/2/pan=L20").requireDone()
        return folder
    }

    @Test func `are taken, listed, recalled as one step of undo, renamed and removed`() throws {
        let folder = try Self.song()
        #expect(try folder.run("snapshots", "Song").output.hasPrefix("no snapshots yet; keep one with: "))
        #expect(
            try folder.run("snapshots", "Song", "take", "Verse", "--fade", "2 s").output == "Verse: snapshot 1\n")
        try folder.run(
            "snapshots", "Song", "take", "Rides", "--scope", "/strip/1", "--scope", "/strip/2/pan", "--kind", "fader"
        ).requireDone()
        let list = try folder.run("snapshots", "Song").output.split(separator: "\n").map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        #expect(list == ["1 Verse 2000 ms whole mix", "2 Rides 0 ms 1, 2 pan fader"])
        try folder.run("set", "Song", "/strip/1/fader=0", "/strip/2/pan=centre").requireDone()
        let rides = try folder.run("snapshots", "Song", "recall", "Rides")
        #expect(rides.output == "the mix is at Rides now; gainrider session undo Song takes it back\n")
        #expect(try folder.document("Song").mix[Self.fader1] == -6)
        // Its kind is not in the scope.
        #expect(try folder.document("Song").mix[Self.pan2] == 0)
        try folder.run("snapshots", "Song", "recall", "1").requireDone()
        #expect(try folder.document("Song").mix[Self.pan2] == -0.2)
        #expect(try folder.run("snapshots", "Song", "recall", "Verse").output == "nothing to change\n")
        #expect(try folder.run("session", "undo", "Song").output == "undone: Recall Verse\n")
        try folder.run("snapshots", "Song", "rename", "Rides", "Second").requireDone()
        try folder.run("snapshots", "Song", "remove", "Verse").requireDone()
        #expect(try folder.document("Song").snapshots.map(\.name) == ["Second"])
        let missing = try folder.run("snapshots", "Song", "recall", "Verse")
        #expect(missing.code == 65)
        #expect(missing.errors == "gainrider: there is no snapshot \"Verse\"; there is \"Second\"\n")
    }

    @Test func `take what is heard at a place, and say what stays with its lane`() throws {
        let folder = try Self.song()
        try folder.write(
            "parameter,seconds,value\n/strip/1/fader,0,-10\n/strip/1/fader,1,-20\n", "lanes.csv")
        try folder.run("automation", "Song", "import", "lanes.csv").requireDone()
        try folder.run("snapshots", "Song", "take", "Here", "--at", "0.5").requireDone()
        #expect(try folder.document("Song").snapshots[0][Self.fader1] == -15)
        let recalled = try folder.run("snapshots", "Song", "recall", "Here")
        #expect(recalled.output == "nothing to change\n")
        #expect(recalled.errors.contains("/strip/1/fader of 1 has a lane, which rules it in the mode read"))
    }

    // swift-format-ignore
    static let mistakes: [([String], Int32, String)] = [
        (["take", "A", "--scope", "/strip/9"], 65, "there is no strip \"9\""),
        (["take", "A", "--scope", "/monitor"], 65, "the monitors are in no snapshot"),
        (["take", "A", "--kind", "fadr"], 65, "did you mean \"fader\"?"),
        (["take", "A", "--fade", "2 min"], 65, "fade cannot be \"2 min\""),
        (["take", "A", "--at", "Chorus"], 65, "\"Chorus\" is no place in the song"),
        (["recall", "A", "--fade", "2 s"], 64, "--fade is for take"),
        (["recall"], 64, "expected recall NAME"),
        (["take", ""], 65, "a snapshot needs a name"),
    ]

    @Test(arguments: mistakes)
    func `say what is wrong`(words: [String], code: Int32, message: String) throws {
        let folder = try Self.song()
        let result = try folder.start(["snapshots", "Song"] + words).end()
        #expect(result.code == code)
        #expect(result.errors.contains(message))
        #expect(try folder.document("Song").snapshots == [])
    }
}

@Suite struct `Revisions in a session's text` {
    @Test func `go with dump and load, and stay where a text is applied`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        try folder.run("revisions", "Song", "name", "Mix 1", "--note", "first").requireDone()
        try folder.run("snapshots", "Song", "take", "Verse").requireDone()
        try folder.run("set", "Song", "/strip/1/fader=-6").requireDone()
        let dump = try folder.run("session", "dump", "Song").output
        try folder.write(dump, "song.yaml")
        try folder.run("session", "load", "Copy", "song.yaml").requireDone()
        #expect(try folder.document("Copy") == folder.document("Song"))
        #expect(try folder.run("session", "dump", "Copy").output == dump)
        try folder.run("revisions", "Song", "name", "Mix 2").requireDone()
        #expect(try folder.run("session", "apply", "Song", "song.yaml").output == "nothing to change\n")
        #expect(try folder.document("Song").revisions.map(\.name) == ["Mix 1", "Mix 2"])
    }
}

@Suite struct `Settings at the command line` {
    // swift-format-ignore
    static let settings: [(String, String, @Sendable (SessionDocument) -> Bool)] = [
        ("/session/enable/pan=off", "automation of pan disabled", { $0.settings.disabled == [.pan] }),
        ("/session/after-write=latch", "after-write latch", { $0.settings.afterWrite == .latch }),
        ("/session/motion-timeout=500 ms", "motion-timeout 500 ms", { $0.settings.motionTimeoutMilliseconds == 500 }),
        ("/session/loop=0:00.5..1", "loop 0:00.5..1", { $0.settings.loop == 24_000..<48_000 }),
        ("/session/punch=0..0:01", "punch 0..0:01", { $0.settings.punch == 0..<48_000 }),
        ("/session/tempo=90 bpm", "tempo 90 bpm", { $0.mix.tempo == 90 }),
        ("/session/auto-join=on", "auto-join on", { $0.settings.joins }),
        ("/strip/1/suspend=on", "1 suspend on", { $0.flags(of: ParameterID(.strip(1), .pan)) == .suspended }),
    ]

    @Test func `are set as they are written in mappings`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 2)
        for (text, told, holds) in Self.settings {
            #expect(try folder.run("set", "Song", text).output == told + "\n")
            #expect(holds(try folder.document("Song")), "\(text)")
        }
        #expect(try folder.run("set", "Song", "/session/punch=off").output == "punch off\n")
        #expect(try folder.document("Song").settings.punch == nil)
    }

    // swift-format-ignore
    @Test(arguments: [
        ("/session/enable/pn=off", "did you mean \"pan\"?"), ("/session/loop=1", "it takes two places, such as 0:32..0:48, or off"),
        ("/session/loop=2..1", "it takes a place and a later one"), ("/session/after-write=read", "it takes touch, latch or stay"),
        ("/session/motion-timeout=7", "it takes whole milliseconds, 50…5000 ms"), ("/session/tempo=7", "it takes 20…400 quarter notes a minute"),
        ("/session/auto-jion=on", "did you mean \"auto-join\"?"),
    ])
    func `with a mistake say what they take`(text: String, help: String) throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        let result = try folder.run("set", "Song", text)
        #expect(result.code == 65)
        #expect(result.errors.contains(help))
    }
}

@Suite struct `Edits of whole lanes` {
    /// The master's fade-out of a song, and what sounds on after it.
    @Test func `move what holds behind the song's end along`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        try folder.write("parameter,seconds,value\n/strip/1/fader,0,-6\n/strip/1/fader,2,-12\n", "lanes.csv")
        try folder.run("automation", "Song", "import", "lanes.csv").requireDone()
        try folder.run("automation", "Song", "shift", "/strip/1/fader", "--by", "2 dB").requireDone()
        let id = ParameterID(.strip(1), .fader)
        let lane = try folder.document("Song").lanes[id]
        #expect([0, 48_000, 96_000, 1_000_000].map { lane?.position(at: $0) } == [-4, -7, -10, -10])
        try folder.run("automation", "Song", "scale", "/strip/1/fader", "--by", "0.5", "--about", "0").requireDone()
        #expect(try folder.document("Song").lanes[id]?.position(at: 1_000_000) == -5)
    }
}
