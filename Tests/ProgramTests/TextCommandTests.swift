import Foundation
import MixModel
import SessionStore
import Testing

@Suite struct `A session's text at the command line` {
    private static let head = "gainrider: 1\nsampleRate: 48000\nstrips:\n"

    @Test func `needs no more than name and file of a new strip`() throws {
        let folder = try Folder()
        try folder.stem("texts/a.wav", channels: 1, seconds: 0.5)
        try folder.stem("b.wav", rate: 44_100, channels: 2, seconds: 1)
        try folder.write(
            Self.head + "  - {name: Beside, file: a.wav}\n  - {name: Above, file: ../b.wav}\n", "texts/song.yaml")
        let loaded = try folder.run("session", "load", "Song", "texts/song.yaml")
        #expect(loaded.errors == "")
        #expect(loaded.code == 0)
        let sources = try folder.document("Song").mix.strips.map(\.source)
        #expect(sources.map { $0?.path } == ["../texts/a.wav", "../b.wav"])
        #expect(sources.map { $0?.channels } == [1, 2])
        #expect(sources.map { $0?.sampleRate } == [48_000, 44_100])
        #expect(sources.map { $0?.frames } == [24_000, 44_100])
        #expect(sources.allSatisfy { $0?.fingerprint.count == 32 })
        #expect(try folder.run("bounce", "Song").code == 0)
    }

    @Test func `names a new strip's file that is not there, or is no sound`() throws {
        let folder = try Folder()
        try folder.write("no sound", "words.wav")
        try folder.write(Self.head + "  - {name: A, file: gone.wav}\n  - {name: B, file: words.wav}\n", "song.yaml")
        let loaded = try folder.run("session", "load", "Song", "song.yaml")
        #expect(loaded.code == 65)
        #expect(
            loaded.errors.hasPrefix(
                "song.yaml:4:21: fingerprint, channels, rate, frames of \"gone.wav\" cannot be found out: there is no "
            ))
        #expect(loaded.errors.contains("song.yaml:5:21: "))
        #expect(folder.names == ["song.yaml", "words.wav"])
    }

    @Test func `moves strips with their automation, as one step`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 3)
        try folder.write(Rides.performance, "ride.yaml")
        #expect(try folder.run("perform", "Song", "ride.yaml").code == 0)
        let before = try folder.document("Song")
        let text = try folder.run("session", "dump", "Song").output
        let start = try #require(text.range(of: "strips:\n")).upperBound
        let end = text[start...].range(of: "\n[a-z]", options: .regularExpression)?.lowerBound ?? text.endIndex
        let strips = text[start..<end].components(separatedBy: "\n  - ").map {
            $0.hasPrefix("  - ") ? $0 : "  - " + $0
        }
        #expect(strips.count == 3)
        let turned = strips.reversed().map { $0.trimmingCharacters(in: .newlines) }.joined(separator: "\n")
        try folder.write(text[..<start] + turned + "\n" + text[end...].drop { $0 == "\n" }, "song.yaml")
        #expect(try folder.run("session", "apply", "Song", "song.yaml").code == 0)
        let after = try folder.document("Song")
        #expect(after.mix.strips.map(\.name) == before.mix.strips.map(\.name).reversed())
        #expect(!before.lanes.isEmpty)
        for (parameter, lane) in before.lanes {
            guard case .strip(let number) = parameter.node else { continue }
            #expect(after.lanes[ParameterID(.strip(4 - number), parameter.role)] == lane, "\(parameter.address)")
        }
        #expect(try folder.run("session", "undo", "Song").code == 0)
        #expect(try folder.run("session", "dump", "Song").output == text)
    }

    @Test func `that never ends is refused`() throws {
        let folder = try Folder()
        let child = try Child(["session", "load", "Song", "-"], in: folder, input: "/dev/zero", environment: [:])
        let loaded = try child.end()
        #expect(loaded.code == 65)
        #expect(loaded.errors == "gainrider: standard input is larger than 256 MiB\n")
        #expect(
            try folder.run("session", "load", "Song", "/dev/zero").errors
                == "gainrider: /dev/zero is larger than 256 MiB\n")
        #expect(folder.names == [])
    }

    /// Mode of the strip, its value, and whether the text's value is heard.
    @Test(arguments: [("read", false), ("touch", false), ("off", true)])
    func `says where a lane rules a value that it sets`(mode: String, isHeard: Bool) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1)
        func write(_ fader: String) throws {
            let lines = try folder.run("session", "dump", "Song").output.split(separator: "\n").filter {
                !$0.contains("fader:") && !$0.contains("mode:") && !$0.contains("lanes:")
            }
            let place = try #require(lines.firstIndex { $0.contains("frames:") })
            var text = lines.map(String.init)
            text.insert(
                "    mode: \(mode)\n    fader: \(fader)\n    lanes: {fader: {points: [[0, -6, hold]]}}", at: place + 1
            )
            try folder.write(text.joined(separator: "\n"), "song.yaml")
        }
        try write("-3 dB")
        #expect(try folder.run("session", "apply", "Song", "song.yaml").code == 0)
        try write("-4 dB")
        let applied = try folder.run("session", "apply", "Song", "song.yaml")
        #expect(applied.code == 0)
        #expect(
            applied.errors
                == (isHeard
                    ? ""
                    : "gainrider: /strip/1/fader of 1 has a lane, which rules it in the mode \(mode): the value that was set does not stay; "
                        + "ride it in touch while the song plays, shift its lane in the session's text, or take it out of automation with /strip/1/fader/mode = off\n")
        )
    }

    @Test func `is not the only one to say it: so does a performance`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2)
        try folder.write(Rides.performance, "ride.yaml")
        #expect(try folder.run("perform", "Song", "ride.yaml").code == 0)
        try folder.write(
            """
            performance: 1
            events:
              - {at: 0, do: /session/mode = default}
              - {at: 0.1, do: /strip/1/mode = read}
              - {at: 0.2, do: /strip/1/fader += 1 dB}
              - {at: 0.3, do: /strip/1/fader += 1 dB}
              - {at: 0.4, do: /strip/2/mode = off}
              - {at: 0.5, do: /strip/2/fader = -1 dB}
            """, "set.yaml")
        let performed = try folder.run("perform", "Song", "set.yaml")
        #expect(performed.code == 0)
        #expect(performed.errors.components(separatedBy: "/strip/1/fader of ").count == 2)
        #expect(!performed.errors.contains("/strip/2/fader of "))
    }
}

@Suite struct `A bad mapping among the user's` {
    private static let bad = """
        mapping: 1
        name: X
        controls:
          f: {in: note 1 ch 1}
        layers:
          mix: {f: "/slot/1/pan = 1e30"}
        """

    @Test(arguments: [["udev"], ["surfaces"], ["doctor"]])
    func `is named and left out`(command: [String]) throws {
        let folder = try Folder()
        try folder.write(Self.bad, ".config/gainrider/mappings/broken.yaml")
        try folder.write(
            Self.bad.replacing("1e30", with: "99999999999999999999"), ".config/gainrider/mappings/worse.yaml")
        let done = try folder.start(command).end()
        let told = done.output + done.errors
        #expect(done.code == 0 || done.code == 69, "\(done.code) \(told)")
        for name in ["broken", "worse"] {
            #expect(told.contains("/.config/gainrider/mappings/\(name).yaml:6:27: error: `pan` is "), "\(told)")
        }
        if command == ["udev"] {
            #expect(done.code == 0)
            #expect(done.output.contains("SUBSYSTEM"))
            #expect(done.errors.contains("/broken.yaml has mistakes and is left out\n"))
        }
    }

    @Test(arguments: [
        (
            "mapping: 1\nname: X\ncontrols:\n  f: {in: note 1 ch 1}\nlayers:\n  mix: {f: \"/slot/1/pan = 9223372036854775808\"}\n",
            "6:27"
        ),
        (
            "performance: 1\nsurfaces:\n  desk: {mapping: generic-cc}\nevents:\n  - {at: 0.1, do: /strip/1/pan = -1e40}\n",
            "5:34"
        ),
        ("performance: 1\nevents: []\nexpect:\n  - {at: 0.1, /strip/1/eq/1/type: 99999999999999999999}\n", "4:35"),
    ])
    func `or a performance is told by check with its place`(text: String, place: String) throws {
        let folder = try Folder()
        try folder.write(text, "mine.yaml")
        let checked = try folder.run("check", "mine.yaml")
        #expect(checked.code == 65)
        #expect(checked.errors.hasPrefix("mine.yaml:\(place): error: "), "\(checked.errors)")
        #expect(checked.errors.contains("[value-out-of-range]"))
    }
}
