import Automation
import Foundation
import GRDB
import MixModel
import Testing

@testable import SessionStore

@Suite(.serialized) struct `A pass that is cut off` {
    static let fader = ParameterID(.strip(1), .fader)
    static let rate = 8000

    /// Starts the program with hands that ride a fader for half a minute, on the clock device.
    private func ride(in folder: Folder) throws -> Child {
        try folder.makeSong(strips: 1, seconds: 35, rate: Self.rate)
        try folder.write(Rides.fader(for: 30), "ride.yaml")
        return try folder.start("mix", "Song", "--device", "none", "--period", "64", "--perform", "ride.yaml")
    }

    /// The newest position in the journal, read beside the program that writes it; 0 if there is none yet.
    private func journalled(_ folder: Folder) throws -> Int64 {
        var configuration = Configuration()
        configuration.readonly = true
        let path = folder["Song.gainrider/session.sqlite"]
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let blocks = try queue.read {
            try Row.fetchAll($0, sql: "SELECT batch, pass, entries FROM journal ORDER BY batch DESC LIMIT 3")
                .map { try JournalBlock($0) }
        }
        try queue.close()
        let entries = blocks.compactMap(\.entries).joined()
        return entries.compactMap { if case .position(let frame) = $0 { frame } else { nil } }.max() ?? 0
    }

    @Test(arguments: [0.3, 0.87, 1.5])
    func `by kill -9 loses nothing that is older than 50 ms`(seconds: Double) throws {
        let folder = try Folder()
        let mix = try ride(in: folder)
        var reached: Int64 = 0
        try mix.wait("a journal of \(seconds) s") {
            reached = try journalled(folder)
            return reached >= Int64(seconds * Double(Self.rate))
        }
        mix.signal(SIGKILL)
        #expect(try mix.end().code == -SIGKILL)
        let dump = try folder.run("session", "dump", "Song")
        #expect(dump.code == 0)
        #expect(dump.errors.hasPrefix("gainrider: a pass that was cut off at "))
        #expect(dump.errors.hasSuffix(" s was recovered: 1 fader\n"))
        let document = try SessionDocument.load(text: dump.output, file: "Song")
        let lane = try #require(document.lanes[Self.fader])
        let last = try #require(lane.segments.last)
        // The ride moves every 10 ms: the lane reaches as far as its last segment at least.
        #expect(last.frame >= reached - Int64(Self.rate) / 20)
        // However far the ride came: it begins at 0.1 s.
        let moves = Int((Double(last.frame) / Double(Self.rate) - 0.1) * 100)
        #expect(moves > 10 && lane.segments.count >= moves * 9 / 10)
        #expect(try journalled(folder) == 0)
        #expect(try folder.run("session", "dump", "Song").errors == "")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `by a signal is stored, and the program ends well`(signal: Int32) throws {
        let folder = try Folder()
        let mix = try ride(in: folder)
        try mix.wait("a journal") { try journalled(folder) > 2400 }
        mix.signal(signal)
        let ended = try mix.end()
        #expect(ended.code == 0)
        #expect(ended.output.contains(" blocks, "))
        #expect(try journalled(folder) == 0)
        let dump = try folder.run("session", "dump", "Song")
        #expect(dump.errors == "")
        let lanes = try SessionDocument.load(text: dump.output, file: "Song").lanes
        #expect((lanes[Self.fader]?.segments.last?.frame ?? 0) > 2400)
    }

    @Test func `leaves a second program reading until it has ended`() throws {
        let folder = try Folder()
        let mix = try ride(in: folder)
        try mix.wait("a journal") { try journalled(folder) > 0 }
        let dump = try folder.run("session", "dump", "Song")
        #expect(dump.code == 0)
        #expect(
            dump.errors
                == "gainrider: the session is open in another program (process \(mix.process)): opened read-only, "
                + "as it is stored now; close it there and open it again to change it\n")
        let refused = try folder.run("perform", "Song", "ride.yaml")
        #expect(refused.code == 73)
        #expect(refused.errors.hasSuffix("gainrider: the session can only be read now; nothing was performed\n"))
        let applied = try folder.run("session", "apply", "Song", "-", input: dump.output)
        #expect(applied.code == 73)
        #expect(applied.errors.contains("(process \(mix.process))"))
        #expect(
            applied.errors.hasSuffix(
                "nothing was changed, since the session can only be read now; leave it in the other program "
                    + "(q in `gainrider mix`), then give this command again\n"))
        #expect(try folder.run("bounce", "Song").code == 0)
        mix.signal(SIGINT)
        #expect(try mix.end().code == 0)
        #expect(try folder.run("session", "dump", "Song").errors == "")
    }
}

@Suite struct `An interrupted performance` {
    @Test func `ends with 130, writes no sound, and stores what was written`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 60)
        try folder.write(Rides.fader(for: 59), "ride.yaml")
        let perform = try folder.start("perform", "Song", "ride.yaml", "--wav", "heard.wav", "--block", "1")
        let queue = try DatabaseQueue(path: folder["Song.gainrider/session.sqlite"])
        try perform.wait("the journal") {
            try queue.read { try Int.fetchOne($0, sql: "SELECT max(batch) FROM journal") ?? 0 } > 3
        }
        try queue.close()
        perform.signal(SIGINT)
        let ended = try perform.end()
        #expect(ended.code == 130)
        #expect(ended.errors == "gainrider: interrupted; what was written until then is stored\n")
        #expect(folder.names == ["Song.gainrider", "ride.yaml", "stems"])
        let dump = try folder.run("session", "dump", "Song")
        #expect(dump.errors == "")
        let lanes = try SessionDocument.load(text: dump.output, file: "Song").lanes
        #expect(lanes[ParameterID(.strip(1), .fader)]?.isEmpty == false)
    }
}

@Suite struct `An interrupted bounce` {
    @Test func `ends with 130 and leaves no file`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 60)
        let before = folder.names
        let bounce = try folder.start("bounce", "Song", "--block", "1")
        // The file has no name before it is complete.
        try bounce.wait("the half-written file") { try bounce.namelessFiles() > 0 }
        bounce.signal(SIGINT)
        let ended = try bounce.end()
        #expect(ended.code == 130)
        #expect(ended.output == "")
        #expect(folder.names == before)
    }
}
