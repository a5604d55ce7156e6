import Automation
import Foundation
import GRDB
import Testing

@testable import SessionStore

/// Sessions on a disk on which nothing more fits.
@Suite(.enabled(if: SmallDisk.isPossible, "needs root, to mount a small disk"), .serialized)
struct `A session on a full disk` {
    let folder: Folder
    let disk: SmallDisk

    /// A song that lies on the small disk, its sound elsewhere.
    init() throws {
        folder = try Folder()
        try folder.stem("stems/1.wav", seconds: 20)
        disk = try SmallDisk(at: folder["disk"], bytes: 12_000_000)
        try folder.run("new", "disk/Song", "stems", "--in-place").requireDone()
    }

    /// Takes all the room that is left.
    private func fill() throws {
        let descriptor = open(folder["disk/ballast"], O_WRONLY | O_CREAT | O_APPEND, 0o644)
        defer { close(descriptor) }
        let bytes = [UInt8](repeating: 1, count: 1 << 16)
        while write(descriptor, bytes, bytes.count) > 0 {}
    }

    private func makeRoom() { unlink(folder["disk/ballast"]) }

    @Test func `can be read, told and bounced elsewhere`() throws {
        defer { disk.unmount() }
        let text = try folder.run("session", "dump", "disk/Song").output
        try fill()
        let dump = try folder.run("session", "dump", "disk/Song")
        #expect(dump.code == 0)
        #expect(dump.output == text)
        #expect(try folder.run("bounce", "disk/Song", "--wav", "x.wav").code == 0)
        makeRoom()
        #expect(try folder.run("session", "dump", "disk/Song").errors == "")
    }

    @Test func `that is damaged is shown whole, with the true reason`() throws {
        defer { disk.unmount() }
        let path = folder["disk/Song.gainrider/session.sqlite"]
        let text = try folder.run("session", "dump", "disk/Song").output
        var bytes = try folder.bytes("disk/Song.gainrider/session.sqlite")
        bytes.replaceSubrange(0..<64, with: Data(count: 64))
        // In its place: no room for another is needed.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try handle.write(contentsOf: bytes)
        try handle.close()
        try fill()
        let dump = try folder.run("session", "dump", "disk/Song")
        #expect(dump.code == 0)
        #expect(dump.output == text)
        #expect(dump.errors.contains("All of the mix and its automation was recovered"))
        #expect(dump.errors.hasSuffix("the session cannot be written (no space left): opened read-only\n"))
        #expect(try folder.bytes("disk/Song.gainrider/session.sqlite") == bytes)
        makeRoom()
        #expect(
            try folder.run("session", "dump", "disk/Song").errors.contains("it is kept as session.corrupt-1.sqlite"))
    }

    @Test func `undo says what is true`() throws {
        defer { disk.unmount() }
        try folder.write(
            "performance: 1\nevents:\n  - {at: 0, do: /strip/1/mute = on}\n  - {at: 1, do: /transport/play}\n",
            "p.yaml")
        try folder.run("perform", "disk/Song", "p.yaml").requireDone()
        let muted = try folder.run("session", "dump", "disk/Song").output
        try fill()
        let undo = try folder.run("session", "undo", "disk/Song")
        makeRoom()
        let after = try folder.run("session", "dump", "disk/Song").output
        if undo.code == 0 {
            #expect(undo.output.hasPrefix("undone: "))
            #expect(after != muted)
        } else {
            #expect(after == muted)
            #expect(undo.errors.contains("nothing was") || undo.errors.contains("as it was before"))
        }
    }

    /// A ride with a full disk in its middle, and what the program says at its end.
    private func ride(makesRoom: Bool) throws -> (Outcome, String) {
        try folder.write(
            Rides.fader(for: 3) + "  - {at: 3.1, desk: 90 68 00}\n  - {at: 4, do: /transport/stop}\n", "ride.yaml")
        let mix = try folder.start(
            "mix", "disk/Song", "--device", "none", "--perform", "ride.yaml", "--until-end")
        let queue = try DatabaseQueue(path: folder["disk/Song.gainrider/session.sqlite"])
        try mix.wait("the journal") {
            let row = try queue.read { try Row.fetchOne($0, sql: "SELECT count(*) AS count FROM journal") }
            return try row?.whole("count") ?? 0 > 5
        }
        try queue.close()
        try fill()
        try mix.wait("a full disk that is said") {
            mix.output.contains("not stored yet: the pass that runs: no space left")
        }
        if makesRoom {
            makeRoom()
            try mix.wait("the store") { mix.output.contains("everything is stored again") }
        } else {
            try mix.wait("the advice") {
                mix.output.contains("; make room, and it is stored; Ctrl-C leaves without it")
            }
            mix.signal(SIGINT)
        }
        let ended = try mix.end()
        makeRoom()
        return (ended, try folder.run("session", "dump", "disk/Song").output)
    }

    @Test func `in the middle of a pass has the whole pass when there is room again`() throws {
        defer { disk.unmount() }
        let (ended, text) = try ride(makesRoom: true)
        #expect(ended.code == 0, "\(ended)")
        #expect(ended.output.contains("is kept and tried again every second"))
        #expect(text.contains("fader:"))
        let document = try SessionDocument.load(text: text, file: "Song")
        let frames = document.lanes.values.flatMap(\.segments).map(\.frame)
        #expect((frames.max() ?? 0) > 48_000 * 5 / 2)
        #expect(frames.count > 250)
    }

    @Test func `that stays full says what is lost, and ends with 74`() throws {
        defer { disk.unmount() }
        let (ended, _) = try ride(makesRoom: false)
        #expect(ended.code == 74, "\(ended)")
        #expect(ended.errors.contains("gainrider: lost, for it could not be stored: "))
        #expect(ended.errors.contains("no space left"))
    }
}

@Suite struct `A folder that becomes read-only` {
    @Test func `in the middle of a pass loses nothing of it`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 4)
        let ride = (0..<140).map { step in
            "  - {at: \(Double(step + 10) / 100), do: /strip/1/fader = \(-Double(step) / 10) dB}"
        }
        let events = ["  - {at: 0, do: /session/mode = touch}", "  - {at: 0.05, do: /transport/play}"]
        try folder.write(
            (["performance: 1", "events:"] + events + ride + ["  - {at: 2, do: /transport/stop}"]).joined(
                separator: "\n"),
            "ride.yaml")
        for path in ["", ".rest", "Song.gainrider"] { chmod(folder[path], 0o777) }
        for name in folder.names(in: "Song.gainrider") where name != "audio" {
            chmod(folder["Song.gainrider/\(name)"], 0o666)
        }
        let mix = try Child(
            ["mix", "Song", "--device", "none", "--perform", "ride.yaml", "--until-end"], in: folder,
            input: "/dev/null", environment: [:], isNobody: geteuid() == 0)
        let queue = try DatabaseQueue(path: folder["Song.gainrider/session.sqlite"])
        try mix.wait("the journal") {
            let row = try queue.read { try Row.fetchOne($0, sql: "SELECT count(*) AS count FROM journal") }
            return try row?.whole("count") ?? 0 > 5
        }
        try queue.close()
        chmod(folder["Song.gainrider"], 0o555)
        let ended = try mix.end()
        chmod(folder["Song.gainrider"], 0o777)
        #expect(ended.code == 0, "\(ended)")
        #expect(ended.output.contains("is stored, but no new backup copy could be made beside it: "), "\(ended)")
        let text = try folder.run("session", "dump", "Song").output
        let frames = try SessionDocument.load(text: text, file: "Song").lanes.values.flatMap(\.segments).map(\.frame)
        #expect(frames.count > 50)
        #expect((frames.max() ?? 0) > 48_000 * 5 / 4)
    }
}
