import Automation
import MixModel
import SessionStore
import Testing

@Suite struct `Automation from the command line` {
    /// A song of 4 s whose first fader is ridden from 0 dB down and back.
    static func song() throws -> Folder {
        let folder = try Folder()
        try folder.makeSong(seconds: 4)
        let text = try folder.run("session", "dump", "Song").output
        let lanes = "lanes: {fader: {points: [[0, 0, linear], [1 s, -6, linear], [3 s, 0, hold]]}}"
        let name = "  - name: \"1\"\n"
        #expect(text.contains(name))
        try folder.write(text.replacing(name, with: name + "    \(lanes)\n"), "song.yaml")
        try folder.run("session", "apply", "Song", "song.yaml").requireDone()
        return folder
    }

    @Test func `lists lanes and shows what they say at a place`() throws {
        let folder = try Self.song()
        let list = try folder.run("automation", "Song", "list").output
        #expect(list == "/strip/1/fader  1  read  3 points  0:00.000…0:03.000  -6 dB…0 dB\n")
        let shown = try folder.run("automation", "Song", "show", "/strip/1/fader", "--at", "0:02").output
        #expect(shown == "0:02.000  -3 dB  on the way from -6 dB (0:01.000) to 0 dB (0:03.000)\n")
        #expect(
            try folder.run("automation", "Song", "show", "/strip/1/fader", "--from", "0.5", "--to", "1.5").output
                == "0:00.500  -3 dB    linear\n0:01.000  -6 dB    linear\n0:01.500  -4.5 dB  hold\n")
    }

    /// What is done, and the fader in dB at some times after it.
    static let edits: [(words: [String], values: [(Double, Float)])] = [
        (
            ["shift", "/strip/1/fader", "--by", "-3 dB", "--from", "1", "--to", "2"],
            [(0.5, -3), (1, -9), (1.5, -7.5), (2, -3)]
        ),
        (["scale", "/strip/1", "--by", "0.5", "--about", "0"], [(0, 0), (1, -3), (2, -1.5), (3.5, 0)]),
        (["clear", "/strip/1/fader", "--from", "0.5", "--to", "2"], [(0.5, -3), (1, -3), (1.9, -3), (2.5, -1.5)]),
        (
            ["move", "/strip/1/fader", "--from", "0", "--to", "1", "--at", "3"],
            [(0, 0), (0.5, -3), (3, 0), (3.5, -3)]
        ),
        (
            ["copy", "/strip/1/fader", "--from", "0", "--to", "1", "--at", "0:02"],
            [(0.5, -3), (2, 0), (2.5, -3), (3.5, 0)]
        ),
    ]

    @Test(arguments: edits)
    func `each edit does what it says, and undo takes it back`(words: [String], values: [(Double, Float)]) throws {
        let folder = try Self.song()
        let before = try folder.run("session", "dump", "Song").output
        let done = try folder.start(["automation", "Song"] + words).end()
        #expect(done.code == 0, "\(done.errors)")
        #expect(done.output.hasSuffix("gainrider session undo Song takes it back\n"))
        let lane = try #require(try folder.document("Song").lanes[ParameterID(.strip(1), .fader)])
        for (time, value) in values where words[0] != "move" || time >= 3 {
            #expect(abs((lane.position(at: Int64(time * 48_000)) ?? 99) - value) < 0.01, "\(words) at \(time)")
        }
        try folder.run("session", "undo", "Song").requireDone()
        #expect(try folder.run("session", "dump", "Song").output == before)
    }

    @Test func `a table goes out and comes in again as the same curves`() throws {
        let folder = try Self.song()
        try folder.run("automation", "Song", "export", "lanes.csv").requireDone()
        let before = try folder.document("Song").lanes
        #expect(
            try String(decoding: folder.bytes("lanes.csv"), as: UTF8.self)
                == """
                parameter,name,seconds,frame,value,unit,shape
                /strip/1/fader,1,0.0,0,0,dB,linear
                /strip/1/fader,1,1.0,48000,-6,dB,linear
                /strip/1/fader,1,3.0,144000,0,dB,hold

                """)
        try folder.run("automation", "Song", "clear", "/strip/1/fader").requireDone()
        #expect(try folder.document("Song").lanes.isEmpty)
        try folder.run("automation", "Song", "import", "lanes.csv").requireDone()
        #expect(try folder.document("Song").lanes == before)
    }

    @Test func `a table with mistakes names each of them, and changes nothing`() throws {
        let folder = try Self.song()
        let before = try folder.run("session", "dump", "Song").output
        try folder.write(
            """
            parameter,seconds,value
            /strip/1/fader,1,-6
            /strip/9/fader,1,-6
            /strip/1/pan,1,loud
            "/strip/1/fadr",0,0
            /strip/1/fader,0.5,0
            """, "bad.csv")
        let done = try folder.run("automation", "Song", "import", "bad.csv")
        #expect(done.code == 65)
        #expect(
            done.errors.split(separator: "\n").map { $0.prefix(10) } == [
                "bad.csv:3:", "bad.csv:4:", "bad.csv:5:", "bad.csv:6:",
            ])
        #expect(done.errors.contains("there is no strip \"9\"; the session has 2 strips"))
        #expect(done.errors.contains("did you mean \"fader\"?"))
        #expect(try folder.run("session", "dump", "Song").output == before)
    }

    /// Words that mean nothing, and what is said.
    static let mistakes: [(words: [String], code: Int32, part: String)] = [
        (["show"], 64, "expected show ADDRESS"),
        (["shift", "/strip/1/fader"], 64, "shift needs --by"),
        (["thin", "--at", "3"], 64, "--at is for show, copy, move, not for thin"),
        (["shift", "/strip/1/fader", "--by", "loud"], 64, "expected an amount for /strip/1/fader"),
        (["show", "/strip/1/pan"], 65, "/strip/1/pan of 1 has no lane (it has /strip/1/fader)"),
        (["show", "/strip/1/fader", "--at", "soon"], 65, "\"soon\" is no place in the song"),
        (["copy", "/strip/1/fader", "/strip/2/pan"], 65, "a lane goes to parameters of its own kind alone"),
        (["clear", "/strip/1/fader", "--from", "3", "--to", "2"], 64, "has to come before"),
        (["clear", "strip"], 65, "\"strip\" is not an address"),
    ]

    @Test(arguments: mistakes)
    func `what cannot be done is told with what can`(words: [String], code: Int32, part: String) throws {
        let folder = try Self.song()
        let done = try folder.start(["automation", "Song"] + words).end()
        #expect(done.code == code)
        #expect(done.errors.contains(part), "\(done.errors)")
    }

    @Test func `a pass is thinned as the session says, and undone with it; --no-thinning keeps every point`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 2)
        try folder.run("set", "Song", "/session/thinning=0.05 dB").requireDone()
        try folder.write(Rides.performance, "ride.yaml")
        let before = try folder.run("session", "dump", "Song").output
        let fader = ParameterID(.strip(1), .fader)

        try folder.run("perform", "Song", "ride.yaml", "--no-thinning").requireDone()
        let whole = try #require(try folder.document("Song").lanes[fader])
        while try folder.run("session", "dump", "Song").output != before {
            try folder.run("session", "undo", "Song").requireDone()
        }
        let done = try folder.run("perform", "Song", "ride.yaml")
        #expect(done.errors.contains("pass thinned from "))
        let thin = try #require(try folder.document("Song").lanes[fader])
        #expect(thin.segments.count * 2 < whole.segments.count)
        for frame in stride(from: Int64(0), to: 96_000, by: 17) {
            #expect(abs((thin.position(at: frame) ?? 0) - (whole.position(at: frame) ?? 9)) <= 0.05)
        }
        // As a whole it may lose more, where passes and the lane before them meet; once more changes nothing.
        try folder.run("automation", "Song", "thin", "/strip/1/fader").requireDone()
        #expect(try folder.run("automation", "Song", "thin", "/strip/1/fader").output == "nothing to change\n")
        while try folder.run("session", "dump", "Song").output != before {
            try folder.run("session", "undo", "Song").requireDone()
        }
        #expect(try folder.document("Song").lanes.isEmpty)
    }
}

@Suite struct `Values from the shell` {
    @Test func `are one step of undo, whoever they are of`() throws {
        let folder = try Folder()
        try folder.makeSong()
        let before = try folder.run("session", "dump", "Song").output
        try folder.write("# a mix\n/strip/1/fader = -3 dB\n\n/strip/2/pan=L20\n", "mix.txt")
        let done = try folder.run(
            "set", "Song", "/strip/1/hpf/frequency=0.9 kHz", "/master/mode=touch", "--file", "mix.txt")
        #expect(
            done.output
                == "1 fader -3 dB\n2 pan L20\n1 hpf frequency 900 Hz\nMaster automation touch\n")
        let mix = try folder.document("Song").mix
        #expect(mix[ParameterID(.strip(1), .fader)] == -3)
        #expect(mix[ParameterID(.strip(2), .pan)] == -0.2)
        #expect(try folder.run("session", "undo", "Song").output == "undone: Set 4 values\n")
        #expect(try folder.run("session", "dump", "Song").output == before)
    }

    @Test func `with a mistake set nothing, and every mistake has its place`() throws {
        let folder = try Folder()
        try folder.makeSong()
        let before = try folder.run("session", "dump", "Song").output
        try folder.write("/strip/1/fader=-3\n  /strip/1/fadr=0\n/strip/1/pan\n", "mix.txt")
        let done = try folder.run("set", "Song", "/strip/1/fader=99", "/master/mode=write", "--file", "mix.txt")
        #expect(done.code == 65)
        #expect(
            done.errors == """
                mix.txt:2:3: /strip/1/fadr: there is no parameter "fadr" (did you mean "fader"?)
                mix.txt:3:1: "/strip/1/pan" sets nothing (such as /strip/1/fader=-3)
                gainrider: /strip/1/fader cannot be 99 dB (it takes -inf…12 dB)
                gainrider: write is never stored: a session that is opened must not overwrite at once (choose it while `gainrider mix` runs)

                """)
        #expect(try folder.run("session", "dump", "Song").output == before)
    }
}
