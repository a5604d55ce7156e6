import Foundation
import Testing

@Suite struct `A stem that is another of the same shape` {
    private static let words =
        ": audio/2.wav holds another sound than when it came into the session; it is played as it is now"

    /// Puts another sound of the same shape in the second stem's place.
    private func replace(_ folder: Folder, seed: UInt64 = 99) throws {
        try folder.stem("Song.gainrider/audio/2.wav", channels: 1, seconds: 0.5, seed: seed)
    }

    @Test(arguments: [
        ["bounce", "Song"], ["perform", "Song", "p.yaml"],
        ["mix", "Song", "--device", "none", "--play", "--until-end"],
    ])
    func `is said`(command: [String]) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 0.5)
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /transport/play}\n", "p.yaml")
        try replace(folder)
        let first = try folder.start(command).end()
        let text = first.errors + first.output
        #expect(text.components(separatedBy: Self.words).count == 2, "\(text)")
        #expect(text.contains("2: audio/2.wav"))
        if command[0] != "mix" { #expect(first.code == 65) }
        // And again, as long as it is so.
        let second = try folder.start(command).end()
        #expect((second.errors + second.output).contains(Self.words))
    }

    @Test func `is seen behind a time that was set back, after the right one was known`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 0.5)
        try folder.run("bounce", "Song").requireDone()
        #expect(try folder.run("bounce", "Song").errors == "")
        let path = folder["Song.gainrider/audio/2.wav"]
        let time = try #require(
            try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
        try replace(folder)
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
        let bounce = try folder.run("bounce", "Song")
        #expect(bounce.code == 65)
        #expect(bounce.errors.contains(Self.words))
        // What the message says takes it for good.
        #expect(try folder.run("session", "relink", "Song", "Song.gainrider/audio", "--replace").code == 0)
        let after = try folder.run("bounce", "Song")
        #expect(after.code == 0)
        #expect(after.errors == "")
    }

    @Test func `is not suspected when it was only copied`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 0.5)
        try folder.run("bounce", "Song").requireDone()
        try FileManager.default.copyItem(atPath: folder["Song.gainrider"], toPath: folder["Copy.gainrider"])
        let bounce = try folder.run("bounce", "Copy")
        #expect(bounce.code == 0)
        #expect(bounce.errors == "")
    }
}

@Suite struct `A bounce without a name` {
    @Test(arguments: [
        ("a.gainrider.d/Song", "a.gainrider.d/Song.wav"),
        ("my.gainrider-songs/x.gainrider", "my.gainrider-songs/x.wav"),
        ("Old.gainrider.gainrider", "Old.gainrider.wav"),
    ])
    func `stands beside its session, whatever its folders are called`(song: String, sound: String) throws {
        let folder = try Folder()
        try folder.stem("stems/1.wav", seconds: 0.1)
        try FileManager.default.createDirectory(
            atPath: folder["a.gainrider.d"], withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: folder["my.gainrider-songs"], withIntermediateDirectories: true)
        try folder.run("new", song, "stems").requireDone()
        try folder.run("bounce", song).requireDone()
        #expect(FileManager.default.fileExists(atPath: folder[sound]))
    }
}
