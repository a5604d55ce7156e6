import Automation
import Foundation
import GRDB
import MixModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct `Damaged session` {
    /// A session that is closed, with a history and lanes of some size.
    ///
    /// - Returns: its document, the last of those that undo can reach.
    static func closed(_ folder: SessionFolder, backup: Bool = true) throws -> SessionDocument {
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        for number in 1...8 {
            try store.perform("Pass \(number)") { document in
                document.lanes[ParameterID(.strip(1), .fader)] = Lane(
                    points: (0..<200).map { (Int64($0 * 960), -Float($0 % 50) - Float(number)) })
                document.mix.markers.append(Marker(name: "Marker \(number)", position: Int64(number)))
            }
        }
        let document = store.document
        try store.close()
        if !backup { try FileManager.default.removeItem(atPath: folder.song.backup) }
        return document
    }

    /// Changes the database as a failing disk would: behind SQLite's back.
    static func damage(_ location: SessionLocation, _ change: (inout Data) throws -> Void) throws {
        var bytes = try SessionFolder.bytes(location.database)
        try change(&bytes)
        try SessionFolder.write(bytes, to: location.database)
    }

    /// Every byte that SQLite can overwrite without noticing is noticed here: by the tree's check or by a checksum.
    @Test(arguments: 0..<40)
    func `with flipped bits is never taken for whole, and loses nothing that a backup has`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(seed)
        let document = try Self.closed(folder)
        let size = try SessionFolder.bytes(folder.song.database).count
        let places = (0..<Int.random(in: 1...3, using: &dice)).map { _ in
            Int.random(in: 0..<size, using: &dice)
        }
        try Self.damage(folder.song) { bytes in for place in places { bytes[place] ^= 0x41 } }
        let damaged = try SessionFolder.bytes(folder.song.database)
        let opened = try Result { try SessionStore.open(at: folder.song) }.get()
        #expect(opened.document == document, "bytes \(places), notices \(opened.notices)")
        // What was repaired is kept as it was.
        if !opened.notices.isEmpty {
            #expect(try SessionFolder.bytes(folder.song.folder + "/session.corrupt-1.sqlite") == damaged)
            // What is left of the history leads to states that there were.
            for number in opened.history.indices.reversed() {
                #expect(try opened.undo() == opened.history[number].label)
                let passes = opened.document.mix.markers.count - 1
                let first = opened.document.lanes[ParameterID(.strip(1), .fader)]?.position(at: 0)
                #expect(first == (passes == 0 ? -6.02 : -Float(passes)))
            }
            while try opened.redo() != nil {}
            #expect(opened.document == document)
            try opened.close()
            #expect(try SessionStore.open(at: folder.song).notices == [])
        }
    }

    @Test(arguments: [0, 1, 100, 4096, 5000, 20000, 40960])
    func `that was cut short comes back from the backup`(size: Int) throws {
        let folder = try SessionFolder()
        let document = try Self.closed(folder)
        try Self.damage(folder.song) { $0 = $0.prefix(size) }
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(opened.notices.count == 1)
        #expect(opened.notices.first?.hasPrefix("session.sqlite was damaged (") == true)
        #expect(opened.notices.first?.contains("it is kept as session.corrupt-1.sqlite") == true)
        #expect(try opened.perform("Go on") { $0.mix.strips[0].name = "Vox" })
    }

    @Test func `that is gone comes back from the backup`() throws {
        let folder = try SessionFolder()
        let document = try Self.closed(folder)
        try FileManager.default.removeItem(atPath: folder.song.database)
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(
            opened.notices == [
                "session.sqlite was damaged (session.sqlite is missing). "
                    + "The session is as it was when it was last closed; the undo history is lost"
            ])
    }

    @Test func `without a backup gives what can be read, and names what is lost`() throws {
        let folder = try SessionFolder()
        let document = try Self.closed(folder, backup: false)
        let marker = try #require(try SessionFolder.bytes(folder.song.database).range(of: Data("Lead Vox".utf8)))
        try Self.damage(folder.song) { $0[marker.lowerBound] = UInt8(ascii: "B") }
        let opened = try SessionStore.open(at: folder.song)
        #expect(
            opened.notices == [
                "session.sqlite was damaged (strip 1 cannot be read); it is kept as session.corrupt-1.sqlite. "
                    + "What could be read was recovered; the undo history is lost; lost: strip 1"
            ])
        var expected = document
        expected.mix.strips[0] = Strip(name: "lost strip 1")
        #expect(opened.document == expected)
    }

    @Test func `takes from the backup only what is lost`() throws {
        let folder = try SessionFolder()
        _ = try Self.closed(folder)
        let store = try SessionStore.open(at: folder.song)
        try store.perform("Newer") {
            $0.mix[ParameterID(.strip(2), .fader)] = -1
            $0.mix.markers.removeLast()
        }
        let expected = store.document
        // As after kill -9: the backup is older than the session.
        let cut = try folder.cutOff(folder.song)
        try DatabaseQueue(path: cut.database, configuration: SessionStore.configuration()).write { db in
            try db.execute(sql: "UPDATE strip SET name = 'Bad' WHERE number = 1")
        }
        let opened = try SessionStore.open(at: cut)
        #expect(opened.document == expected)
        #expect(
            opened.notices == [
                "session.sqlite was damaged (strip 1 cannot be read); it is kept as session.corrupt-1.sqlite. "
                    + "What could be read was recovered; the undo history is lost; "
                    + "taken from the last time it was closed: strip 1"
            ])
    }

    @Test func `with changes in its log keeps them, and plays them into nothing else`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        for number in 1...5 {
            try store.perform("Pass \(number)") { document in
                document.lanes[ParameterID(.strip(2), .pan)] = Lane(points: [(0, 0), (Int64(number), 1)])
            }
        }
        let cut = try folder.cutOff(folder.song)
        let place = try #require(try SessionFolder.bytes(cut.database).range(of: Data("Lead Vox".utf8)))
        try Self.damage(cut) { $0[place.lowerBound] = UInt8(ascii: "B") }
        let log = try SessionFolder.bytes(cut.database + "-wal")
        let opened = try SessionStore.open(at: cut)
        #expect(opened.document == store.document)
        #expect(opened.notices.first?.hasSuffix("taken from the last time it was closed: strip 1") == true)
        #expect(try SessionFolder.bytes(cut.folder + "/session.corrupt-1.sqlite-wal") == log)
        try opened.close()
        let again = try SessionStore.open(at: cut)
        #expect(again.document == store.document)
        #expect(again.notices == [])
        // The history went with the damage: it can only be here if the old log was played into the new file.
        #expect(again.history == [])
    }

    @Test func `with nothing to recover is left as it is`() throws {
        let folder = try SessionFolder()
        _ = try Self.closed(folder, backup: false)
        try Self.damage(folder.song) { $0 = Data("this is not a database, and never was one".utf8) }
        func listing() throws -> Set<String> {
            Set(try FileManager.default.contentsOfDirectory(atPath: folder.song.folder)).subtracting(["session.lock"])
        }
        let before = try listing()
        let error = #expect(throws: SessionStoreError.self) { try SessionStore.open(at: folder.song) }
        #expect(error?.exitCode == 65)
        guard case .corrupt(folder.song.folder, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try listing() == before)
        #expect(try SessionFolder.bytes(folder.song.database).starts(with: Data("this is not".utf8)))
    }

    @Test func `in its history alone keeps what undo can still reach`() throws {
        let folder = try SessionFolder()
        let document = try Self.closed(folder)
        let store = try SessionStore.open(at: folder.song)
        try store.queue?.write { try $0.execute(sql: "UPDATE undo_change SET before = x'01' WHERE entry = 6") }
        let error = #expect(throws: SessionStoreError.self) { while try store.undo() != nil {} }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(store.history.filter { !$0.isUndone }.count == 6)
        while try store.redo() != nil {}
        #expect(store.document == document)
    }
}
