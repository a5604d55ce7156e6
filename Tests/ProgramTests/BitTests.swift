import Foundation
import MixModel
import SessionStore
import Testing

@Suite struct `The bounce` {
    static let blocks = [1, 17, 64, 1000, 8192]

    @Test(arguments: [Rides.performance, Rides.loop])
    func `is what was heard, byte for byte, whatever the blocks`(performance: String) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 3)
        try folder.write(performance, "ride.yaml")
        let text = try folder.run("session", "dump", "Song").output
        var lanes: Set<String> = []
        var sounds: Set<Data> = []
        for block in Self.blocks {
            let song = "Song\(block)"
            try FileManager.default.copyItem(atPath: folder["Song.gainrider"], toPath: folder["\(song).gainrider"])
            let heard = try folder.run("perform", song, "ride.yaml", "--wav", "heard.wav", "--block", "\(block)")
            #expect(heard.code == 0)
            lanes.insert(try folder.run("session", "dump", song).output)
            sounds.insert(try folder.bytes("heard.wav"))
        }
        for block in Self.blocks {
            let made = try folder.run("bounce", "Song17", "--wav", "got.wav", "--block", "\(block)", "--no-thinning")
            #expect(made.code == 0)
            sounds.insert(try folder.bytes("got.wav"))
        }
        #expect(sounds.count == 1)
        #expect(lanes.count == 1)
        let document = try SessionDocument.load(text: try #require(lanes.first), file: "Song")
        let written = document.lanes.keys.map(\.address)
        #expect(["/strip/1/fader", "/strip/2/fader", "/strip/1/mute"].allSatisfy(written.contains))
        #expect(lanes.first != text)
    }

    /// Arguments that name the format.
    static let formats = [
        ["--wav", "x.wav", "--bits", "16"], ["--wav", "x.wav", "--bits", "24"], ["--flac", "x.wav", "--bits", "16"],
        ["--flac", "x.wav"],
    ]

    @Test func `with dither is the same each time, and differs from that without`() throws {
        let folder = try Folder()
        try folder.makeSong(seconds: 1)
        for format in Self.formats {
            func bounce(_ more: String...) throws -> Data {
                try folder.start(["bounce", "Song"] + format + more).end().requireDone()
                return try folder.bytes("x.wav")
            }
            let once = try bounce()
            #expect(try bounce("--block", "17") == once)
            #expect(try bounce("--no-dither") != once)
        }
    }

    @Test func `of a part is that part of the whole`() throws {
        let folder = try Folder()
        try folder.makeSong()
        try folder.write(Rides.performance, "ride.yaml")
        try folder.run("perform", "Song", "ride.yaml").requireDone()
        try folder.run("bounce", "Song", "--wav", "whole.wav").requireDone()
        try folder.run("bounce", "Song", "--wav", "part.wav", "--from", "0.6", "--to", "1.25").requireDone()
        let whole = try Sound(folder["whole.wav"])
        let part = try Sound(folder["part.wav"])
        #expect(part.frames == 31_200)
        #expect(part.left == Array(whole.left[28_800..<60_000]))
        #expect(part.right == Array(whole.right[28_800..<60_000]))
        let beyond = try folder.run("bounce", "Song", "--from", "7")
        #expect(beyond.code == 64)
        #expect(beyond.errors == "gainrider: --from 7.0 s is beyond the song's end at 2.0 s\n")
    }
}
