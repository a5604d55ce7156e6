import Automation
import Foundation
import GRDB
import MixModel
import Testing

@testable import SessionStore

/// Where all rows can be read, all of them are kept: not an older state, and not less.
@Suite struct `Salvage of a session` {
    let folder: SessionFolder
    /// What is on disk, newer than the backup.
    let document: SessionDocument
    let labels: [String]

    /// A session that was cut off, with everything in its database, pages that are free, the last among them, and a backup
    /// that is older.
    init() throws {
        folder = try SessionFolder()
        _ = try `Damaged session`.closed(folder)
        let store = try SessionStore.open(at: folder.song)
        try store.perform("Much") { document in
            document.lanes[ParameterID(.strip(2), .pan)] = Lane(points: (0..<3000).map { (Int64($0), Float($0 % 2)) })
        }
        _ = try store.undo()
        try store.perform("Newer") { $0.mix[ParameterID(.strip(2), .fader)] = -1 }
        document = store.document
        labels = store.history.map(\.label)
        _ = try store.queue?.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        let cut = try folder.cutOff(folder.song)
        try store.close()
        try FileManager.default.removeItem(atPath: folder.song.folder)
        try FileManager.default.moveItem(atPath: cut.folder, toPath: folder.song.folder)
    }

    private func freePages() throws -> (first: Int, count: Int) {
        try SessionFolder.bytes(folder.song.database).withUnsafeBytes { (Int($0.big(32)), Int($0.big(36))) }
    }

    /// The session as it is opened after damage: all of it, with all of its history, for good.
    private func expectAll(_ reason: String? = nil) throws {
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(opened.history.map(\.label) == labels)
        let notice = opened.notices.first ?? "none"
        #expect(notice.hasPrefix("session.sqlite was damaged (\(reason ?? "")"))
        #expect(
            notice.hasSuffix(
                "); it is kept as session.corrupt-1.sqlite. All of the mix and its automation was recovered"))
        while try opened.undo() != nil {}
        #expect(opened.document == TextExample.document)
        while try opened.redo() != nil {}
        #expect(opened.document == document)
        try opened.close()
        #expect(try SessionStore.open(at: folder.song).notices == [])
    }

    @Test func `with a damaged list of free pages keeps everything`() throws {
        let free = try freePages()
        #expect(free.count > 3)
        try `Damaged session`.damage(folder.song) { bytes in
            for byte in 0..<40 { bytes[(free.first - 1) * 4096 + byte] = 0xEE }
        }
        try expectAll()
    }

    @Test func `with a list of free pages that begins nowhere keeps everything`() throws {
        try `Damaged session`.damage(folder.song) { $0.replaceSubrange(32..<36, with: [0x7F, 0xFF, 0xFF, 0xFF]) }
        try expectAll()
    }

    @Test(arguments: [4096, 8192, 4196])
    func `without the last pages, that hold nothing, keeps everything`(missing: Int) throws {
        try `Damaged session`.damage(folder.song) { $0 = $0.dropLast(missing) }
        try expectAll()
    }

    @Test(arguments: [0..<100, 0..<16, 16..<24, 24..<32, 28..<40, 40..<64, 60..<64, 64..<100])
    func `with a damaged header keeps everything`(range: Range<Int>) throws {
        try `Damaged session`.damage(folder.song) { bytes in
            for place in range { bytes[place] = UInt8(truncatingIfNeeded: place &* 37 | 1) }
        }
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(opened.history.map(\.label) == labels)
    }

    @Test(arguments: [
        "CREATE TABLE lane(", "CREATE TABLE undo_change", "CREATE TABLE stamp", "CREATE INDEX undo", "meta(key",
    ])
    func `with a damaged table of tables keeps everything`(text: String) throws {
        let place = try #require(try SessionFolder.bytes(folder.song.database).range(of: Data(text.utf8)))
        try `Damaged session`.damage(folder.song) { $0[place.lowerBound + 8] ^= 0x41 }
        try expectAll()
    }

    @Test(arguments: ["lane", "undo_entry", "marker"])
    func `with a damaged name of a table keeps everything`(name: String) throws {
        // In the row: type, name, name of the table, page, text.
        let row = Data("table\(name)\(name)".utf8)
        let place = try #require(try SessionFolder.bytes(folder.song.database).range(of: row))
        try `Damaged session`.damage(folder.song) { $0[place.lowerBound + 6] ^= 0x41 }
        try expectAll()
    }

    @Test func `of two lanes that are damaged within keeps those between them`() throws {
        // Longer than a page, so that their ends stand on pages of their own.
        let queue = try DatabaseQueue(path: folder.song.database)
        var document = document
        try queue.write { db in
            for (index, role) in [Role.pan, .inputGain, .eq3Gain, .eq1Gain, .eq2Gain].enumerated() {
                let lane = Lane(points: (0..<400).map { (Int64($0 * 10 + index), 0.25) })
                let id = ParameterID(.strip(1), role)
                document.lanes[id] = lane
                try db.write(.lane(id), .lane(lane))
            }
        }
        try queue.close()
        let bytes = try SessionFolder.bytes(folder.song.database)
        for role in [Role.pan, .eq1Gain] {
            let id = ParameterID(.strip(1), role)
            let lane = try #require(document.lanes[id])
            // In the middle of the lane's bytes.
            let middle = LaneCoding.data(lane)[6000..<6064]
            let place = try #require(bytes.range(of: Data(middle)))
            try `Damaged session`.damage(folder.song) { $0[place.lowerBound + 5] ^= 1 }
            document.lanes[id] = nil
        }
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document.lanes.keys.sorted() == document.lanes.keys.sorted())
        #expect(opened.document.lanes == document.lanes)
        #expect(opened.notices.first?.contains("the lane of /strip/1/pan") == true)
        #expect(opened.notices.first?.contains("the lane of /strip/1/eq/1/gain") == true)
    }
}

/// Cells that are not what they have to be, which SQLite lets stand; and numbers at their end.
@Suite struct `Cells of another kind` {
    static let changes = [
        "UPDATE undo_entry SET label = x'00ff' WHERE id = 3",
        "UPDATE undo_entry SET label = 'Pass 9' WHERE id = 3",
        "UPDATE undo_entry SET time = 'yesterday' WHERE id = 1",
        "UPDATE undo_entry SET time = 1e300 WHERE id = 1",
        "UPDATE undo_entry SET time = time + 1 WHERE id = 8",
        "UPDATE undo_entry SET undone = 'no' WHERE id = 2",
        "UPDATE undo_entry SET undone = 7 WHERE id = 2",
        "UPDATE undo_entry SET checksum = NULL WHERE id = 4",
        "UPDATE undo_change SET before = 5 WHERE entry = 5",
        "UPDATE undo_change SET after = x'' WHERE entry = 5",
        "UPDATE undo_change SET key = x'01' WHERE entry = 5",
        "UPDATE undo_change SET kind = 'sofa' WHERE entry = 5",
        "UPDATE undo_change SET entry = 6 WHERE entry = 5 AND ordinal = 0",
        "DELETE FROM undo_change WHERE entry = 7 AND ordinal = 1",
        "INSERT INTO undo_entry(id, label, time) VALUES (9223372036854775807, 'Far', 0)",
        "UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'undo_entry'",
        "UPDATE sqlite_sequence SET seq = 'many' WHERE name = 'undo_entry'",
        "INSERT INTO journal VALUES (9223372036854775807, 1, x'01')",
        "INSERT INTO journal VALUES (1, 9223372036854775807, x'01')",
        "INSERT INTO journal VALUES (1, x'00', x'01')",
        "INSERT INTO journal VALUES (1, -5, x'01')",
        "INSERT INTO journal VALUES (1, 1, 'text')",
        "INSERT INTO strip(number, name, checksum) VALUES (9223372036854775807, 'Far', 0)",
        "INSERT INTO marker(number, name, frame, checksum) VALUES (70000, 'Far', 0, 0)",
        "INSERT INTO value VALUES ('/strip/1/nothing', 'text', 'text')",
        "INSERT INTO setting VALUES ('colour', 1, 1)",
    ]

    @Test(arguments: changes.indices)
    func `are noticed, and cost nothing else`(index: Int) throws {
        let folder = try SessionFolder()
        let document = try `Damaged session`.closed(folder)
        let queue = try DatabaseQueue(path: folder.song.database)
        try queue.write { try $0.execute(sql: Self.changes[index]) }
        try queue.close()
        // Read alone first: it must come to the same.
        let read = try SessionStore.open(at: folder.song, schema: .current) { _ in .denied("read-only") }
        #expect(read.document == document)
        #expect(read.notices.first?.hasPrefix("session.sqlite was damaged (") == true)
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(opened.notices.first?.hasPrefix("session.sqlite was damaged (") == true)
        // What is left of the history leads to states that there were.
        for number in opened.history.indices.reversed() {
            #expect(try opened.undo() == opened.history[number].label)
            #expect(opened.history[number].label == "Pass \(opened.document.mix.markers.count)")
        }
        while try opened.redo() != nil {}
        #expect(opened.document == document)
        try opened.beginPass()
        try opened.journal([.position(frame: 1)])
        #expect(try opened.perform("Go on", clearingJournal: true) { $0.mix.strips[0].name = "Vox" })
        try opened.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.notices == [])
        #expect(again.history.last?.label == "Go on")
    }

    @Test func `in a journal with the right sums end no program`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        let fader = ParameterID(.strip(1), .fader)
        let far = Int64.max
        try store.beginPass()
        try store.journal([
            .segment(fader, frame: 0, ramp: .hold(-9, from: 0)), .position(frame: far), .position(frame: 960),
            .segment(fader, frame: 480, ramp: Ramp(start: far, from: 0, to: 1, length: far)),
            .segment(fader, frame: 481, ramp: Ramp(start: -far, from: 0, to: 1, length: 5)),
            .segment(fader, frame: 482, ramp: Ramp(start: 0, from: 0, to: 1, length: far)),
            .segment(fader, frame: far, ramp: .hold(-3, from: far)), .writeEnded(fader, frame: far),
            .segment(fader, frame: 2000, ramp: .hold(-6, from: 2000)), .position(frame: 2400), .position(frame: -far),
        ])
        let opened = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(opened.notices == ["a pass that was cut off at 0.05 s was recovered: Lead Vox fader"])
        #expect(opened.document.faults == [])
        #expect(opened.document.lanes[fader]?.position(at: 2100) == -6)
    }

    @Test func `in a history with the right sums are refused when it is undone`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.perform("Fader") { $0.mix[ParameterID(.strip(1), .fader)] = -5 }
        let document = store.document
        let lane = ParameterID(.strip(1), .fader)
        let bad = Lane(segments: [.init(frame: 5, ramp: Ramp(start: .max, from: 0, to: .nan, length: .max))])
        try store.queue?.write { db in
            let step = HistoryStep(RowChange(key: .lane(lane), before: .lane(bad), after: nil))
            try db.execute(sql: "DELETE FROM undo_change")
            let entry = store.history[0]
            try db.execute(
                sql: "INSERT INTO undo_change VALUES (?, 0, 'lane', ?, ?, NULL, ?)",
                arguments: [entry.id, step.key.text, step.before, step.checksum])
            try db.seal(entry, isUndone: false, [step.checksum])
        }
        let error = #expect(throws: SessionStoreError.self) { try store.undo() }
        guard case .corrupt = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(store.document == document)
    }
}
