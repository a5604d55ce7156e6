import Foundation
import Testing

/// Folders in which all names that the program uses are somebody else's files, links and folders.
@Suite struct `A stranger's files` {
    /// What stands in a folder and all folders in it: content, permissions, where links lead.
    private func inventory(_ folder: Folder, _ names: Set<String>? = nil) -> [String: String] {
        var found: [String: String] = [:]
        let walk = FileManager.default.enumerator(atPath: folder.path)
        while let name = walk?.nextObject() as? String {
            if name.hasPrefix(".rest") || names.map({ !$0.contains(name) }) ?? false { continue }
            var status = stat()
            guard lstat(folder[name], &status) == 0 else { continue }
            let content =
                switch status.st_mode & S_IFMT {
                case S_IFLNK: (try? FileManager.default.destinationOfSymbolicLink(atPath: folder[name])) ?? "?"
                case S_IFREG: FileManager.default.contents(atPath: folder[name])?.base64EncodedString() ?? "?"
                default: ""
                }
            found[name] = "\(String(status.st_mode, radix: 8)) \(content)"
        }
        return found
    }

    private static let names = [
        "stems/1_Kick.wav", "stems/mine.wav", "mix.wav", "automation.svg", "performance.yaml", "Song.wav",
        "Song.flac",
        "Song.wav.level-1", "Song.level-1", "mix.wav.level-1", "session.lock", "session.sqlite",
        "session.sqlite.part",
        "session.sqlite-wal", "session.backup.sqlite", ".gainrider-1-0", "gainrider-demo/mix.wav",
        "gainrider-demo/stems/1_Kick.wav", "gainrider-demo/.gainrider-demo", "Demo.gainrider/notes.txt",
        "Demo.gainrider/audio/take.wav", "Made.gainrider/notes.txt", "audio/1.wav", "lanes.csv", "Song.svg",
        "learnt.yaml", "Song stems/1.wav", "tmp/gainrider-check-1/notes.txt",
    ]

    /// - Parameter links: whether every other name is a link to one of the files.
    private func fill(_ folder: Folder, links: Bool) throws {
        for (number, name) in Self.names.enumerated() {
            if links, number % 2 == 1 {
                try folder.write("of somebody: \(name)\n", "elsewhere/\(number)")
                let target = URL(fileURLWithPath: folder[name])
                try FileManager.default.createDirectory(
                    at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
                #expect(symlink(folder["elsewhere/\(number)"], folder[name]) == 0)
            } else {
                try folder.write("of somebody: \(name)\n", name)
                chmod(folder[name], number % 3 == 0 ? 0o600 : 0o644)
            }
        }
        #expect(symlink("nowhere", folder["dangling.wav"]) == 0)
    }

    static let commands: [[String]] = [
        ["demo", "."], ["demo"], ["demo", "gainrider-demo"], ["bounce", "Song"],
        ["bounce", "Song", "--target", "-14"], ["bounce", "Song", "--wav", "new.wav", "--target", "-14"],
        ["perform", "Song", "ride.yaml", "--wav", "heard.wav"], ["session", "dump", "Song"],
        ["session", "history", "Song"], ["session", "apply", "Song", "song.yaml"], ["session", "undo", "Song"],
        ["session", "redo", "Song"], ["session", "load", "Made", "song.yaml"],
        ["session", "load", "Copy", "song.yaml"],
        ["session", "relink", "Song", "."], ["session", "reference", "Song", "real/2.wav"], ["new", "Made", "real"],
        ["new", "Other", "real", "stems"], ["new", "Other", "real", "--in-place"], ["check", "ride.yaml"],
        ["check", "performance.yaml"], ["doctor"], ["udev"], ["surfaces"],
        ["mix", "Song", "--device", "none", "--play", "--until-end"],
        ["mix", "Song", "--device", "none", "--play", "--until-end", "--record", "learnt.yaml"],
        ["automation", "Song", "export", "lanes.csv"], ["draw", "Song"], ["draw", "Song", "automation.svg"],
        ["learn", "--from", "ride.yaml", "--out", "learnt.yaml"], ["import", "ride.yaml", "--out", "learnt.yaml"],
        ["bounce", "Song", "--stems"],
    ]

    @Test(arguments: commands, [false, true])
    func `are as before after each command`(command: [String], links: Bool) throws {
        let folder = try Folder()
        for number in 1...2 { try folder.stem("real/\(number).wav", seconds: 0.5, seed: UInt64(number)) }
        try folder.run("new", "Song", "real").requireDone()
        try folder.write("performance: 1\nevents:\n  - {at: 0.1, do: /strip/1/fader = -6 dB}\n", "ride.yaml")
        try folder.write(try folder.run("session", "dump", "Song").output, "song.yaml")
        try fill(folder, links: links)
        // Written in a session that is ours it may be; what stood there before may not.
        let before = inventory(folder).filter { !$0.key.hasPrefix("Song.gainrider") }
        let outcome = try folder.start(command, environment: ["TMPDIR": folder["tmp"]]).end(within: 60)
        #expect([0, 1, 64, 65, 66, 69, 73].contains(outcome.code), "\(outcome.errors)")
        let after = inventory(folder, Set(before.keys))
        #expect(after == before)
        #expect(
            folder.names(in: "tmp").allSatisfy {
                ["gainrider-check-1", "stems"].contains($0) || command[0] == "demo"
            })
    }

    /// Lets the demonstration make stems and a session, and ends it there: a whole one takes long.
    private func demonstrate(_ folder: Folder, _ place: String) throws {
        let demo = try folder.start("demo", place)
        try demo.wait("a session", seconds: 120) { demo.output.contains("Recorded hands mix it") }
        demo.signal(SIGINT)
        let outcome = try demo.end(within: 60)
        #expect(outcome.code == 130, "\(outcome.errors)")
    }

    @Test func `in the demonstration's folder stay, and the demonstration says whose they are`() throws {
        let folder = try Folder()
        try folder.write("mine", "stems/guitar.wav")
        try folder.write("mine", "mix.wav")
        let refused = try folder.run("demo", ".")
        #expect(refused.code == 73)
        #expect(
            refused.errors == """
                gainrider: ./mix.wav was not made by the demonstration, or was changed since
                gainrider: nothing was touched; choose another folder: gainrider demo FOLDER

                """)
        #expect(folder.names == ["mix.wav", "stems"])
        unlink(folder["mix.wav"])
        // A folder of that name with other files in it is no obstacle: they stay.
        try demonstrate(folder, ".")
        let stem = try folder.bytes("stems/1_Kick.wav")
        try demonstrate(folder, ".")
        #expect(try folder.bytes("stems/1_Kick.wav") == stem)
        #expect(try folder.bytes("stems/guitar.wav") == Data("mine".utf8))
    }

    @Test func `are also what somebody has made of a demonstration`() throws {
        let folder = try Folder()
        try demonstrate(folder, "d")
        let stem = try folder.bytes("d/stems/3_Hats.wav")
        let own = try folder.bytes("d/performance.yaml")
        func refused(_ name: String, _ change: () throws -> Void, _ undo: () throws -> Void) throws {
            try change()
            let before = inventory(folder).filter { !$0.key.contains("session.") }
            let outcome = try folder.run("demo", "d")
            #expect(outcome.code == 73)
            #expect(outcome.errors.hasPrefix("gainrider: d/\(name) was not made by the demonstration"))
            #expect(inventory(folder).filter { !$0.key.contains("session.") } == before)
            try undo()
        }
        try refused("stems/3_Hats.wav") {
            try folder.write("mine", "d/stems/3_Hats.wav")
        } _: {
            try folder.write(stem, "d/stems/3_Hats.wav")
        }
        try refused("performance.yaml") {
            try folder.write(own, "mine.yaml")
            unlink(folder["d/performance.yaml"])
            #expect(symlink("../mine.yaml", folder["d/performance.yaml"]) == 0)
        } _: {
            unlink(folder["d/performance.yaml"])
            try folder.write(own, "d/performance.yaml")
        }
        try refused("Demo.gainrider") {
            try folder.write("take", "d/Demo.gainrider/audio/take.wav")
        } _: {
            unlink(folder["d/Demo.gainrider/audio/take.wav"])
        }
        try refused("Demo.gainrider") {
            try folder.write("performance: 1\nevents:\n  - {at: 0, do: /strip/1/mute = on}\n", "p.yaml")
            try folder.run("perform", "d/Demo", "p.yaml").requireDone()
        } _: {
        }
    }

    @Test func `with the song's name are not taken for its bounce, which is replaced`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        try folder.run("bounce", "Song").requireDone()
        let bounce = try folder.bytes("Song.wav")
        try folder.run("bounce", "Song").requireDone()
        #expect(try folder.bytes("Song.wav") == bounce)
        try folder.write("mine", "Song.wav")
        let refused = try folder.run("bounce", "Song")
        #expect(refused.code == 73)
        #expect(refused.errors.contains("Song.wav is there already and is not the last bounce of this session"))
        #expect(try folder.bytes("Song.wav") == Data("mine".utf8))
        try folder.run("bounce", "Song", "--wav", "Song.wav").requireDone()
        #expect(try folder.bytes("Song.wav") == bounce)
    }
}
