import Foundation
import Testing

@Suite struct `gainrider perform --picture` {
    /// A hand from 0.3 s to 0.9 s, a glide of 250 ms behind it, and a song that was not there before.
    private static let ride = """
        performance: 1
        surfaces:
          desk: {mapping: mackie-control}
        events:
          - {at: 0, do: /strip/1/mode = touch}
          - {at: 0, do: /transport/play}
          - {at: 0.3, desk/fader/1: touch}
          - {at: 0.3..0.6, every: 10ms, desk/fader/1: 0.7818..0.6}
          - {at: 0.9, desk/fader/1: let go}
          - {at: 1.5, do: /transport/stop}
        """

    @Test func `draws where the hand was on and what it wrote, and replaces nothing but pictures`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 2)
        try folder.write(Self.ride, "ride.yaml")
        let outcome = try folder.run("perform", "Song", "ride.yaml", "--picture", "ride.svg")
        #expect(outcome.code == 0, "\(outcome.errors)")
        let picture = String(decoding: try folder.bytes("ride.svg"), as: UTF8.self)
        #expect(picture.contains("<title>ride</title>"))
        #expect(picture.contains(">0.3–0.9 s</text>"))
        #expect(picture.contains(">written 0.3–1.15 s</text>"))
        #expect(picture.components(separatedBy: "class=\"heard\"").count == 3, "one line of it, and its sign")
        try folder.write("mine", "notes.txt")
        let refused = try folder.run("perform", "Song", "ride.yaml", "--picture", "notes.txt")
        #expect(refused.code == 73 && refused.errors.contains("is not replaced"), "\(refused.errors)")
        #expect(try folder.bytes("notes.txt") == Data("mine".utf8))
    }
}
