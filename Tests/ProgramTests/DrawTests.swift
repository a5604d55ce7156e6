import Foundation
import Testing

@Suite struct `gainrider draw` {
    @Test func `makes the picture of any session, replaces a picture, and nothing else`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 3, seconds: 1)
        let first = try folder.run("draw", "Song")
        #expect(first.code == 0 && first.output == "Song.svg\n", "\(first.errors)")
        let picture = String(decoding: try folder.bytes("Song.svg"), as: UTF8.self)
        #expect(picture.contains("<svg") && picture.contains("Automation of Song"))
        #expect(try folder.run("draw", "Song").code == 0)
        #expect(try folder.run("draw", "Song", "-").output == picture)
        try folder.write("mine", "notes.txt")
        let refused = try folder.run("draw", "Song", "notes.txt")
        #expect(refused.code == 73 && refused.errors.contains("is not replaced"))
        #expect(try folder.bytes("notes.txt") == Data("mine".utf8))
    }
}
