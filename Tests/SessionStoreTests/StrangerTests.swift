import Foundation
import GRDB
import MixModel
import Testing

@testable import SessionStore

@Suite struct `A session from a stranger` {
    let folder: SessionFolder

    init() throws {
        folder = try SessionFolder()
        try SessionStore.create(at: folder.song, document: TextExample.document).close()
    }

    /// Changes the database as a stranger would.
    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.song.database)
        try queue.inDatabase { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// What the folder holds, links as links.
    private func listing() throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) + ["Song.gainrider"] {
            let base = folder.path + "/" + name
            if let target = try? FileManager.default.destinationOfSymbolicLink(atPath: base) {
                found[name] = Data(target.utf8)
            } else {
                found[name] = (try? SessionFolder.bytes(base)) ?? Data("a folder".utf8)
            }
        }
        return found
    }

    @Test func `empties no file that its lock is a link to`() throws {
        let victim = folder.path + "/thesis.txt"
        try SessionFolder.write(Data("years of work".utf8), to: victim)
        try? FileManager.default.removeItem(atPath: folder.song.lock)
        try FileManager.default.createSymbolicLink(atPath: folder.song.lock, withDestinationPath: victim)
        let store = try SessionStore.open(at: folder.song)
        #expect(store.isReadOnly)
        #expect(store.document == TextExample.document)
        #expect(
            store.notices == [
                "the session cannot be written (session.lock is a link; take it away): opened read-only"
            ])
        #expect(try SessionFolder.bytes(victim) == Data("years of work".utf8))
        // Nor is a file made through a link that leads nowhere.
        try FileManager.default.removeItem(atPath: victim)
        #expect(try SessionStore.open(at: folder.song).isReadOnly)
        #expect(!SessionFile.exists(victim))
    }

    @Test func `empties no file of which its lock is a second name`() throws {
        let victim = folder.path + "/thesis.txt"
        try SessionFolder.write(Data("years of work, 2026".utf8), to: victim)
        try? FileManager.default.removeItem(atPath: folder.song.lock)
        try FileManager.default.linkItem(atPath: victim, toPath: folder.song.lock)
        #expect(try SessionStore.open(at: folder.song).isReadOnly == false)
        #expect(try SessionFolder.bytes(victim) == Data("years of work, 2026".utf8))
    }

    @Test(arguments: [
        "session.sqlite", "session.sqlite-wal", "session.sqlite-shm", "session.sqlite-journal",
        "session.backup.sqlite", "session.backup.sqlite-wal",
    ])
    func `is refused by name if one of its files is a link, and what it leads to stays`(name: String) throws {
        let path = folder.song.folder + "/" + name
        let victim = folder.path + "/victim"
        if SessionFile.exists(path) {
            try FileManager.default.moveItem(atPath: path, toPath: victim)
        } else {
            try SessionFolder.write(Data("no log of yours".utf8), to: victim)
        }
        let bytes = try SessionFolder.bytes(victim)
        for target in [victim, folder.path + "/nowhere"] {
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
            let error = #expect(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
            #expect(
                error
                    == .notASession(
                        path: folder.song.folder,
                        reason: "its \(name) is a link, expected a file; put the file itself there"))
            #expect(error?.exitCode == 65)
            try FileManager.default.removeItem(atPath: path)
        }
        #expect(try SessionFolder.bytes(victim) == bytes)
        #expect(!SessionFile.exists(folder.path + "/nowhere"))
    }

    @Test func `does not hold us up with a pipe in a file's place`() throws {
        for name in ["session.sqlite", "session.sqlite-wal", "session.backup.sqlite"] {
            let path = folder.song.folder + "/" + name
            try? FileManager.default.removeItem(atPath: path)
            #expect(mkfifo(path, 0o600) == 0)
            #expect(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
            unlink(path)
        }
    }

    @Test func `has links where we write, and nothing is written through them`() throws {
        let victim = folder.path + "/victim"
        try SessionFolder.write(Data("mine".utf8), to: victim)
        let names = [
            "session.sqlite.part", "session.backup.sqlite.part", "session.corrupt-1.sqlite",
            "session.version1-1.sqlite",
            "session.sqlite.part-wal", "session.sqlite.damaged", "session.backup.sqlite.copy",
        ]
        for name in names {
            try FileManager.default.createSymbolicLink(
                atPath: folder.song.folder + "/" + name, withDestinationPath: victim)
        }
        // With damage, so that everything that can be written is written.
        try `Damaged session`.damage(folder.song) { bytes in for place in 4096..<4200 { bytes[place] ^= 0x41 } }
        let before = try listing()
        let store = try SessionStore.open(at: folder.song)
        #expect(store.document == TextExample.document)
        #expect(store.notices.first?.contains("it is kept as session.corrupt-2.sqlite") == true)
        try store.perform("Change") { $0.mix.strips[0].name = "Vox" }
        try store.close()
        #expect(try listing() == before)
        #expect(try SessionFolder.bytes(victim) == Data("mine".utf8))
    }

    /// What a stranger adds, and its name in the message.
    static let parts = [
        ("CREATE VIEW v AS SELECT 1", "view v"),
        (
            "CREATE TRIGGER t AFTER INSERT ON undo_entry BEGIN DELETE FROM lane; END", "trigger t"
        ),
        ("CREATE TABLE notes(text TEXT)", "table notes"),
        ("CREATE INDEX i ON lane(length(segments))", "index i"),
        ("ALTER TABLE strip ADD COLUMN colour TEXT", "column colour of table strip"),
        ("ALTER TABLE marker ADD COLUMN x AS (hex(zeroblob(100000000)))", "column x of table marker"),
        ("CREATE VIRTUAL TABLE w USING fts5(body)", "table w"),
        ("ANALYZE", "table sqlite_stat1"),
    ]

    @Test(arguments: parts.indices)
    func `is refused by the name of what we do not make`(index: Int) throws {
        let (sql, name) = Self.parts[index]
        try change(sql)
        let before = try SessionFolder.bytes(folder.song.database)
        let error = try #require(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
        guard case .foreignParts(folder.song.folder, let parts) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(parts.contains(name))
        #expect(error.exitCode == 65)
        #expect(try SessionFolder.bytes(folder.song.database) == before)
        // Neither from where nothing can be written.
        #expect(throws: error) {
            try SessionStore.open(at: folder.song, schema: .current) { _ in .denied("read-only") }
        }
    }

    @Test(arguments: ["lane", "setting", "undo_entry", "journal", "meta"])
    func `does not hold us up with a view without end in a table's place`(table: String) throws {
        try change(
            """
            ALTER TABLE \(table) RENAME TO old;
            CREATE VIEW \(table) AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)
                SELECT n AS address, n AS key, n AS value, n AS id FROM r;
            """)
        let error = #expect(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
        guard case .foreignParts(_, let parts) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(parts.contains("view \(table)"))
    }

    @Test func `whose tables lead in circles ends with what can be read`() throws {
        let store = try SessionStore.open(at: folder.song)
        try store.perform("Much") { document in
            document.mix.markers = (1...3000).map { Marker(name: "Marker \($0)", position: Int64($0)) }
        }
        let root = try #require(
            try store.queue?.read {
                try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_master WHERE name = 'marker'")
            })
        let document = store.document
        try store.close()
        try `Damaged session`.damage(folder.song) { bytes in
            // Every child of the tree's root is the root.
            let start = (root - 1) * 4096
            #expect(bytes[start] == 5)
            let cells = Int(bytes[start + 3]) << 8 | Int(bytes[start + 4])
            func point(_ place: Int) {
                for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: root >> (24 - 8 * byte)) }
            }
            point(start + 8)
            for cell in 0..<cells {
                let place = start + 12 + 2 * cell
                point(start + (Int(bytes[place]) << 8 | Int(bytes[place + 1])))
            }
        }
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(opened.notices.first?.hasPrefix("session.sqlite was damaged (") == true)
    }
}
