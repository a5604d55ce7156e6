import Automation
import MixModel
import SessionStore
import Testing

@Suite struct Revisions {
    /// A song with two revisions: in the second the first fader is ridden up, and the second strip is muted and panned.
    static func song() throws -> Folder {
        let folder = try Folder()
        try folder.makeSong(seconds: 4)
        try folder.run("revisions", "Song", "name", "Mix 1").requireDone()
        let lanes = """
              - name: "1"
                lanes: {fader: {points: [[0, 0, hold], [1 s, 1.2, hold], [2 s, 0, hold]]}}

            """
        let text = try folder.run("session", "dump", "Song").output
        try folder.write(text.replacing("  - name: \"1\"\n", with: lanes, maxReplacements: 1), "song.yaml")
        try folder.run("session", "apply", "Song", "song.yaml").requireDone()
        try folder.run("set", "Song", "/strip/2/mute=on", "/strip/2/pan=L20", "/master/mode=touch").requireDone()
        try folder.run("revisions", "Song", "name", "Mix 2", "--note", "vocal up").requireDone()
        return folder
    }

    @Test func `are compared in sentences`() throws {
        let folder = try Self.song()
        let sentences = """
            1: fader +1.2 dB from 0:01.000 to 0:02.000
            2: pan L20, was centre
            2: mute on, was off
            Master: automation touch

            """
        #expect(try folder.run("revisions", "Song", "diff", "Mix 1", "Mix 2").output == sentences)
        // What is left out is the session as it is now.
        #expect(try folder.run("revisions", "Song", "diff", "1").output == sentences)
        #expect(try folder.run("revisions", "Song", "diff").output == "no difference that can be heard\n")
    }

    @Test func `are listed with their notes, renamed and removed, and undo passes them by`() throws {
        let folder = try Self.song()
        let list = try folder.run("revisions", "Song").output.split(separator: "\n")
        #expect(list.count == 2 && list[0].hasSuffix("  Mix 1  ") && list[1].hasSuffix("  Mix 2  vocal up"))
        #expect(try folder.run("session", "undo", "Song").output == "undone: Set 3 values\n")
        #expect(try folder.run("revisions", "Song").output.split(separator: "\n").count == 2)
        try folder.run("revisions", "Song", "rename", "Mix 1", "First").requireDone()
        try folder.run("revisions", "Song", "remove", "Mix 2").requireDone()
        let left = try folder.run("revisions", "Song").output.split(separator: "\n")
        #expect(left.count == 1 && left[0].contains("  First"))
        let missing = try folder.run("revisions", "Song", "restore", "Mix 2")
        #expect(missing.code == 65)
        #expect(missing.errors == "gainrider: there is no revision \"Mix 2\"; there is \"First\"\n")
        // One rule for a name, whoever gives it to what.
        for taken in [
            try folder.run("revisions", "Song", "name", "First"),
            try folder.run("revisions", "Song", "rename", "1", "First"),
        ] {
            #expect(taken.code == 65)
            #expect(
                taken.errors
                    == "gainrider: there is a revision \"First\" already; choose another name, or remove it first\n")
        }
        for empty in [
            try folder.run("revisions", "Song", "name", ""), try folder.run("revisions", "Song", "rename", "1", ""),
        ] {
            #expect(empty.code == 65 && empty.errors == "gainrider: a revision needs a name\n")
        }
    }

    @Test func `come back whole, in one step of undo`() throws {
        let folder = try Self.song()
        let now = try folder.run("session", "dump", "Song").output
        try folder.run("revisions", "Song", "restore", "Mix 1").requireDone()
        #expect(try folder.document("Song").lanes.isEmpty)
        #expect(try folder.run("revisions", "Song").output.split(separator: "\n").count == 2)
        #expect(try folder.run("session", "undo", "Song").output == "undone: Restore Mix 1\n")
        #expect(try folder.run("session", "dump", "Song").output == now)
        // Text says nothing of them, and takes none away.
        try folder.run("set", "Song", "/strip/1/pan=R5").requireDone()
        try folder.write(now, "now.yaml")
        try folder.run("session", "apply", "Song", "now.yaml").requireDone()
        #expect(try folder.run("revisions", "Song").output.split(separator: "\n").count == 2)
    }

    @Test func `are bounced in one go, each as it was`() throws {
        let folder = try Self.song()
        let told = try folder.run("bounce", "Song", "--revisions", "all").output
        #expect(told.contains("Song Mix 1.wav: ") && told.contains("Song Mix 2.wav: "))
        #expect(told.split(separator: "\n").count { $0.contains("integrated") } == 2)
        try folder.run("bounce", "Song", "--wav", "now.wav").requireDone()
        #expect(try Sound(folder["Song Mix 2.wav"]) == Sound(folder["now.wav"]))
        try folder.run("revisions", "Song", "restore", "Mix 1").requireDone()
        try folder.run("bounce", "Song", "--wav", "then.wav").requireDone()
        #expect(try Sound(folder["Song Mix 1.wav"]) == Sound(folder["then.wav"]))
        #expect(try Sound(folder["Song Mix 1.wav"]) != Sound(folder["now.wav"]))
        // The last bounce of its own is replaced, and nothing else of that name.
        try folder.run("bounce", "Song", "--revisions", "Mix 1").requireDone()
        try folder.write("somebody's", "Song Mix 2.wav")
        let refused = try folder.run("bounce", "Song", "--revisions", "Mix 2")
        #expect(refused.code == 73)
        #expect(try folder.bytes("Song Mix 2.wav").count == 10)
    }
}
