import Foundation
import GRDB
import Testing

@Suite struct `Bad sessions` {
    private static let database = "Song.gainrider/session.sqlite"

    @Test(arguments: [0..<100, 4096..<9000])
    func `that are damaged come back as they were, and the old file is kept`(damage: Range<Int>) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 2, seconds: 0.2)
        let text = try folder.run("session", "dump", "Song").output
        var bytes = try folder.bytes(Self.database)
        for place in damage where bytes.indices.contains(place) {
            bytes[place] = UInt8(truncatingIfNeeded: place &* 73)
        }
        try folder.write(bytes, Self.database)
        let dump = try folder.run("session", "dump", "Song")
        #expect(dump.code == 0)
        #expect(dump.output == text)
        #expect(dump.errors.hasPrefix("gainrider: "))
        #expect(dump.errors.contains("damaged"))
        #expect(folder.names(in: "Song.gainrider").contains("session.corrupt-1.sqlite"))
        #expect(try folder.run("session", "dump", "Song").errors == "")
    }

    @Test func `that are damaged without a copy are refused, and stay as they are`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        try FileManager.default.removeItem(atPath: folder["Song.gainrider/session.backup.sqlite"])
        try folder.write("no database at all", Self.database)
        let dump = try folder.run("session", "dump", "Song")
        #expect(dump.code == 65)
        #expect(dump.output == "")
        #expect(dump.errors.hasPrefix("gainrider: \(folder["Song.gainrider"])"))
        #expect(try folder.bytes(Self.database) == Data("no database at all".utf8))
    }

    @Test func `of a newer program are refused with their version`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        let queue = try DatabaseQueue(path: folder[Self.database])
        try queue.write { db in
            try db.execute(sql: "UPDATE meta SET value = 99 WHERE key = 'version'; PRAGMA user_version = 99")
        }
        try queue.close()
        for words in [["session", "dump", "Song"], ["bounce", "Song"], ["mix", "Song", "--device", "none"]] {
            let refused = try folder.start(words).end()
            #expect(refused.code == 65)
            #expect(
                refused.errors
                    == "gainrider: \(folder["Song.gainrider"]) has session version 99; this Gainrider reads "
                    + "up to 5: update Gainrider to open it\n")
        }
    }

    @Test func `that are none are told apart from missing ones`() throws {
        let folder = try Folder()
        try folder.write("text", "Song.gainrider")
        let file = try folder.run("mix", "Song")
        #expect(file.code == 65)
        #expect(
            file.errors == "gainrider: \(folder["Song.gainrider"]) is not a Gainrider session: it is a file; "
                + "a session is a folder\n")
        try folder.write("text", "Empty.gainrider/note")
        let empty = try folder.run("bounce", "Empty")
        #expect(empty.code == 65)
        #expect(empty.errors.hasSuffix(" is not a Gainrider session: it holds no session.sqlite\n"))
    }

    @Test func `that may not be written are read, bounced elsewhere, and not performed`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.2)
        let text = try folder.run("session", "dump", "Song").output
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /strip/1/mute = on}\n", "p.yaml")
        chmod(folder["Song.gainrider/session.sqlite"], 0o444)
        chmod(folder["Song.gainrider"], 0o555)
        chmod(folder.path, 0o777)
        chmod(folder.hidden(""), 0o777)
        let dump = try folder.runAsNobody("session", "dump", "Song")
        #expect(dump.code == 0)
        #expect(dump.output == text)
        #expect(
            dump.errors.hasPrefix("gainrider: the session cannot be written (Permission denied): opened read-only"))
        #expect(try folder.runAsNobody("bounce", "Song").code == 0)
        let performed = try folder.runAsNobody("perform", "Song", "p.yaml")
        #expect(performed.code == 73)
        #expect(performed.errors.hasSuffix("gainrider: the session can only be read now; nothing was performed\n"))
    }

    /// Commands, and their exit codes where a session can only be read.
    static let commands: [(words: [String], code: Int32)] = [
        (["session", "dump", "Song"], 0), (["session", "history", "Song"], 0), (["session", "undo", "Song"], 73),
        (["session", "redo", "Song"], 73), (["session", "apply", "Song", "song.yaml"], 73),
        (["session", "relink", "Song", "stems"], 73), (["session", "reference", "Song", "stems/1.wav"], 73),
        (["perform", "Song", "p.yaml"], 73), (["bounce", "Song"], 0),
        (["mix", "Song", "--device", "none", "--play", "--until-end"], 0),
    ]

    @Test(arguments: ["session.lock", "session.sqlite-wal", "session.sqlite-shm"])
    func `with a file that may only be read are read, and every command ends as the table of codes says`(
        name: String
    ) throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 0.1)
        let text = try folder.run("session", "dump", "Song").output
        try folder.write(text, "song.yaml")
        try folder.write("performance: 1\nevents:\n  - {at: 0, do: /strip/1/mute = on}\n", "p.yaml")
        for path in ["", ".rest", "Song.gainrider"] { chmod(folder[path], 0o777) }
        chmod(folder["Song.gainrider/session.sqlite"], 0o666)
        // Held open, so that the log is there.
        let queue = try DatabaseQueue(path: folder[Self.database])
        _ = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM meta") }
        for rest in ["session.lock", "session.sqlite-wal", "session.sqlite-shm"] {
            chmod(folder["Song.gainrider/\(rest)"], rest == name ? 0o444 : 0o666)
        }
        for (words, code) in Self.commands {
            let ended = try folder.runAsNobody(words)
            #expect(ended.code == code, "\(words): \(ended)")
            #expect(ended.errors.hasPrefix("gainrider: the session cannot be written ("), "\(words): \(ended)")
        }
        try queue.close()
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs root, to mount a small disk"))
    func `on a full disk say so, and leave nothing half made`() throws {
        let folder = try Folder()
        try folder.makeSong(strips: 1, seconds: 4)
        let disk = try SmallDisk(at: folder["disk"], bytes: 400_000)
        defer { disk.unmount() }
        let made = try folder.run("new", "disk/Song", "stems")
        #expect(made.code == 74)
        #expect(
            made.errors
                == "gainrider: cannot copy stems/1.wav into the session: the disk is full; make room, or leave the "
                + "files where they are with --in-place; no session was made\n")
        #expect(folder.names(in: "disk") == [])
        let bounce = try folder.run("bounce", "Song", "--wav", "disk/x.wav")
        #expect(bounce.code == 74)
        #expect(bounce.errors == "gainrider: cannot write disk/x.wav: the disk is full; make room and try again\n")
        #expect(folder.names(in: "disk") == [])
    }
}

/// A disk in memory on which little fits.
struct SmallDisk {
    let path: String

    /// Whether this user may mount one; tried, since root in a container may not.
    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? Folder(), let disk = try? SmallDisk(at: folder["try"], bytes: 4096)
        else {
            return false
        }
        disk.unmount()
        return true
    }()

    init(at path: String, bytes: Int) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes)") == 0 else {
            throw Trouble.cannotWrite(path, String(cString: strerror(errno)))
        }
        self.path = path
    }

    func unmount() { umount(path) }
}
