import AudioFiles
import CSndfile
import Foundation
import MixModel
import SessionStore
import Testing

/// Finished music beside the mix, and the meters, as the program has them.
@Suite struct `Comparing with a reference` {
    private struct Status: Decodable {
        struct Loudness: Decodable { var integrated: Double? }
        struct Monitors: Decodable {
            var source: Int
            var gains: [Double]
        }
        struct Meter: Decodable {
            var address: String
            var peak: Double?
        }
        struct Band: Decodable { var level: Double? }
        var isPlaying: Bool
        var loudness: Loudness?
        var monitors: Monitors
        var meters: [Meter]
        var spectrum: [Band]
    }

    @Test func `files are added, listed and taken away, and undo knows`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        #expect(try folder.run("session", "reference", "Song").output.hasPrefix("no references; add one with: "))
        try folder.stem("master.flac", Int(SF_FORMAT_FLAC) | Int(SF_FORMAT_PCM_24), rate: 44_100, seconds: 3)
        try folder.stem("1.wav", channels: 1, seconds: 2)
        let added = try folder.run("session", "reference", "Song", "master.flac", "1.wav")
        #expect(
            added.code == 0 && added.output.contains("1  audio/master.flac  -") && added.output.contains(" LUFS\n"))
        // A stem has this name already.
        #expect(added.output.contains("2  audio/1-2.wav  "))
        #expect(try folder.run("session", "reference", "Song").output == added.output)
        let references = try folder.document("Song").mix.references
        #expect(references.map(\.channels) == [2, 1] && references.map(\.sampleRate) == [44_100, 48_000])
        let removed = try folder.run("session", "reference", "Song", "--remove", "1")
        #expect(
            removed.code == 0
                && removed.output.hasSuffix("brings it back\nreference 2 is reference 1 now: audio/1-2.wav\n"))
        #expect(try folder.document("Song").mix.references == [references[1]])
        try folder.run("session", "undo", "Song").requireDone()
        #expect(try folder.document("Song").mix.references == references)

        try folder.run("new", "Near", "1.wav", "--in-place", "--reference", "master.flac").requireDone()
        #expect(try folder.document("Near").mix.references.map(\.path) == ["../master.flac"])
        #expect(try folder.run("bounce", "Near", "--wav", "master.flac").code == 73)
    }

    @Test func `what cannot be a reference changes nothing`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 1)
        try folder.write("no music", "text.wav")
        for (words, code) in [
            (["none.wav"], 66), (["text.wav"], 65), (["--remove", "1"], 65), (["--remove", "0"], 64),
            (Array(repeating: "stems/1.wav", count: 17), 65),
        ] as [([String], Int32)] {
            let ended = try folder.start(["session", "reference", "Song"] + words).end()
            #expect(ended.code == code && ended.output == "")
            #expect(ended.errors.hasPrefix("gainrider: "))
        }
        #expect(try folder.document("Song").mix.references == [])
        #expect(folder.names(in: "Song.gainrider/audio") == ["1.wav"])
    }

    @Test func `a performance switches to it while mixing; what is written down does not have it`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 4)
        try folder.run("bounce", "Song", "--wav", "before.wav").requireDone()
        // The same noise at a quarter of the level, mono, at another rate.
        try folder.stem("quiet.wav", rate: 32_000, channels: 1, seconds: 2)
        let samples = try Sound(folder["quiet.wav"]).left.map { $0 / 4 }
        try folder.write(
            samples: samples, "quiet.wav", Int(SF_FORMAT_WAV) | Int(SF_FORMAT_FLOAT), rate: 32_000, channels: 1)
        try folder.run("session", "reference", "Song", "quiet.wav").requireDone()
        let listed = try folder.run("session", "reference", "Song").output
        let words = listed.split(separator: " ")
        let loudness = try #require(words.dropLast().last.flatMap { Double($0) })
        try folder.write(
            """
            performance: 1
            events:
              - {at: 0, do: /transport/play}
              - {at: 1.5, do: /monitor/source = 1}
            """, "ride.yaml")
        let mixed = try folder.start([
            "mix", "Song", "--device", "none", "--perform", "ride.yaml", "--until-end", "--json",
        ]).end()
        #expect(mixed.code == 0)
        #expect(mixed.errors.contains("reading ahead: ") && mixed.errors.contains(" MiB at most"))
        let told = try mixed.output.split(separator: "\n").map {
            try JSONDecoder().decode(Status.self, from: Data($0.utf8))
        }
        #expect(told.first?.monitors.source == 0)
        let last = try #require(told.last { $0.isPlaying })
        #expect(last.monitors.source == 1)
        let mix = try #require(last.loudness?.integrated)
        #expect(abs(last.monitors.gains[0] - (mix - loudness)) < 0.2)
        #expect(last.meters.map(\.address) == ["/strip/1", "/strip/2", "/master"])
        #expect(last.meters.allSatisfy { ($0.peak ?? -99) > -20 })
        #expect(last.spectrum.count == 31)

        try folder.run("bounce", "Song", "--wav", "after.wav").requireDone()
        #expect(try folder.bytes("after.wav") == folder.bytes("before.wav"))
        try folder.run("perform", "Song", "ride.yaml", "--wav", "heard.wav").requireDone()
        #expect(try folder.bytes("heard.wav") == folder.bytes("before.wav"))
    }

    @Test func `one that is missing is named, and the session plays`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        try folder.stem("gone.wav", seconds: 1)
        try folder.run("session", "reference", "Song", "gone.wav", "--in-place").requireDone()
        try FileManager.default.removeItem(atPath: folder["gone.wav"])
        let mixed = try folder.run("mix", "Song", "--device", "none", "--play", "--until-end", "--verbose")
        #expect(mixed.code == 0)
        #expect(mixed.errors.contains("gainrider: reference 1: ") && mixed.errors.contains("gone.wav"))
        // How the sound fared: by the wall clock, and by the processor.
        let last = mixed.output.split(separator: "\n").suffix(3)
        #expect(last.first?.contains(" blocks, ") == true && last.first?.contains(" xrun") == true)
        #expect(last.dropFirst().first?.hasPrefix("block times, µs: 50.0 % ≤ ") == true)
        #expect(last.last?.hasPrefix("of that processor, µs: 50.0 % ≤ ") == true)
        let listed = try folder.run("session", "reference", "Song")
        #expect(listed.code == 0 && listed.output.contains("gone.wav"))
        // Off line nobody misses it.
        #expect(try folder.run("bounce", "Song", "--wav", "x.wav").errors == "")
    }
}
