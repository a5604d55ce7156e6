import Foundation
import Testing

/// What sounds on after the song's end, and what a listener of the file should know.
@Suite struct `The end of a bounce` {
    /// A song of 1 s with a reverb that sounds on for two more.
    private static func folder() throws -> Folder {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        let text = try folder.run("session", "dump", "Song").output
            .replacing("  - name: \"1\"", with: "  - name: \"1\"\n    sends: [Hall]")
        try folder.write(text + "buses:\n  - name: Hall\n    reverb/on: on\n", "song.yaml")
        try folder.run("session", "apply", "Song", "song.yaml").requireDone()
        try perform(folder, ["/strip/1/send/1/level = -6 dB", "/strip/1/fader = -9 dB", "/strip/2/fader = -9 dB"])
        return folder
    }

    /// Does some things and plays the song.
    @discardableResult
    private static func perform(_ folder: Folder, _ actions: [String], _ arguments: String...) throws -> Outcome {
        let events = (actions + ["/transport/play"]).map { "  - {at: 0, do: \($0)}\n" }.joined()
        try folder.write("performance: 1\nevents:\n" + events, "start.yaml")
        let done = try folder.start(["perform", "Song", "start.yaml"] + arguments).end()
        try done.requireDone()
        return done
    }

    @Test func `is where nothing sounds any more, in both files`() throws {
        let folder = try Self.folder()
        try Self.perform(folder, [], "--wav", "heard.wav")
        let done = try folder.run("bounce", "Song", "--wav", "got.wav")
        #expect(done.code == 0 && done.errors == "")
        let sound = try Sound(folder["got.wav"])
        #expect(sound.frames > 96_000 && sound.frames < 240_000)
        #expect(try folder.bytes("got.wav") == folder.bytes("heard.wav"))
        // The tail of the whole is that of a part.
        try folder.run("bounce", "Song", "--wav", "part.wav", "--from", "0.5").requireDone()
        #expect(try Sound(folder["part.wav"]).left == Array(sound.left.dropFirst(24_000)))
    }

    @Test func `that cuts something off says what, and how long it goes on`() throws {
        let folder = try Self.folder()
        let sentence = "gainrider: the file ends while the mix still sounds, up to -"
        for tail in ["0", "0.75"] {
            let bounce = try folder.run("bounce", "Song", "--wav", "got.wav", "--tail", tail)
            #expect(bounce.code == 0 && bounce.errors.hasPrefix(sentence) && bounce.errors.contains("(Hall"))
            #expect(bounce.errors.contains("--tail auto keeps it"))
            let heard = try Self.perform(folder, [], "--wav", "heard.wav", "--tail", tail)
            #expect(heard.errors == bounce.errors)
            #expect(try folder.bytes("got.wav") == folder.bytes("heard.wav"))
        }
        #expect(try folder.run("bounce", "Song", "--tail", "soon").code == 64)
        #expect(try folder.run("bounce", "Song", "--tail", "601").code == 64)
    }

    @Test func `beyond the song is said`() throws {
        let folder = try Self.folder()
        try folder.run("bounce", "Song", "--wav", "all.wav").requireDone()
        let done = try folder.run("bounce", "Song", "--wav", "to.wav", "--to", "77.5")
        #expect(done.code == 0 && done.errors.contains("--to 77.5 s is beyond the song's end at 1.0 s"))
        #expect(try folder.bytes("to.wav") == folder.bytes("all.wav"))
    }

    @Test func `a solo, PFL and what is above full scale are said`() throws {
        let folder = try Self.folder()
        #expect(try folder.run("bounce", "Song", "--wav", "a.wav").errors == "")
        let actions = ["/strip/2/solo = on", "/bus/Hall/afl = on", "/strip/1/pfl = on", "/strip/2/fader = 12 dB"]
        let heard = try Self.perform(folder, actions, "--wav", "b.wav")
        let done = try folder.run("bounce", "Song", "--wav", "a.wav")
        let sentences = [
            "solo is on for 2: the file has what is soloed",
            "PFL is on for 1, AFL is on for Hall: it is heard in the monitors",
        ]
        for sentence in sentences {
            #expect(done.errors.contains(sentence) && heard.errors.contains(sentence), "\(sentence)")
        }
        for done in [done, heard] {
            #expect(done.output.contains("dBFS, above full scale, which only float holds: lower"))
        }
        // Integer files say that they were clipped, in the line about the file.
        let clipped = try folder.run("bounce", "Song", "--wav", "a.wav", "--bits", "16")
        #expect(!clipped.output.contains("above full scale") && clipped.output.contains("samples clipped"))
        struct Told: Decodable { var remarks: [String] }
        let json = try folder.run("bounce", "Song", "--wav", "a.wav", "--json").output
        #expect(try JSONDecoder().decode(Told.self, from: Data(json.utf8)).remarks.count == 3)
    }

    @Test(arguments: [("--wav", "x.flac", "fLaC"), ("--flac", "y.wav", "RIFF"), ("--wav", "Z.FLAC", "fLaC")])
    func `is coded as the file's name says, and that is said`(option: String, name: String, start: String) throws {
        let folder = try Self.folder()
        let done = try folder.run("bounce", "Song", option, name)
        #expect(done.code == 0 && done.errors.contains("\(name) is written as "))
        #expect(try folder.bytes(name).starts(with: Data(start.utf8)))
        #expect(try folder.run("bounce", "Song", "--wav", "x.flac", "--bits", "32f").code == 64)
    }

    @Test func `of a performance that leaves a rewind key held comes, and is said`() throws {
        let folder = try Self.folder()
        try folder.write(
            """
            performance: 1
            surfaces:
              desk: {mapping: korg-nanokontrol2}
            events:
              - {at: 0, do: /transport/play}
              - {at: 0.5, desk/rewind: press}
            """, "held.yaml")
        let done = try folder.run("perform", "Song", "held.yaml", "--wav", "heard.wav")
        #expect(
            done.code == 0 && done.errors.contains("the song was not played to its end: 11.0 s after the last event"))
        try folder.run("bounce", "Song", "--wav", "got.wav").requireDone()
        #expect(try Sound(folder["heard.wav"]).frames == Sound(folder["got.wav"]).frames)
    }
}
