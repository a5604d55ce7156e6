import CSndfile
import Foundation
import MixModel
import SessionStore
import Testing

@Suite struct `A new session` {
    /// Name of the file, format of libsndfile, sample rate.
    static let formats: [(name: String, format: Int, rate: Int)] = [
        ("1 sixteen.wav", Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_16), 48_000),
        ("2 twenty-four.wav", Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_24), 48_000),
        ("3 float.wav", Int(SF_FORMAT_WAV) | Int(SF_FORMAT_FLOAT), 48_000),
        ("4 apple.aiff", Int(SF_FORMAT_AIFF) | Int(SF_FORMAT_PCM_24), 48_000),
        ("5 free.flac", Int(SF_FORMAT_FLAC) | Int(SF_FORMAT_PCM_24), 48_000),
        ("6 vorbis.ogg", Int(SF_FORMAT_OGG) | Int(SF_FORMAT_VORBIS), 48_000),
        ("7 large.rf64", Int(SF_FORMAT_RF64) | Int(SF_FORMAT_PCM_24), 48_000),
        ("10 other rate.wav", Int(SF_FORMAT_WAV) | Int(SF_FORMAT_PCM_16), 44_100),
    ]

    /// Formats side by side, a FLAC file that was cut off, and a text with the name of a sound.
    private func makeMixed(_ folder: Folder) throws {
        for (seed, item) in Self.formats.enumerated() {
            try folder.stem("stems/\(item.name)", item.format, rate: item.rate, seconds: 1, seed: UInt64(seed + 1))
        }
    }

    @Test func `takes eight formats in natural order, and all of them sound`() throws {
        let folder = try Folder()
        try makeMixed(folder)
        let made = try folder.run("new", "Song", "stems")
        #expect(made.code == 0)
        #expect(made.errors == "")
        #expect(made.output.contains("8 strips, 48000 Hz"))
        #expect(made.output.contains("1 converted to 48000 Hz while playing"))
        let document = try folder.document("Song")
        #expect(document.mix.strips.map { $0.source?.path } == Self.formats.map { "audio/\($0.name)" })
        #expect(document.mix.strips.map { $0.source?.sampleRate } == Self.formats.map(\.rate))
        for (number, item) in Self.formats.enumerated() {
            let one = "One \(number)"
            #expect(try folder.run("new", one, "stems/\(item.name)", "--rate", "48000").code == 0)
            let bounce = try folder.run("bounce", one, "--wav", "one.wav")
            #expect(bounce.code == 0)
            #expect(try Sound(folder["one.wav"]).peak > 0.1, "\(item.name)")
        }
    }

    @Test func `names a cut file and a text, and makes the session of the rest`() throws {
        let folder = try Folder()
        try makeMixed(folder)
        let whole = try folder.bytes("stems/5 free.flac")
        try folder.write(whole.prefix(whole.count / 2), "stems/5 free.flac")
        try folder.write("This is no sound.\n", "stems/6 text.wav")
        let made = try folder.run("new", "Song", "stems")
        #expect(made.code == 65)
        let lines = made.errors.split(separator: "\n").map(String.init)
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("gainrider: stems/5 free.flac is cut short: ") == true)
        #expect(
            lines.last == "gainrider: stems/6 text.wav is not an audio file that can be read: Format not recognised")
        #expect(try folder.document("Song").mix.strips.count == 8)
        let bounce = try folder.run("bounce", "Song")
        #expect(bounce.code == 65)
        #expect(bounce.errors.contains("5 free.flac is cut short"))
        #expect(try Sound(folder["Song.wav"]).frames == 48_000)
        #expect(try Sound(folder["Song.wav"]).peak > 0.1)
    }

    @Test func `has the names of its files, its buses and its rate`() throws {
        let folder = try Folder()
        for name in ["02_Snare-L.wav", "10 Kick.wav", "1_Bass.wav"] { try folder.stem(name, seconds: 0.1) }
        let made = try folder.run(
            "new", "Song", "10 Kick.wav", "1_Bass.wav", "02_Snare-L.wav", "--bus", "Drums", "--bus", "Voices",
            "--rate",
            "96000")
        #expect(made.code == 0)
        let mix = try folder.document("Song").mix
        #expect(mix.sampleRate == 96_000)
        #expect(mix.buses.map(\.name) == ["Drums", "Voices"])
        #expect(mix.strips.map(\.name) == ["Kick", "Bass", "Snare-L"])
        #expect(folder.names(in: "Song.gainrider/audio") == ["02_Snare-L.wav", "10 Kick.wav", "1_Bass.wav"])
    }

    @Test func `leaves the files where they are if told to`() throws {
        let folder = try Folder()
        try folder.stem("stems/a.wav", seconds: 0.1)
        #expect(try folder.run("new", "Song", "stems", "--in-place").code == 0)
        #expect(try folder.document("Song").mix.strips.first?.source?.path == "../stems/a.wav")
        #expect(folder.names(in: "Song.gainrider/audio") == [])
        #expect(try folder.run("bounce", "Song").code == 0)
    }

    @Test func `takes no name twice and no file that is missing, and leaves nothing half made`() throws {
        let folder = try Folder()
        try folder.stem("a.wav", seconds: 0.1)
        #expect(try folder.run("new", "Song", "a.wav").code == 0)
        let again = try folder.run("new", "Song", "a.wav")
        #expect(again.code == 73)
        #expect(
            again.errors
                == "gainrider: \(folder["Song.gainrider"]) is there already; choose another name, or move it away\n")
        let missing = try folder.run("new", "Other", "b.wav")
        #expect(missing.code == 66)
        #expect(
            missing.errors
                == "gainrider: b.wav does not exist\ngainrider: no file could be used; no session was made\n")
        #expect(try folder.run("new", "Nowhere/at/all/Song", "b.wav").code == 66)
        try folder.write("in the way", "file")
        let blocked = try folder.run("new", "file/Song", "a.wav")
        #expect(blocked.code == 73)
        #expect(blocked.errors.hasPrefix("gainrider: cannot make \(folder["file/Song.gainrider"]): "))
        #expect(folder.names == ["Song.gainrider", "a.wav", "file"])
    }
}

@Suite struct `A session as text` {
    @Test func `comes back byte for byte, through a file and through a pipe`() throws {
        let folder = try Folder()
        try folder.makeSong(arguments: ["--bus", "Drums"])
        try folder.write(Rides.performance, "ride.yaml")
        #expect(try folder.run("perform", "Song", "ride.yaml").code == 0)
        let text = try folder.run("session", "dump", "Song").output
        #expect(text.contains("    lanes:\n      hpf/on:"))
        try folder.write(text, "song.yaml")
        #expect(try folder.run("session", "load", "File", "song.yaml").code == 0)
        #expect(try folder.run("session", "load", "Pipe", "-", input: text).code == 0)
        #expect(try folder.run("session", "dump", "File").output == text)
        #expect(try folder.run("session", "dump", "Pipe").output == text)
        let json = try folder.run("session", "dump", "Song", "--json").output
        let tree = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(tree?["sampleRate"] as? Int == 48_000)
        #expect(try folder.run("session", "load", "JSON", "-", input: json).code == 0)
        #expect(try folder.run("session", "dump", "JSON").output == text)
    }

    @Test func `is refused with the place of each mistake`() throws {
        let folder = try Folder()
        let loaded = try folder.run(
            "session", "load", "Song", "-", input: "gainrider: 1\nsampleRate: 3\nstirps: []\n")
        #expect(loaded.code == 65)
        let places = loaded.errors.split(separator: "\n").map { $0.split(separator: " ")[1] }
        #expect(places == ["input:2:13:", "input:3:1:"])
        #expect(folder.names == [])
    }
}
