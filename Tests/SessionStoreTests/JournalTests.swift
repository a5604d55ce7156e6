import Automation
import Foundation
import GRDB
import MixModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct `Journal of a pass` {
    static let fader = ParameterID(.strip(1), .fader)
    static let mute = ParameterID(.strip(2), .mute)

    /// A ride of 20 ms steps, in batches of 50 ms as the desk hands them in.
    static func batches(_ count: Int) -> [[JournalEntry]] {
        (0..<count).map { batch in
            let start = Int64(96000 + batch * 2400)
            let segments = stride(from: start, to: start + 2400, by: 960).map { frame -> JournalEntry in
                let from = Float((frame / 960) % 20) - 20
                return .segment(fader, frame: frame, ramp: Ramp(start: frame, from: from, to: from + 1, length: 960))
            }
            return segments + [.position(frame: start + 2400)]
        }
    }

    @Test func `round-trips as bytes, and notices every changed byte`() {
        var dice = Dice(5)
        let entries = Self.batches(3).joined() + [.writeEnded(Self.mute, frame: 7)]
        let data = JournalCoding.data(Array(entries), pass: 3)
        #expect(JournalCoding.entries(data, pass: 3) == Array(entries))
        for _ in 0..<200 {
            var damaged = data
            damaged[Int.random(in: 0..<data.count, using: &dice)] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
            #expect(JournalCoding.entries(damaged, pass: 3) == nil)
        }
        #expect(JournalCoding.entries(data, pass: 2) == nil)
        #expect(JournalCoding.entries(data.dropLast(3), pass: 3) == nil)
        #expect(JournalCoding.entries(Data(), pass: 3) == nil)
    }

    @Test(arguments: [1, 2, 7, 40])
    func `recovers a pass that was cut off, up to the last call`(count: Int) throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        for batch in Self.batches(count) { try store.journal(batch) }
        let cut = try folder.cutOff(folder.song)

        // What the pass would have become, had it been ended there.
        var builder = PassBuilder()
        for entry in Self.batches(count).joined() { builder.fold(entry) }
        builder.close(at: Int64(96000 + count * 2400))
        var expected = TextExample.document
        builder.apply(to: &expected.lanes) { expected.mix[$0] }

        let recovered = try SessionStore.open(at: cut)
        #expect(recovered.document == expected)
        #expect(recovered.history.map(\.label) == ["Recovered pass"])
        let hundredths = 200 + count * 5
        let time = "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
        #expect(recovered.notices == ["a pass that was cut off at \(time) s was recovered: Lead Vox fader"])
        #expect(try recovered.undo() == "Recovered pass")
        #expect(recovered.document == TextExample.document)
        #expect(try recovered.redo() == "Recovered pass")
        try recovered.close()
        let again = try SessionStore.open(at: cut)
        #expect(again.notices == [])
        #expect(again.document == expected)
    }

    @Test func `goes in the same transaction as the pass`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        for batch in Self.batches(3) { try store.journal(batch) }
        var builder = PassBuilder()
        for entry in Self.batches(3).joined() { builder.fold(entry) }
        builder.close(at: 103200)
        try store.perform("Write pass", clearingJournal: true) { document in
            let mix = document.mix
            builder.apply(to: &document.lanes) { mix[$0] }
        }
        let recovered = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(recovered.notices == [])
        #expect(recovered.document == store.document)
        #expect(recovered.history.map(\.label) == ["Write pass"])
    }

    @Test func `goes when the pass wrote nothing`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        try store.journal(Self.batches(1)[0])
        try store.endPass()
        let reopened = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(reopened.notices == [])
        #expect(reopened.history == [])
    }

    @Test func `keeps several passes apart`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        try store.journal([.segment(Self.fader, frame: 0, ramp: .hold(-9, from: 0)), .position(frame: 48000)])
        try store.beginPass()
        try store.journal([.segment(Self.mute, frame: 24000, ramp: .hold(1, from: 24000)), .position(frame: 36000)])
        let recovered = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(
            recovered.notices == [
                "a pass that was cut off at 1.00 s was recovered: Lead Vox fader",
                "a pass that was cut off at 0.75 s was recovered: no mute",
            ])
        #expect(recovered.document.lanes[Self.fader]?.position(at: 47999) == -9)
        #expect(recovered.document.lanes[Self.mute]?.position(at: 35999) == 1)
        #expect(recovered.document.lanes[Self.mute]?.position(at: 36000) == 0)
    }

    @Test func `with a damaged block gives what stands before it`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        for batch in Self.batches(4) { try store.journal(batch) }
        try store.queue?.write { try $0.execute(sql: "UPDATE journal SET entries = x'01' WHERE batch = 3") }
        let recovered = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(
            recovered.notices == [
                "a pass that was cut off at 2.10 s was recovered: Lead Vox fader; "
                    + "a part of its journal was damaged, and what came after that is lost"
            ])
    }

    @Test func `of a strip that is gone costs nothing else`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        try store.journal(
            Self.batches(1)[0] + [
                .segment(ParameterID(.strip(9), .fader), frame: 0, ramp: .hold(-3, from: 0)),
                .segment(Self.mute, frame: 0, ramp: .hold(7, from: 0)), .position(frame: 98400),
            ])
        let recovered = try SessionStore.open(at: try folder.cutOff(folder.song))
        #expect(
            recovered.notices == [
                "a pass that was cut off at 2.05 s was recovered: Lead Vox fader; "
                    + "/strip/2/mute made no sense and is left out; /strip/9/fader made no sense and is left out"
            ])
        #expect(recovered.document.faults == [])
    }

    @Test func `that cannot be stored at opening stays until it can`() throws {
        let folder = try SessionFolder()
        let store = try SessionStore.create(at: folder.song, document: TextExample.document)
        try store.beginPass()
        try store.journal(Self.batches(1)[0])
        let cut = try folder.cutOff(folder.song)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: cut.database, configuration: configuration)
        let first = try SessionStore.open(at: cut, schema: .current, takeLock: SessionLock.take) { db in
            try db.execute(sql: "PRAGMA busy_timeout = 0")
            try other.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
        }
        #expect(
            first.notices == [
                "a pass that was cut off could not be stored yet: cannot read or write \(cut.database): "
                    + "database is locked"
            ])
        #expect(first.document == TextExample.document)
        // Passes to come clear their own journal only.
        try other.inDatabase { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try first.beginPass()
        try first.journal([.segment(Self.mute, frame: 0, ramp: .hold(1, from: 0)), .position(frame: 10)])
        try first.perform("Write pass", clearingJournal: true) { $0.lanes[Self.mute] = Lane(points: [(0, 1)]) }
        try first.close()
        let second = try SessionStore.open(at: cut)
        #expect(second.notices == ["a pass that was cut off at 2.05 s was recovered: Lead Vox fader"])
        #expect(second.history.map(\.label) == ["Write pass", "Recovered pass"])
        #expect(second.document.lanes[Self.mute] == Lane(points: [(0, 1)]))
    }
}
