import Foundation
import Testing

/// What sounds on after the song's end, and what a listener of the file should know.
@Suite struct `The end of a bounce` {
    /// A song of 1 s with a reverb that sounds on for some seconds, changed by more text.
    private static func folder(_ more: String = "", bus: String = "") throws -> Folder {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 1)
        var text = try folder.run("session", "dump", "Song").output
        text = text.replacingOccurrences(of: "    name: \"2\"", with: "    name: \"2\"")
        try folder.write(text + "buses:\n  - name: Hall\n    reverb:\n      on: on\n      decay: 1\n" + bus + more, "song.yaml")
        try folder.run("session", "apply", "Song", "song.yaml").requireDone()
        try folder.write(
            """
            performance: 1
            events:
              - {at: 0, do: /transport/play}
              - {at: 0, do: /strip/1/input/gain = -3 dB}
            """, "start.yaml")
        return folder
    }

    @Test func probe() throws {
        let folder = try Self.folder()
        print(try folder.run("session", "dump", "Song").output)
    }
}
