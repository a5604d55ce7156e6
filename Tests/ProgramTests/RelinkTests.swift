import CSndfile
import Foundation
import MixModel
import SessionStore
import Testing

/// Stems and references that are no longer where the session says.
@Suite struct `Files that have moved` {
    /// A session of stems and a reference that lie beside it, and its bounce.
    private func make(_ folder: Folder) throws {
        for (name, seed) in [("kick", 1), ("snare", 2), ("bass", 3)] as [(String, UInt64)] {
            try folder.stem("stems/\(name).wav", seconds: 0.3, seed: seed)
        }
        try folder.stem("master.flac", Int(SF_FORMAT_FLAC) | Int(SF_FORMAT_PCM_16), seconds: 0.5, seed: 9)
        try folder.run("new", "Song", "stems", "--in-place", "--reference", "master.flac").requireDone()
        try folder.run("bounce", "Song", "--wav", "before.wav").requireDone()
    }

    private func move(_ from: String, _ to: String, in folder: Folder) throws {
        let target = URL(fileURLWithPath: folder[to])
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: folder[from], toPath: target.path)
    }

    @Test func `are found by name and by content, in folders of the folder, as one step that can be undone`() throws {
        let folder = try Folder()
        try make(folder)
        try move("stems/kick.wav", "disk/2024/drums/Kick.WAV", in: folder)
        try move("stems/snare.wav", "disk/sd take 2.wav", in: folder)
        try move("master.flac", "disk/finished/old.flac", in: folder)
        // Neither the name nor the length alone makes it the one.
        try folder.stem("disk/kick.wav", seconds: 0.3, seed: 77)

        let lost = try folder.run("bounce", "Song", "--wav", "lost.wav")
        #expect(lost.code == 65)
        #expect(
            lost.errors.hasSuffix(
                "gainrider: files that have moved are found with: gainrider session relink \(folder["Song.gainrider"]) FOLDER\n"
            ))
        let relinked = try folder.run("session", "relink", "Song", "disk")
        #expect(relinked.code == 0)
        #expect(relinked.errors == "")
        #expect(
            relinked.output == """
                Bass: ../stems/bass.wav is in its place
                Kick: ../stems/kick.wav found as ../disk/2024/drums/Kick.WAV
                Snare: ../stems/snare.wav found as ../disk/sd take 2.wav
                reference 1: ../master.flac found as ../disk/finished/old.flac
                relinked; gainrider session undo Song takes it back

                """)
        let after = try folder.run("bounce", "Song", "--wav", "after.wav")
        #expect(after.code == 0)
        #expect(try folder.bytes("after.wav") == folder.bytes("before.wav"))
        let again = try folder.run("session", "relink", "Song", "disk").output
        #expect(again.hasSuffix("is in its place\nnothing to change\n"))
        try folder.run("session", "undo", "Song").requireDone()
        #expect(
            try folder.document("Song").mix.strips.map { $0.source?.path } == [
                "../stems/bass.wav", "../stems/kick.wav", "../stems/snare.wav",
            ])
    }

    @Test func `are not replaced by other recordings unless that is said`() throws {
        let folder = try Folder()
        try make(folder)
        try FileManager.default.removeItem(atPath: folder["stems/bass.wav"])
        try FileManager.default.removeItem(atPath: folder["stems/kick.wav"])
        try folder.stem("new/kick.wav", rate: 44_100, channels: 1, seconds: 1, seed: 5)
        let before = try folder.document("Song").mix
        let refused = try folder.run("session", "relink", "Song", "new")
        #expect(refused.code == 66)
        #expect(refused.errors == "gainrider: 2 files not found in new\n")
        #expect(
            refused.output.contains(
                "Kick: ../stems/kick.wav not found; \(folder["new/kick.wav"]) has its name but not its content; --replace takes it\n"
            ))
        #expect(refused.output.contains("Bass: ../stems/bass.wav not found\n"))
        #expect(try folder.document("Song").mix == before)

        let replaced = try folder.run("session", "relink", "Song", "new", "--replace", "--json")
        #expect(replaced.code == 66)
        let rows = try JSONSerialization.jsonObject(with: Data(replaced.output.utf8)) as? [[String: String]]
        #expect(rows?.map { $0["outcome"] } == ["missing", "replaced", "inPlace", "inPlace"])
        #expect(rows?[1]["path"] == "../new/kick.wav")
        let source = try #require(try folder.document("Song").mix.strips[1].source)
        #expect(source.path == "../new/kick.wav" && source.channels == 1 && source.sampleRate == 44_100)
        #expect(source.frames == 44_100)
        #expect(try !folder.run("bounce", "Song", "--wav", "x.wav").errors.contains("kick"))
    }

    @Test func `a stem that was exported anew is noticed, also if only its sound changed`() throws {
        let folder = try Folder()
        try make(folder)
        try folder.stem("stems/kick.wav", seconds: 0.3, seed: 5)
        let found = try folder.run("session", "relink", "Song", "stems")
        #expect(found.code == 66)
        #expect(found.output.contains("has its name but not its content"))
        let taken = try folder.run("session", "relink", "Song", "stems", "--replace")
        #expect(taken.code == 0)
        #expect(taken.output.contains("Kick: ../stems/kick.wav replaced by ../stems/kick.wav\n"))
        #expect(try folder.run("session", "relink", "Song", "stems").code == 0)
    }

    @Test func `a folder that is none is told`() throws {
        let folder = try Folder()
        try make(folder)
        let missing = try folder.run("session", "relink", "Song", "nowhere")
        #expect(missing.code == 66 && missing.errors == "gainrider: nowhere does not exist\n")
        let file = try folder.run("session", "relink", "Song", "master.flac")
        #expect(file.code == 65 && file.errors == "gainrider: master.flac is a file, expected a folder\n")
    }

    @Test
    func `references are found beside a session that was copied elsewhere, as stems are, and never overwritten`()
        throws
    {
        let folder = try Folder()
        try make(folder)
        try move("Song.gainrider", "copy/Song.gainrider", in: folder)
        for name in ["kick", "snare", "bass"] { try move("stems/\(name).wav", "copy/stems/\(name).wav", in: folder) }
        // The session's own path would lead to copy/master.flac.
        try move("master.flac", "copy/stems/master.flac", in: folder)
        let listed = try folder.run("session", "reference", "copy/Song")
        #expect(listed.output.hasPrefix("1  ../master.flac  -") && listed.output.hasSuffix(" LUFS\n"))
        #expect(try folder.run("bounce", "copy/Song", "--wav", "copy/x.wav").errors == "")
        #expect(try folder.bytes("copy/x.wav") == folder.bytes("before.wav"))
        #expect(try folder.run("bounce", "copy/Song", "--flac", "copy/stems/master.flac").code == 73)
    }

    @Test func `whose names are one text in two ways of writing are two files`() throws {
        let folder = try Folder()
        // In one piece, and with an accent of its own.
        let (composed, decomposed) = ("caf\u{E9}.wav", "cafe\u{301}.wav")
        try folder.stem("stems/\(composed)", seconds: 0.3, seed: 1)
        try folder.run("new", "Song", "stems", "--in-place").requireDone()
        #expect(try folder.document("Song").mix.strips[0].name == "Caf\u{E9}")
        let stem = try folder.bytes("stems/\(composed)")
        unlink(folder["stems/\(composed)"])
        try folder.stem("disk/\(composed)", seconds: 0.3, seed: 2)
        try folder.write(stem, "disk/\(decomposed)")
        try folder.run("session", "relink", "Song", "disk").requireDone()
        let path = try #require(try folder.document("Song").mix.strips[0].source?.path)
        #expect(path.utf8.elementsEqual("../disk/\(decomposed)".utf8))
        try folder.run("bounce", "Song", "--wav", "a.wav").requireDone()
        // From one way of writing to the other, and nothing else.
        unlink(folder["disk/\(composed)"])
        try folder.write(stem, "disk/\(composed)")
        unlink(folder["disk/\(decomposed)"])
        try folder.run("session", "relink", "Song", "disk").requireDone()
        let next = try #require(try folder.document("Song").mix.strips[0].source?.path)
        #expect(next.utf8.elementsEqual("../disk/\(composed)".utf8))
    }
}
