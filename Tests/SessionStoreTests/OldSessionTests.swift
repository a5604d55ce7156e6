import Automation
import Foundation
import GRDB
import MixModel
import Testing
import Units

@testable import SessionStore

extension SessionFolder {
    /// Makes the song from a text of the corpus.
    func makeSong(_ corpus: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Corpus/session/\(corpus)")
        let sql = try String(contentsOf: file, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: song.audio, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: song.database)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}

/// `Corpus/session/version1.sql` was made by the program as it was before sends, VCAs, groups and references.
@Suite struct `A session of version 1` {
    let folder: SessionFolder
    let document: SessionDocument

    init() throws {
        folder = try SessionFolder()
        try folder.makeSong("version1.sql")
        var document = TextExample.document
        document.mix = Mix(sampleRate: 48000)
        document.mix.strips = [TextExample.document.mix.strips[0], Strip(name: "no", output: 1)]
        document.mix.buses = [Bus(name: "Drums")]
        for (id, position) in TextExample.document.mix.positions where [.strip(1), .master].contains(id.node) {
            document.mix[id] = position
        }
        document.mix[ParameterID(.strip(2), .pan)] = 0.5
        document.mix.markers = [Marker(name: "Marker 2", position: 0), Marker(name: "Chorus: 1", position: 960000)]
        self.document = document
    }

    @Test func `opens with all that was in it, its history too`() throws {
        let store = try SessionStore.open(at: folder.song)
        #expect(store.document == document)
        #expect(
            store.notices == [
                "the session was brought from version 1 to version 5; the old one is kept as session.version1-1.sqlite"
            ])
        #expect(store.history.map(\.label) == ["no pan L50", "no pan R50", "Add Marker 2"])
        while try store.undo() != nil {}
        #expect(store.document.mix[ParameterID(.strip(2), .pan)] == 0)
        while try store.redo() != nil {}
        #expect(store.document == document)
        // It takes what is new, and keeps it.
        try store.perform("Send") {
            $0.mix.strips[0].sends = [1]
            $0.mix.vcas = [VCA(name: "All")]
        }
        let changed = store.document
        try store.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.document == changed)
        #expect(again.notices == [])
    }

    @Test func `opens where nothing may be written`() throws {
        let store = try SessionStore.open(at: folder.song, schema: .current) { _ in .denied("read-only") }
        #expect(store.document == document)
        #expect(store.isReadOnly)
    }

    @Test func `that is damaged gives what can be read, and the rest from a backup of its time`() throws {
        let place = try #require(try SessionFolder.bytes(folder.song.database).range(of: Data("Lead Vox".utf8)))
        try FileManager.default.copyItem(atPath: folder.song.database, toPath: folder.song.backup)
        try `Damaged session`.damage(folder.song) { $0[place.lowerBound] = UInt8(ascii: "B") }
        let opened = try SessionStore.open(at: folder.song)
        #expect(opened.document == document)
        #expect(opened.notices.last?.hasSuffix("taken from the last time it was closed: strip 1") == true)
    }

    @Test func `has rows in its history without the new columns`() {
        let old = "[\"Vox\",null,null,null,null,null,1]".databaseValue
        #expect(RowValue(.strip, payload: old) == .strip(Strip(name: "Vox", output: 1)))
        #expect(RowValue(.bus, payload: "[\"Drums\",2]".databaseValue) == .bus(Bus(name: "Drums", output: 2)))
        #expect(RowValue(.bus, payload: "[\"Drums\"]".databaseValue) == nil)
    }
}

/// `Corpus/session/version2.sql` was made by the program as it was before the history had sums, and killed in a pass.
@Suite struct `A session of version 2` {
    @Test func `is brought forward with its history and its pass, and the old one is kept`() throws {
        let folder = try SessionFolder()
        try folder.makeSong("version2.sql")
        let old = try DatabaseQueue(path: folder.song.database).read { try $0.historyRows() }
        #expect(old.allSatisfy { !$0.isSealed })
        let store = try SessionStore.open(at: folder.song)
        #expect(
            store.notices == [
                "the session was brought from version 2 to version 5; the old one is kept as session.version2-1.sqlite",
                "a pass that was cut off at 0.56 s was recovered: no fader",
            ])
        #expect(store.history.map(\.label) == ["Apply a.yaml", "Automation mode touch", "Recovered pass"])
        #expect(store.history.dropLast().map(\.time) == old.map(\.entry.time))
        #expect(store.document.mix.strips[0].name == "Lead Voice")
        #expect(store.document.lanes[ParameterID(.strip(2), .fader)]?.segments.count == 28)
        let document = store.document
        while try store.undo() != nil {}
        #expect(store.document.mix.strips[0].name == "Lead Vox")
        #expect(store.document == TextExample.document)
        while try store.redo() != nil {}
        #expect(store.document == document)
        try store.close()
        let again = try SessionStore.open(at: folder.song)
        #expect(again.notices == [])
        #expect(
            try again.queue?.read { try $0.historyRows().allSatisfy { $0.isSealed && $0.checksum != nil } } == true)
        let kept = SessionLocation(folder.path + "/Kept")
        try FileManager.default.createDirectory(atPath: kept.folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: folder.song.folder + "/session.version2-1.sqlite", toPath: kept.database)
        #expect(try SessionStore.open(at: kept).document == document)
    }
}
