import Foundation
import GRDB
import MixModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct `Log of changes` {
    /// A session that was cut off with changes in its log only.
    private func cut(_ folder: SessionFolder, changes: Int) throws -> (SessionLocation, [SessionDocument]) {
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        var states = [store.document]
        for number in 1...changes {
            try store.perform("Fader \(number)") { document in
                document.mix[ParameterID(.strip(1), .fader)] = -Float(number)
                document.mix.markers.append(Marker(name: "Marker \(number)", position: Int64(number)))
            }
            states.append(store.document)
        }
        return (try folder.cutOff(folder.song), states)
    }

    @Test(arguments: 0..<100)
    func `that is damaged loses nothing without a word`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(seed)
        let (cut, states) = try cut(folder, changes: 6)
        try? FileManager.default.removeItem(atPath: cut.database + "-shm")
        let log = cut.database + "-wal"
        var bytes = try SessionFolder.bytes(log)
        // Bits, a stretch of nothing, or a stretch of something.
        let place = Int.random(in: 0..<bytes.count, using: &dice)
        let count = [1, 1, 16, 512, 4096][seed % 5]
        for offset in place..<min(bytes.count, place + count) {
            switch seed % 3 {
            case 0: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            case 1: bytes[offset] = 0
            default: bytes[offset] = UInt8.random(in: .min ... .max, using: &dice)
            }
        }
        let isChanged = try bytes != SessionFolder.bytes(log)
        try SessionFolder.write(bytes, to: log)
        let reading = try SessionStore.open(at: cut, schema: .current) { _ in .denied("read-only") }
        let store = try SessionStore.open(at: cut)
        #expect(reading.document == store.document)
        #expect(states.contains(store.document))
        if store.document != states.last {
            #expect(isChanged)
            #expect(
                store.notices.first?.hasPrefix("session.sqlite-wal is damaged: what was stored last before") == true)
            #expect(reading.notices.first?.hasPrefix("session.sqlite-wal is damaged: what was stored last") == true)
            // As it was, for whoever can read more of it.
            #expect(try SessionFolder.bytes(cut.folder + "/session.corrupt-1.sqlite-wal") == bytes)
        }
        try store.close()
        #expect(try SessionStore.open(at: cut).notices == [])
    }

    @Test func `that is whole is read as SQLite reads it`() throws {
        let folder = try SessionFolder()
        let (cut, states) = try cut(folder, changes: 9)
        let image = try DatabaseImage(cut.database)
        #expect(!image.isLogDamaged)
        #expect(try image.open().inDatabase(DocumentReader.intact) == states.last)
    }

    @Test func `of an older time, that a new one overwrites from its beginning, is no damage`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        for number in 1...40 {
            try store.perform("Fader") { $0.mix[ParameterID(.strip(1), .fader)] = -Float(number) }
        }
        _ = try store.queue?.writeWithoutTransaction { try $0.checkpoint(.passive) }
        try store.perform("Fader") { $0.mix[ParameterID(.strip(1), .fader)] = -60 }
        let cut = try folder.cutOff(folder.song)
        #expect(try !DatabaseImage(cut.database).isLogDamaged)
        let opened = try SessionStore.open(at: cut)
        #expect(opened.notices == [])
        #expect(opened.document == store.document)
    }
}
