import MixModel
import SessionStore
import Testing

@Suite struct `A session changed as text` {
    @Test func `gets its routing and its pan law, and gives them back by undo`() throws {
        let folder = try Folder()
        try folder.stem("stems/1 kick.wav", seconds: 1)
        try folder.stem("stems/2 snare.wav", seconds: 1)
        #expect(try folder.run("new", "Song", "stems", "--bus", "Drums", "--pan-law", "-4.5").code == 0)
        let before = try folder.run("session", "dump", "Song").output
        #expect(before.contains("panLaw: -4.5 dB"))
        var lines = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let place = try #require(lines.firstIndex { $0.contains("frames:") })
        lines.insert("    output: 1", at: place + 1)
        try folder.write(lines.joined(separator: "\n"), "song.yaml")

        #expect(try folder.run("session", "apply", "Song", "song.yaml").code == 0)
        #expect(try folder.document("Song").mix.strips.map(\.output) == [1, nil])
        #expect(try folder.run("session", "history", "Song").output.contains("Apply song.yaml"))
        #expect(try folder.run("session", "apply", "Song", "song.yaml").output == "nothing to change\n")

        #expect(try folder.run("session", "undo", "Song").output == "undone: Apply song.yaml\n")
        #expect(try folder.run("session", "dump", "Song").output == before)
        #expect(try folder.run("session", "redo", "Song").output == "redone: Apply song.yaml\n")
        #expect(try folder.document("Song").mix.strips.map(\.output) == [1, nil])
        #expect(try folder.run("session", "redo", "Song").output == "nothing to redo\n")
    }

    @Test func `keeps everything when the text has a mistake`() throws {
        let folder = try Folder()
        try folder.stem("kick.wav", seconds: 1)
        #expect(try folder.run("new", "Song", "kick.wav").code == 0)
        let before = try folder.run("session", "dump", "Song").output
        try folder.write(before.replacing("panLaw", with: "panlaw"), "song.yaml")
        let applied = try folder.run("session", "apply", "Song", "song.yaml")
        #expect(applied.code == 65)
        #expect(applied.errors.contains("song.yaml:3:1: "))
        #expect(try folder.run("session", "dump", "Song").output == before)
    }
}
