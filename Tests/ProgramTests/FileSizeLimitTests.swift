import Foundation
import Testing

/// A user whose files may only be so large (`ulimit -f`): writing beyond fails in the middle, as on a full disk, and the system would
/// end the program with a signal.
@Suite struct `A limit on the size of files` {
    private static let commands: [[String]] = [
        ["bounce", "Song"], ["bounce", "Song", "--wav", "x.flac"], ["bounce", "Song", "--stems"],
        ["perform", "Song", "ride.yaml", "--wav", "heard.wav"], ["new", "Other", "stems"],
    ]

    @Test(arguments: commands) func `is told, and nothing half done is left`(command: [String]) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 6)
        try folder.write("performance: 1\nevents:\n  - {at: 0.1, do: /transport/play}\n", "ride.yaml")
        let before = folder.names
        let dump = try folder.run("session", "dump", "Song").output
        // 300 KiB: a session fits, and no song.
        let outcome = try Child(
            command, in: folder, input: "/dev/null", environment: [:], fileBlocks: 600
        ).end(within: 60)
        #expect(outcome.code == 73 || outcome.code == 74, "\(outcome.code): \(outcome.errors)")
        #expect(outcome.errors.contains("too large"), "\(outcome.errors)")
        #expect(folder.names == before)
        #expect(try folder.run("session", "dump", "Song").output == dump)
    }

    @Test func `a change that does not fit is told, and the session is as it was`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 1)
        let points = (0..<20_000).map { "/strip/1/fader,1,\(Double($0) / 1000),,\(-Double($0 * 7 % 60)),dB,linear" }
        let table = (["parameter,name,seconds,frame,value,unit,shape"] + points).joined(separator: "\n") + "\n"
        try folder.write(table, "lanes.csv")
        let dump = try folder.run("session", "dump", "Song").output
        let outcome = try Child(
            ["automation", "Song", "import", "lanes.csv"], in: folder, input: "/dev/null", environment: [:],
            fileBlocks: 700
        ).end(within: 60)
        #expect(outcome.code != 0 && !outcome.errors.isEmpty, "\(outcome.code): \(outcome.errors)")
        #expect(try folder.run("session", "dump", "Song").output == dump)
        try folder.run("automation", "Song", "import", "lanes.csv").requireDone()
    }
}
