import Automation
import Foundation
import GRDB

extension Database {
    /// Puts a row into its table, or takes it away.
    func write(_ key: RowKey, _ value: RowValue?) throws {
        let kind = key.kind
        guard let value else {
            try cachedStatement(sql: "DELETE FROM \(kind.rawValue) WHERE \(kind.keyColumn) = ?")
                .execute(arguments: [key.text])
            return
        }
        let columns = [kind.keyColumn] + kind.columns + ["checksum"]
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        let sum = Checksum.of(kind, key.text, value.cells)
        try cachedStatement(
            sql: "INSERT OR REPLACE INTO \(kind.rawValue)(\(columns.joined(separator: ", "))) VALUES (\(marks))"
        ).execute(arguments: StatementArguments([key.text.databaseValue] + value.cells + [sum.databaseValue]))
    }

    /// Stores changes of rows with their entry in the history; what was undone can be redone no more.
    func store(_ changes: [RowChange], label: String, time: Date) throws -> SessionStore.HistoryEntry {
        try execute(sql: "DELETE FROM undo_entry WHERE undone")
        try execute(
            sql: "INSERT INTO undo_entry(label, time) VALUES (?, ?)",
            arguments: [label.replacing("\0", with: ""), time.timeIntervalSince1970])
        let entry = lastInsertedRowID
        for (ordinal, change) in changes.enumerated() {
            try write(change.key, change.after)
            try write(HistoryStep(change), entry: entry, ordinal: ordinal)
        }
        return SessionStore.HistoryEntry(id: entry, label: label, time: time, isUndone: false)
    }

    func write(_ step: HistoryStep, entry: Int64, ordinal: Int) throws {
        try cachedStatement(sql: "INSERT INTO undo_change VALUES (?, ?, ?, ?, ?, ?, ?)")
            .execute(arguments: [
                entry, ordinal, step.key.kind.rawValue, step.key.text, step.before, step.after, step.checksum,
            ])
    }

    /// The changes of one entry, in the order of the document.
    func history(of entry: Int64) throws -> [HistoryStep] {
        try Row.fetchAll(
            self, sql: "SELECT kind, key, before, after, checksum FROM undo_change WHERE entry = ? ORDER BY ordinal",
            arguments: [entry]
        ).map { row in
            guard let step = HistoryStep(row) else { throw HistoryStep.unreadable(row["key"] ?? "?") }
            return step
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

    /// `nil` if the row is damaged.
    init?(_ row: Row) {
        guard let kind = String.fromDatabaseValue(row["kind"]).flatMap(RowKind.init),
            let text = String.fromDatabaseValue(row["key"]), let key = RowKey(kind, text: text)
        else { return nil }
        self.key = key
        before = row["before"]
        after = row["after"]
        guard Int64.fromDatabaseValue(row["checksum"]) == checksum else { return nil }
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
