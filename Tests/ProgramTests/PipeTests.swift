import CSndfile
import Foundation
import Testing

@Suite struct `Sound on standard output` {
    /// Runs the program with its standard output going to a file.
    private func caught(_ arguments: [String], _ folder: Folder, as name: String) throws -> Outcome {
        let path = name.hasPrefix("/") ? name : folder[name]
        return try Child(arguments, in: folder, input: "/dev/null", output: path, environment: [:]).end()
    }

    @Test(arguments: [["--wav"], ["--flac"], ["--wav", "--bits", "16"]])
    func `is the file that would be written, and the words go elsewhere`(format: [String]) throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 0.5)
        let (option, rest) = (format[0], Array(format.dropFirst()))
        let written = try folder.start(["bounce", "Song", option, "a"] + rest).end()
        let piped = try caught(["bounce", "Song", option, "-"] + rest, folder, as: "b")
        #expect(piped.code == 0)
        #expect(try folder.bytes("b") == folder.bytes("a"))
        #expect(piped.errors == written.output.replacingOccurrences(of: "a:", with: "standard output:"))

        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /transport/play}\n", "p.yaml")
        #expect(try caught(["perform", "Song", "p.yaml", option, "-"] + rest, folder, as: "c").code == 0)
        #expect(try folder.bytes("c") == folder.bytes("a"))
    }

    @Test func `of a mix that is brought to a loudness is whole too, and nothing else is left`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        try folder.run("bounce", "Song", "--wav", "a", "--target", "-14").requireDone()
        #expect(try caught(["bounce", "Song", "--wav", "-", "--target", "-14"], folder, as: "b").code == 0)
        #expect(try folder.bytes("b") == folder.bytes("a"))
        #expect(folder.names == ["Song.gainrider", "a", "b", "stems"])
    }

    @Test func `of a performance with mistakes is none`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /strip/2/mute = on}\n", "p.yaml")
        #expect(try caught(["perform", "Song", "p.yaml", "--wav", "-"], folder, as: "b").code == 65)
        #expect(try folder.bytes("b") == Data())
    }

    @Test func `cannot be JSON as well, and a reader that has gone is told`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 2)
        for command in [["bounce", "Song"], ["perform", "Song", "p.yaml"]] {
            let both = try folder.start(command + ["--wav", "-", "--json"]).end()
            #expect(both.code == 64)
            #expect(
                both.errors.hasPrefix(
                    "gainrider: --json: standard output is taken by the sound; name a file for it\n"))
        }
        let full = try caught(["bounce", "Song", "--wav", "-"], folder, as: "/dev/full")
        #expect(full.code == 74)
        #expect(full.errors == "gainrider: cannot write standard output: the disk is full; make room and try again\n")
    }
}
