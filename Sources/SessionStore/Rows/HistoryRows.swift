import Foundation
import GRDB

/// An entry of the history as its row holds it. Its sum is over the entry and over the sums of its steps in their order, so
/// that a step that is damaged, missing or in another's place is noticed too.
struct HistoryEntryRow {
    /// Numbers of entries, and of the journal's blocks and passes; SQLite counts no further than 2^63.
    static let numbers: ClosedRange<Int64> = 0...(1 << 53)
    /// Seconds since 1970 that are a date: to the year 9999.
    static let times: ClosedRange<Double> = 0...253_402_300_799

    let entry: SessionStore.HistoryEntry
    /// Whether the table has sums: since version 3.
    let isSealed: Bool
    let checksum: Int64?

    /// - Throws: `SQLITE_CORRUPT` if a cell cannot be what it says.
    init(_ row: Row) throws {
        let id = try row.whole("id")
        let time = Double.fromDatabaseValue(try row.cell("time")) ?? -1
        let undone = try row.whole("undone")
        guard HistoryEntryRow.numbers.contains(id), HistoryEntryRow.times.contains(time), (0...1).contains(undone)
        else { throw HistoryStep.unreadable("entry \(id)") }
        entry = SessionStore.HistoryEntry(
            id: id, label: try row.text("label"), time: Date(timeIntervalSince1970: time), isUndone: undone == 1)
        isSealed = row.hasColumn("checksum")
        checksum = isSealed ? Int64.fromDatabaseValue(try row.cell("checksum")) : nil
    }

    static func sum(_ entry: SessionStore.HistoryEntry, isUndone: Bool, _ steps: [Int64]) -> Int64 {
        Checksum.of(
            ["undo_entry", entry.label],
            [entry.id.databaseValue, entry.time.timeIntervalSince1970.databaseValue, isUndone.databaseValue]
                + steps.map(\.databaseValue))
    }

    /// Gives every entry its sum, by what is stored now.
    static func sealAll(in db: Database) throws {
        for entry in try db.historyEntries() {
            try db.seal(entry, isUndone: entry.isUndone, try db.history(of: entry.id).map(\.checksum))
        }
    }
}

/// A row's change as the history keeps it.
struct HistoryStep {
    let key: RowKey
    let before: DatabaseValue
    let after: DatabaseValue

    init(_ change: RowChange) {
        key = change.key
        if case .lane(let old) = change.before, case .lane(let new) = change.after {
            let sides = LaneCoding.splice(from: old, to: new)
            before = sides.before.databaseValue
            after = sides.after.databaseValue
        } else {
            before = change.before?.payload ?? .null
            after = change.after?.payload ?? .null
        }
    }

    /// - Throws: `SQLITE_CORRUPT` if the row is damaged.
    init(_ row: Row) throws {
        let text = try row.text("key")
        guard let kind = RowKind(rawValue: try row.text("kind")), let key = RowKey(kind, text: text)
        else { throw HistoryStep.unreadable(text) }
        self.key = key
        before = try row.cell("before")
        after = try row.cell("after")
        guard Int64.fromDatabaseValue(try row.cell("checksum")) == checksum else { throw damage }
    }

    var checksum: Int64 { Checksum.of([key.kind.rawValue, key.text], [before, after]) }

    /// The row's value on the other side of the change.
    func value(back: Bool, in document: SessionDocument) throws -> RowValue? {
        let payload = back ? before : after
        if payload.isNull { return nil }
        if case .lane(let parameter) = key {
            guard let data = Data.fromDatabaseValue(payload),
                let lane = LaneCoding.lane(data, splicedInto: document.lanes[parameter])
            else { throw damage }
            return .lane(lane)
        }
        guard let value = RowValue(key.kind, payload: payload) else { throw damage }
        return value
    }

    var damage: DatabaseError { HistoryStep.unreadable(key.words) }

    static func unreadable(_ words: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the history of \(words) is damaged")
    }
}
