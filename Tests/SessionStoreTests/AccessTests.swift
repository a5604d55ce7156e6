import Automation
import Foundation
import GRDB
import MixModel
import Testing

@testable import SessionStore

@Suite struct `Access to a session` {
    @Test func `second program gets it read-only, and then for writing`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.perform("Fader") { $0.mix[ParameterID(.strip(1), .fader)] = -5 }
        let second = try SessionStore.open(at: folder.song)
        #expect(second.isReadOnly)
        #expect(second.document == store.document)
        #expect(second.history.map(\.label) == ["Fader"])
        #expect(
            second.notices == [
                "the session is open in another program (process \(ProcessInfo.processInfo.processIdentifier)): "
                    + "opened read-only, as it is stored now; close it there and open it again to change it"
            ])
        let error = #expect(throws: SessionStoreError.self) { try second.perform("No") { $0.mix.strips = [] } }
        #expect(error == .readOnly(path: folder.song.folder))
        #expect(error?.description == "\(folder.song.folder) is open read-only; nothing was stored")
        #expect(throws: SessionStoreError.self) { try second.undo() }
        #expect(throws: SessionStoreError.self) { try second.beginPass() }
        #expect(throws: SessionStoreError.self) { try second.journal([.position(frame: 1)]) }
        // A pass that runs there is not touched from here.
        try store.beginPass()
        try store.journal(`Journal of a pass`.batches(1)[0])
        #expect(try SessionStore.open(at: folder.song).notices.count == 1)
        try store.endPass()
        try store.close()
        #expect(try SessionStore.open(at: folder.song).isReadOnly == false)
    }

    @Test func `is free when it is closed, also while another program that was started from here begins`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        // What a child has from its fork until it is the other program.
        let copies = (0..<1024).filter { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)"))
                == folder.song.lock
        }.map { dup(Int32($0)) }
        defer { for copy in copies { close(copy) } }
        #expect(copies.count == 1)
        try store.close()
        #expect(try SessionStore.open(at: folder.song).isReadOnly == false)
    }

    @Test func `is free when the store is let go without closing`() throws {
        let folder = try SessionFolder()
        do { _ = try SessionStore.create(at: folder.song, document: TextExample.document) }
        #expect(try SessionStore.open(at: folder.song).isReadOnly == false)
    }

    @Test func `in a folder that cannot be written is read-only, with a pass that was cut off`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        try store.journal(`Journal of a pass`.batches(1)[0])
        let cut = try folder.cutOff(folder.song)
        func listing() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: cut.folder).sorted() }
        let before = try listing()
        let bytes = try SessionFolder.bytes(cut.database)
        let opened = try SessionStore.open(at: cut, schema: .current) { _ in .denied("Read-only file system") }
        #expect(opened.isReadOnly)
        #expect(
            opened.notices == [
                "a pass that was cut off at 2.05 s was recovered: Lead Vox fader; "
                    + "it is shown but not stored, since the session is read-only",
                "the session cannot be written (Read-only file system): opened read-only",
            ])
        #expect(opened.document.lanes[`Journal of a pass`.fader]?.position(at: 96000) == -20)
        #expect(try listing() == before)
        #expect(try SessionFolder.bytes(cut.database) == bytes)
    }

    @Test func `full disk: the change is refused, nothing is lost, and it works again with space`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        let lane = ParameterID(.strip(1), .pan)
        let big = Lane(points: (0..<5000).map { (Int64($0) * 960, Float($0 % 2)) })
        let pages = try store.queue?.read { try Int.fetchOne($0, sql: "PRAGMA page_count") } ?? 0
        // Space ends at every possible place of the transaction in turn.
        for free in stride(from: 0, through: 60, by: 6) {
            try store.queue?.writeWithoutTransaction { db in
                _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = \(pages + free)")
            }
            let error = #expect(throws: SessionStoreError.self) { try store.perform("Big") { $0.lanes[lane] = big } }
            #expect(error == .diskFull(path: folder.song.database))
            #expect(error?.exitCode == 74)
            #expect(store.document == TextExample.document)
            #expect(store.history.isEmpty)
        }
        let cut = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(cut.document == TextExample.document)
        #expect(cut.notices == [])
        try store.queue?.writeWithoutTransaction { db in
            _ = try Int.fetchOne(db, sql: "PRAGMA max_page_count = 1000000")
        }
        #expect(try store.perform("Big") { $0.lanes[lane] = big })
        #expect(store.document.lanes[lane] == big)
    }

    @Test func `of another program or a newer version is refused and not touched`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.queue?.write { try Schema.setVersion(7, in: $0) }
        try store.close()
        let bytes = try SessionFolder.bytes(folder.song.database)
        let error = #expect(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
        #expect(error == .newerVersion(path: folder.song.folder, found: 7, supported: 5))
        #expect(
            error?.description == "\(folder.song.folder) has session version 7; this Gainrider reads up to 5: "
                + "update Gainrider to open it")
        #expect(try SessionFolder.bytes(folder.song.database) == bytes)

        try FileManager.default.removeItem(atPath: folder.song.database)
        try DatabaseQueue(path: folder.song.database).write { try $0.execute(sql: "CREATE TABLE recipes(name)") }
        #expect(
            throws: SessionStoreError.notASession(
                path: folder.song.folder, reason: "its session.sqlite was made by another program")
        ) { try SessionStore.open(at: folder.song) }
    }

    @Test func `of an older version is brought to the new one, after a copy`() throws {
        let folder = try SessionFolder()
        try SessionStore.create(at: folder.song, document: TextExample.document).close()
        let schema = Schema(
            version: 7,
            steps: Schema.current.steps.merging([
                5: { try $0.execute(sql: "ALTER TABLE marker ADD COLUMN colour TEXT") },
                6: { try $0.execute(sql: "CREATE TABLE takes(name TEXT)") },
            ]) { $1 })
        let store = try SessionStore.open(at: folder.song, schema: schema, takeLock: SessionLock.take)
        #expect(store.document == TextExample.document)
        #expect(
            store.notices == [
                "the session was brought from version 5 to version 7; the old one is kept as session.version5-1.sqlite"
            ])
        try store.close()
        #expect(throws: SessionStoreError.newerVersion(path: folder.song.folder, found: 7, supported: 5)) {
            try SessionStore.open(at: folder.song)
        }
        // The copy is a session of version 5.
        let old = SessionLocation(folder.path + "/Old")
        try FileManager.default.createDirectory(atPath: old.folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: folder.song.folder + "/session.version5-1.sqlite", toPath: old.database)
        #expect(try SessionStore.open(at: old).document == TextExample.document)
    }

    @Test func `stays as it was when a step of the migration fails`() throws {
        let folder = try SessionFolder()
        try SessionStore.create(at: folder.song, document: TextExample.document).close()
        let schema = Schema(
            version: 7,
            steps: Schema.current.steps.merging([
                5: { try $0.execute(sql: "DROP TABLE lane") }, 6: { try $0.execute(sql: "no such statement") },
            ]) { $1 })
        #expect(throws: SessionStoreError.self) {
            try SessionStore.open(at: folder.song, schema: schema, takeLock: SessionLock.take)
        }
        #expect(try SessionStore.open(at: folder.song).document == TextExample.document)
    }
}
