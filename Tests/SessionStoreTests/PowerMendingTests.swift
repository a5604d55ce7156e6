import CSyncWatch
import Foundation
import GRDB
import TestSupport
import Testing

@testable import SessionStore

/// The power goes while a session is brought to the present version, taken over from a process that was killed, or salvaged. All
/// that was in it was safe on the disk before, so all of it is there again at the next opening. A quarter of the places in every run, all with
/// `GAINRIDER_CUTS`.
extension `Power cut at every write` {
    /// Sessions that are changed by being opened.
    enum Patient: String, CaseIterable {
        case version1, version2, version4, header, tables, pages

        /// Files of a session that nobody has open.
        func files() throws -> [String: Data] {
            switch self {
            case .version1, .version2, .version4:
                let folder = try SessionFolder()
                try folder.makeSong(rawValue + ".sql")
                return try Self.files(of: folder)
            case .header:
                return try damaged { bytes in
                    for place in 0..<100 { bytes[place] = UInt8(truncatingIfNeeded: place &* 37 | 1) }
                }
            case .tables:
                return try damaged { bytes in
                    let place = try #require(bytes.range(of: Data("CREATE TABLE undo_change".utf8)))
                    bytes[place.lowerBound + 8] ^= 0x41
                }
            case .pages: return try damaged { $0 = $0.dropLast(8192) }
            }
        }

        private func damaged(_ change: (inout Data) throws -> Void) throws -> [String: Data] {
            let salvage = try `Salvage of a session`()
            try `Damaged session`.damage(salvage.folder.song, change)
            return try Self.files(of: salvage.folder)
        }

        private static func files(of folder: SessionFolder) throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.song.folder)
            return try names.reduce(into: [:]) { files, name in
                let path = folder.song.folder + "/" + name
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                    return
                }
                files[name] = try SessionFolder.bytes(path)
            }
        }
    }

    @Test(arguments: Patient.allCases)
    func `while a session is mended leaves what it was made of`(patient: Patient) throws {
        let files = try patient.files()
        let folder = try SessionFolder()
        let expected = try opened(files, in: folder, as: "Expected") { PowerStory.State($0) }
        // They are on the disk, whatever happens.
        let song = try folder.lay(files, as: "Song")
        let deeds = try DiskDeed.recorded(in: song.folder) {
            disk_log_mark(0)
            try SessionStore.open(at: song).close()
        }
        var dice = Dice(Int(files.values.reduce(0) { $0 &+ $1.count }))
        var disk = Disk()
        let share = (Patient.allCases.firstIndex(of: patient) ?? 0) % 4
        var places = 0
        for deed in deeds {
            disk.carryOut(deed)
            guard disk.mark >= 0 else { continue }
            places += 1
            guard Self.cuts != nil || places % 4 == share else { continue }
            let rest = Disk.Rest.any(&dice)
            let left = disk.afterPowerCut(rest, &dice)
            let place = "place \(places), \(deed), \(rest)"
            do {
                let found = try opened(left, in: folder, as: "Cut") { store in
                    let state = PowerStory.State(store)
                    #expect(!store.isReadOnly, "\(place)")
                    while try store.undo() != nil {}
                    return state
                }
                #expect(found.document == expected.document, "\(place)")
                #expect(found.history == expected.history, "\(place)")
            } catch { Issue.record("\(place): does not open: \(error)") }
        }
        #expect(places > 20)
    }

    private func opened(
        _ files: [String: Data], in folder: SessionFolder, as name: String,
        _ look: (SessionStore) throws -> PowerStory.State
    ) throws -> PowerStory.State {
        let location = try folder.lay(files, as: name)
        let store = try SessionStore.open(at: location)
        let state = try look(store)
        try store.close()
        return state
    }
}

/// A journal beside the database, as SQLite leaves one that works without a log.
@Suite struct `A change that was cut off without a log` {
    /// A session whose database has a journal that is not over, and what it was before.
    private func cutOff(_ folder: SessionFolder) throws -> SessionDocument {
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        let document = store.document
        try store.close()
        let path = folder.song.database
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1")
            try db.execute(sql: "BEGIN IMMEDIATE")
            try db.execute(sql: "UPDATE strip SET name = 'Torn'")
            // More than the cache holds, so that pages are written before the end.
            try db.execute(sql: "CREATE TABLE room(bytes); INSERT INTO room VALUES (zeroblob(400000))")
            for name in ["session.sqlite", "session.sqlite-journal"] {
                let bytes = try SessionFolder.bytes(folder.song.folder + "/" + name)
                try SessionFolder.write(bytes, to: folder.path + "/" + name)
            }
            try db.execute(sql: "ROLLBACK")
        }
        try queue.close()
        for name in ["session.sqlite", "session.sqlite-journal"] {
            try SessionFolder.write(
                try SessionFolder.bytes(folder.path + "/" + name), to: folder.song.folder + "/" + name)
        }
        return document
    }

    @Test func `is taken back, and the session opens for writing`() throws {
        let folder = try SessionFolder()
        let document = try cutOff(folder)
        let store = try SessionStore.open(at: folder.song)
        #expect(!store.isReadOnly && store.notices == [])
        #expect(store.document == document)
    }

    @Test func `with a journal that names another file takes nothing away`() throws {
        let folder = try SessionFolder()
        _ = try cutOff(folder)
        let stranger = folder.path + "/notes.txt"
        try SessionFolder.write(Data("important".utf8), to: stranger)
        let journal = folder.song.database + "-journal"
        let name = Data(stranger.utf8)
        var end = Data([0x40, 0, 0, 0])
        end.append(name)
        end.append(contentsOf: withUnsafeBytes(of: UInt32(name.count).bigEndian, Array.init))
        let sum = name.reduce(UInt32(0)) { $0 &+ UInt32(bitPattern: Int32(Int8(bitPattern: $1))) }
        end.append(contentsOf: withUnsafeBytes(of: sum.bigEndian, Array.init))
        end.append(contentsOf: [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7])
        try SessionFolder.write(try SessionFolder.bytes(journal) + end, to: journal)
        _ = try? SessionStore.open(at: folder.song)
        #expect(try SessionFolder.bytes(stranger) == Data("important".utf8))
    }
}
