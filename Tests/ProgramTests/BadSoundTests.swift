import CSndfile
import Foundation
import Testing

@Suite struct `Bad sound files` {
    private static let wavFloat = Int(SF_FORMAT_WAV) | Int(SF_FORMAT_FLOAT)

    @Test func `with samples that are no numbers are silent there`() throws {
        let folder = try Folder()
        var samples = [Float](repeating: 0.25, count: 48_000)
        samples[100] = .nan
        samples[101] = .infinity
        try folder.write(samples: samples, "a.wav", Self.wavFloat, rate: 48_000, channels: 1)
        let made = try folder.run("new", "Song", "a.wav")
        #expect(made.code == 65)
        #expect(
            made.errors
                == "gainrider: a.wav has 2 samples that are not numbers, the first in frame 100; they are played as silence\n"
        )
        try folder.run("bounce", "Song")
        let sound = try Sound(folder["Song.wav"])
        #expect(sound.left.allSatisfy { $0.isFinite })
        #expect(sound.left[100] == 0 && sound.left[101] == 0 && sound.left[99] != 0 && sound.left[102] != 0)
    }

    @Test(arguments: ["Song.gainrider/session.sqlite", "Song.gainrider/audio/a.wav", "stems/b.wav"])
    func `a bounce never overwrites what the session lives on`(_ target: String) throws {
        let folder = try Folder()
        try folder.stem("a.wav", seconds: 0.1)
        try folder.stem("stems/b.wav", seconds: 0.1)
        let inPlace = target.hasPrefix("stems/")
        let made = try inPlace ? folder.run("new", "Song", "stems", "--in-place") : folder.run("new", "Song", "a.wav")
        #expect(made.code == 0)
        let before = try folder.bytes(target)
        let dumped = try folder.run("session", "dump", "Song").output
        let bounced = try folder.run("bounce", "Song", "--wav", target)
        #expect(bounced.code == 73)
        #expect(bounced.errors.contains("\(target) belongs to the session and was not overwritten"))
        // Opening a session counts in its database; what it holds, and every sound, is as before.
        if target.hasSuffix(".sqlite") {
            let after = try folder.run("session", "dump", "Song")
            #expect(after.errors == "")
            #expect(after.output == dumped)
        } else {
            #expect(try folder.bytes(target) == before)
        }
    }

    @Test(arguments: [[""], ["Song", "--bus", " "], ["Song", "--bus", "A", "--bus", "A"]])
    func `a session and its buses need names of their own`(_ arguments: [String]) throws {
        let folder = try Folder()
        try folder.stem("a.wav", seconds: 0.1)
        let outcome = try folder.start(["new"] + arguments + ["a.wav"]).end()
        #expect(outcome.code == 64)
        #expect(folder.names == ["a.wav"])
    }

    @Test func `of 300 channels, of 0 Hz, or of no length are named, and the rest makes the session`() throws {
        let folder = try Folder()
        try folder.write(
            samples: [Float](repeating: 0, count: 3000), "stems/many.wav", Self.wavFloat, rate: 48_000, channels: 300)
        try folder.stem("stems/zero.wav", seconds: 0.1)
        var bytes = try folder.bytes("stems/zero.wav")
        bytes.replaceSubrange(24..<28, with: [0, 0, 0, 0])
        try folder.write(bytes, "stems/zero.wav")
        try folder.write(samples: [], "stems/empty.wav", Self.wavFloat, rate: 48_000, channels: 1)
        try folder.stem("stems/good.wav", seconds: 0.1)
        let made = try folder.run("new", "Song", "stems")
        #expect(made.code == 65)
        #expect(
            made.errors == """
                gainrider: stems/empty.wav holds no sound: its length is 0 frames
                gainrider: stems/many.wav has 300 channels, expected 1 or 2; split it into mono or stereo files
                gainrider: stems/zero.wav says that its sample rate is 0 Hz; write the right rate into it \
                (sox -r RATE) and try again

                """)
        #expect(made.output.contains(": 1 strip, 48000 Hz"))
        #expect(folder.names(in: "Song.gainrider/audio") == ["good.wav"])
    }

    @Test func `that have moved into the session are found again, and never replaced by others`() throws {
        let folder = try Folder()
        try folder.stem("stems/a.wav", seconds: 0.5, seed: 1)
        try folder.stem("other.wav", seconds: 0.5, seed: 2)
        try folder.run("new", "Song", "stems", "--in-place").requireDone()
        try folder.run("bounce", "Song", "--wav", "first.wav").requireDone()
        let files = FileManager.default
        try files.moveItem(atPath: folder["stems/a.wav"], toPath: folder["Song.gainrider/audio/a.wav"])
        try folder.run("bounce", "Song", "--wav", "moved.wav").requireDone()
        #expect(try folder.bytes("moved.wav") == folder.bytes("first.wav"))
        try files.removeItem(atPath: folder["Song.gainrider/audio/a.wav"])
        try files.copyItem(atPath: folder["other.wav"], toPath: folder["Song.gainrider/audio/a.wav"])
        let gone = try folder.run("bounce", "Song", "--wav", "gone.wav")
        #expect(gone.code == 65)
        #expect(gone.errors.hasPrefix("gainrider: A: ") && gone.errors.contains("/stems/a.wav does not exist\n"))
        #expect(try Sound(folder["gone.wav"]).peak == 0)
    }

    @Test func `cannot be written where there is no folder, and nothing stays`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        let before = folder.names
        let bounce = try folder.run("bounce", "Song", "--wav", "nowhere/x.wav")
        #expect(bounce.code == 73)
        #expect(bounce.errors == "gainrider: cannot write nowhere/x.wav: its folder does not exist\n")
        #expect(folder.names == before)
    }

    @Test func `with a header that promises another length are said once, and heard whole`() throws {
        let folder = try Folder()
        try folder.stem("a.wav", channels: 1, seconds: 0.1)
        try folder.run("new", "Right", "a.wav").requireDone()
        try folder.run("bounce", "Right", "--wav", "right.wav").requireDone()
        var bytes = try folder.bytes("a.wav")
        for (size, words) in [([UInt8](repeating: 0, count: 4), "0"), ([0xDB, 0xFF, 0xFF, 0x7F], "1073741806")] {
            bytes.replaceSubrange(4..<8, with: [0, 0, 0, 0])
            bytes.replaceSubrange(40..<44, with: size)
            try folder.write(bytes, "a.wav")
            let made = try folder.run("new", "Song\(words)", "a.wav")
            #expect(made.code == 0)
            #expect(
                made.errors
                    == "gainrider: a.wav: its header promises \(words) frames, the file holds 4800; all of them are read\n"
            )
            let bounced = try folder.run("bounce", "Song\(words)", "--wav", "b.wav")
            #expect(bounced.code == 0 && bounced.errors == "")
            #expect(try folder.bytes("b.wav") == folder.bytes("right.wav"))
        }
    }

    @Test func `with samples beyond all measure are silent there, and that is said`() throws {
        let folder = try Folder()
        var samples = [Float](repeating: 0.25, count: 4800)
        samples[70] = 1e18
        try folder.write(samples: samples, "a.wav", Self.wavFloat, rate: 48_000, channels: 1)
        let made = try folder.run("new", "Song", "a.wav")
        #expect(made.code == 65)
        #expect(
            made.errors
                == "gainrider: a.wav has a sample 240 dB or more over full scale, in frame 70; it is played as silence\n"
        )
        let bounced = try folder.run("bounce", "Song", "--wav", "b.wav")
        #expect(bounced.code == 65 && bounced.errors.contains("240 dB or more over full scale"))
        #expect(try Sound(folder["b.wav"]).left[4000] != 0)
    }

    @Test(arguments: [20, 60, 90, 300])
    func `whose FLAC is damaged from the first frame on are bad data`(place: Int) throws {
        let folder = try Folder()
        try folder.stem("a.flac", Int(SF_FORMAT_FLAC) | Int(SF_FORMAT_PCM_16), seconds: 0.5)
        var bytes = try folder.bytes("a.flac")
        for index in place..<bytes.count where index % 2 == 0 { bytes[index] = 0x55 }
        try folder.write(bytes, "a.flac")
        let made = try folder.run("new", "Song", "a.flac")
        #expect(made.code == 65)
        #expect(made.errors.hasPrefix("gainrider: a.flac"))
    }

    @Test func `that are links are copied as what they lead to`() throws {
        let folder = try Folder()
        try folder.stem("disk/take 7.wav", seconds: 0.2)
        try FileManager.default.createDirectory(atPath: folder["stems"], withIntermediateDirectories: false)
        #expect(symlink("../disk/take 7.wav", folder["stems/kick.wav"]) == 0)
        try folder.run("new", "Song", "stems").requireDone()
        let copy = "Song.gainrider/audio/kick.wav"
        var status = stat()
        #expect(lstat(folder[copy], &status) == 0 && status.st_mode & S_IFMT == S_IFREG)
        #expect(try folder.bytes(copy) == folder.bytes("disk/take 7.wav"))
    }

    @Test func `whose names have control characters do not reach the terminal as they are`() throws {
        let folder = try Folder()
        try folder.stem("stems/a\u{1B}[31m\u{9B}2J\u{7}.wav", seconds: 0.1)
        try folder.write("no sound", "stems/b\u{1B}]0;x\u{7}.wav")
        let made = try folder.run("new", "Song", "stems")
        let dumped = try folder.run("session", "dump", "Song", "--json")
        let bounced = try folder.run("bounce", "Song", "--wav", "c\u{1B}[2J.wav")
        for text in [made.output, made.errors, dumped.output, bounced.output, bounced.errors] {
            #expect(
                text.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }, "\(text)")
        }
        #expect(made.errors.contains(#"b\u{1B}]0;x\u{07}.wav"#))
    }
}
