import AudioFiles
import Foundation
import Testing

@Suite struct `The loudness of a bounce` {
    private struct Told: Decodable {
        struct Loudness: Decodable {
            var integrated: Double?
            var truePeak: Double?
        }
        var loudness: Loudness?
        var gain: Double?
        var limiterReduction: Double?
    }

    private static func bounce(_ folder: Folder, _ arguments: String...) throws -> Told {
        let done = try folder.start(["bounce", "Song", "--json"] + arguments).end()
        #expect(done.code == 0)
        return try JSONDecoder().decode(Told.self, from: Data(done.output.utf8))
    }

    @Test func `is told, and left out when asked`() throws {
        let folder = try Folder()
        try folder.makeSong()
        let done = try folder.run("bounce", "Song", "--wav", "a.wav")
        for word in ["integrated", "range", "true peak", "LUFS", "dBTP"] { #expect(done.output.contains(word)) }
        #expect(!(try folder.run("bounce", "Song", "--wav", "b.wav", "--no-report").output.contains("LUFS")))
        #expect(try folder.bytes("a.wav") == folder.bytes("b.wav"))
    }

    @Test(arguments: ["-23", "-14", "-11", "ebu-r128", "spotify"]) func `is brought to a target within 0.1 LU`(
        target: String
    )
        throws
    {
        let folder = try Folder()
        try folder.makeSong()
        let told = try Self.bounce(folder, "--target", target, "--wav", "x.wav")
        let platforms: [String: Double] = ["ebu-r128": -23, "spotify": -14]
        let wanted = platforms[target] ?? Double(target) ?? 0
        let loudness = try #require(told.loudness)
        #expect(abs((loudness.integrated ?? 0) - wanted) <= 0.1)
        #expect((loudness.truePeak ?? 0) <= -0.9)
        // What was written is what was measured.
        try folder.run("new", "Again", "x.wav").requireDone()
        let again = try folder.start(["bounce", "Again", "--json", "--wav", "y.wav"]).end()
        let heard = try JSONDecoder().decode(Told.self, from: Data(again.output.utf8))
        #expect(abs((heard.loudness?.integrated ?? 0) - wanted) <= 0.11)
    }

    @Test func `cannot be set by a word that is no target; silence, and what is below the gate, is written as it is`()
        throws
    {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        let refused = try folder.run("bounce", "Song", "--target", "loud")
        #expect(refused.code == 64 && refused.errors.contains("spotify (-14)"))
        #expect(try folder.run("bounce", "Song", "--target", "3").code == 64)
        let dump = try folder.run("session", "dump", "Song").output
        try folder.write(dump + "master:\n  mute: on\n", "muted.yaml")
        try folder.run("session", "apply", "Song", "muted.yaml").requireDone()
        let silent = try folder.run("bounce", "Song", "--target", "-14", "--wav", "z.wav")
        #expect(
            silent.code == 0 && silent.errors.contains("written as it is: it has no loudness to bring to -14.0 LUFS"))
        let sound = try Sound(folder["z.wav"])
        #expect(sound.frames == 48_000 && sound.peak == 0)
        // Quieter than any loudness, and still sound.
        try folder.write(dump + "master:\n  fader: -80\n", "quiet.yaml")
        try folder.run("session", "apply", "Song", "quiet.yaml").requireDone()
        let quiet = try folder.run("bounce", "Song", "--target", "spotify", "--wav", "q.wav")
        #expect(quiet.code == 0 && quiet.errors.contains("no loudness"))
        try folder.run("bounce", "Song", "--wav", "plain.wav").requireDone()
        #expect(try folder.bytes("q.wav") == folder.bytes("plain.wav"))
        #expect(try Sound(folder["q.wav"]).peak > 0)
    }
}
