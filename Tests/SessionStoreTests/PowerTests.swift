import Automation
import CSyncWatch
import Foundation
import MixModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct `Power cut` {
    /// The log is what was written last: without its end the session is as it was some changes ago, whole.
    @Test(arguments: 0..<8)
    func `at any byte of the log leaves one of the states that there were`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(seed)
        var states = [dice.document()]
        let store = try SessionStore.create(at: folder.song, document: states[0])
        for number in 1...4 {
            let next = dice.edited(states[states.count - 1])
            if try store.perform("Edit \(number)", { $0 = next }) { states.append(next) }
        }
        for attempt in 0..<6 {
            let cut = try folder.cutOff(folder.song, as: "Cut \(attempt)")
            // The index belongs to the process that is gone.
            try? FileManager.default.removeItem(atPath: cut.database + "-shm")
            let log = cut.database + "-wal"
            let bytes = try SessionFolder.bytes(log)
            try SessionFolder.write(bytes.prefix(Int.random(in: 0...bytes.count, using: &dice)), to: log)
            let opened = try SessionStore.open(at: cut)
            #expect(opened.notices == [])
            let index = try #require(states.firstIndex(of: opened.document))
            #expect(opened.history.count == index)
            while try opened.undo() != nil {}
            #expect(opened.document == states[0])
        }
    }

    @Test func `after any number of changes finds the last one`() throws {
        let folder = try SessionFolder()
        var dice = Dice(3)
        let store = try SessionStore.create(at: folder.song, document: dice.document())
        for number in 1...12 {
            let next = dice.edited(store.document)
            try store.perform("Edit \(number)") { $0 = next }
            if number % 4 == 0 { try store.undo() }
            let opened = try SessionStore.open(at: try folder.cutOff(folder.song, as: "Cut \(number)"))
            #expect(opened.document == store.document)
            #expect(opened.history.map(\.label) == store.history.map(\.label))
            #expect(opened.history.map(\.isUndone) == store.history.map(\.isUndone))
        }
    }

    /// What the disk has when the power goes: what was synced, and of what was written since any sectors, in any order.
    ///
    /// - Parameter share: of the sectors that have reached the disk.
    static func torn(_ synced: Data, _ written: Data, share: Double, _ dice: inout Dice) -> Data {
        let sector = 512
        var disk = Data()
        for start in stride(from: 0, to: max(synced.count, written.count), by: sector) {
            let source = dice.chance(share) ? written : synced
            let end = min(start + sector, source.count)
            guard start < end else { continue }
            // A hole in a file that has grown is zeros.
            if disk.count < start { disk.append(Data(count: start - disk.count)) }
            disk.append(source[start..<end])
        }
        return disk
    }

    /// A pass that can be played again is journalled without a sync, so after a power cut some of it is missing: from its end, and
    /// nothing else. Changes are synced, and always there.
    @Test(arguments: 0..<12)
    func `with any sectors of what was not synced leaves all that was, and of the pass its beginning`(seed: Int)
        throws
    {
        let folder = try SessionFolder()
        var dice = Dice(100 + seed)
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        for number in 1...3 {
            let next = dice.edited(store.document)
            _ = try store.perform("Edit \(number)") { $0 = next }
        }
        let before = store.document
        let synced = try SessionFolder.bytes(folder.song.database + "-wal")
        try store.beginPass()
        let batches = `Journal of a pass`.batches(12)
        var states = [before]
        for batch in batches {
            try store.journal(batch)
            states.append(try Self.recovered(folder, "State \(states.count)"))
        }
        let written = try SessionFolder.bytes(folder.song.database + "-wal")
        #expect(written.count > synced.count)
        for (attempt, share) in [0, 0.05, 0.3, 0.5, 0.8, 0.95, 0.99, 1].enumerated() {
            let cut = try folder.cutOff(folder.song, as: "Cut \(attempt)")
            try? FileManager.default.removeItem(atPath: cut.database + "-shm")
            try SessionFolder.write(Self.torn(synced, written, share: share, &dice), to: cut.database + "-wal")
            let opened = try SessionStore.open(at: cut)
            let state = try #require(states.firstIndex(of: opened.document))
            if share == 1 { #expect(state == batches.count) }
            #expect(opened.history.map(\.label).starts(with: store.history.map(\.label)))
        }
    }

    /// A live pass is synced batch by batch: whatever else of the log was lost, all batches that were taken are there.
    @Test(arguments: 0..<8)
    func `of a live pass loses nothing that was taken, whatever sectors were on their way`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(300 + seed)
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        let next = dice.edited(store.document)
        _ = try store.perform("Edit") { $0 = next }
        try store.beginPass()
        let log = folder.song.database + "-wal"
        let watch = sync_watch(log)
        for (number, batch) in `Journal of a pass`.batches(10).enumerated() {
            try store.journal(batch, safeAgainst: .powerCut)
            #expect(sync_count(watch) == number + 1)
            let expected = try Self.recovered(folder, "State \(number)")
            // One more batch is on its way when the power goes.
            let synced = try SessionFolder.bytes(log).prefix(sync_bytes(watch))
            let cut = try folder.cutOff(folder.song, as: "Cut \(number)")
            let other =
                try SessionFolder.bytes(log) + Data((0..<5_000).map { _ in UInt8(dice.chance(0.5) ? 255 : 0) })
            try? FileManager.default.removeItem(atPath: cut.database + "-shm")
            let share = [0, 0.1, 0.5, 0.9][number % 4]
            try SessionFolder.write(Self.torn(synced, other, share: share, &dice), to: cut.database + "-wal")
            let opened = try SessionStore.open(at: cut)
            #expect(opened.document == expected, "batch \(number)")
            try opened.close()
        }
    }

    private static func recovered(_ folder: SessionFolder, _ name: String) throws -> SessionDocument {
        let opened = try SessionStore.open(at: try folder.cutOff(folder.song, as: name))
        defer { try? opened.close() }
        return opened.document
    }

    /// While the log is brought into the database the log is whole, and the database may have any of its new sectors.
    @Test(arguments: 0..<6)
    func `while a session is closed leaves it as it was`(seed: Int) throws {
        let folder = try SessionFolder()
        var dice = Dice(200 + seed)
        let store = try SessionStore.create(at: folder.song, document: dice.document())
        for number in 1...6 {
            let next = dice.edited(store.document)
            _ = try store.perform("Edit \(number)") { $0 = next }
        }
        let (document, history) = (store.document, store.history.map(\.label))
        let open = try folder.cutOff(folder.song, as: "Open")
        try store.close()
        let old = try SessionFolder.bytes(open.database)
        let new = try SessionFolder.bytes(folder.song.database)
        #expect(old != new)
        for (attempt, share) in [0.1, 0.5, 0.9].enumerated() {
            let cut = try folder.cutOff(open, as: "Closing \(attempt)")
            try? FileManager.default.removeItem(atPath: cut.database + "-shm")
            try SessionFolder.write(Self.torn(old, new, share: share, &dice), to: cut.database)
            let opened = try SessionStore.open(at: cut)
            #expect(opened.document == document)
            #expect(opened.history.map(\.label) == history)
            #expect(opened.notices == [])
        }
    }
}
