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
        // The time as it will be read back.
        let time = Date(timeIntervalSince1970: time.timeIntervalSince1970)
        let new = SessionStore.HistoryEntry(
            id: 0, label: label.replacing("\0", with: ""), time: time, isUndone: false)
        let steps = changes.map { HistoryStep($0) }
        let entry = try insert(new, steps, numbered: false)
        for change in changes { try write(change.key, change.after) }
        return entry
    }

    /// Adds an entry with its steps.
    ///
    /// - Parameter isNumbered: whether it keeps its number; else it gets the next one.
    func insert(
        _ entry: SessionStore.HistoryEntry, _ steps: [HistoryStep], numbered isNumbered: Bool
    ) throws -> SessionStore.HistoryEntry {
        try execute(
            sql: "INSERT INTO undo_entry(id, label, time, undone) VALUES (?, ?, ?, ?)",
            arguments: [
                isNumbered ? entry.id : nil, entry.label, entry.time.timeIntervalSince1970, entry.isUndone,
            ])
        let stored = SessionStore.HistoryEntry(
            id: lastInsertedRowID, label: entry.label, time: entry.time, isUndone: entry.isUndone)
        for (ordinal, step) in steps.enumerated() {
            try cachedStatement(sql: "INSERT INTO undo_change VALUES (?, ?, ?, ?, ?, ?, ?)")
                .execute(arguments: [
                    stored.id, ordinal, step.key.kind.rawValue, step.key.text, step.before, step.after, step.checksum,
                ])
        }
        try seal(stored, isUndone: stored.isUndone, steps.map(\.checksum))
        return stored
    }

    /// Stores whether an entry is undone, with the sum that covers it.
    func seal(_ entry: SessionStore.HistoryEntry, isUndone: Bool, _ steps: [Int64]) throws {
        try cachedStatement(sql: "UPDATE undo_entry SET undone = ?, checksum = ? WHERE id = ?")
            .execute(arguments: [isUndone, HistoryEntryRow.sum(entry, isUndone: isUndone, steps), entry.id])
    }

    /// The changes of one entry, in the order of the document.
    ///
    /// - Throws: `SQLITE_CORRUPT` if one of them is damaged.
    func history(of entry: Int64) throws -> [HistoryStep] {
        try Row.fetchAll(
            self, sql: "SELECT kind, key, before, after, checksum FROM undo_change WHERE entry = ? ORDER BY ordinal",
            arguments: [entry]
        ).map { try HistoryStep($0) }
    }

    /// The history, oldest first, as its cells say.
    ///
    /// - Throws: `SQLITE_CORRUPT` if one of them cannot be what it says.
    func historyEntries() throws -> [SessionStore.HistoryEntry] {
        try historyRows().map(\.entry)
    }

    /// The history, oldest first, every cell of it compared with its sums.
    ///
    /// - Throws: `SQLITE_CORRUPT` that names what is damaged.
    func intactHistory() throws -> [SessionStore.HistoryEntry] {
        try historyRows().map { row in
            _ = try intactSteps(of: row)
            return row.entry
        }
    }

    /// - Throws: `SQLITE_CORRUPT`.
    func intactSteps(of row: HistoryEntryRow) throws -> [HistoryStep] {
        let steps = try history(of: row.entry.id)
        guard
            !row.isSealed
                || row.checksum == HistoryEntryRow.sum(row.entry, isUndone: row.entry.isUndone, steps.map(\.checksum))
        else { throw HistoryStep.unreadable("the change \"\(row.entry.label)\"") }
        return steps
    }

    func historyRows() throws -> [HistoryEntryRow] {
        try Row.fetchAll(self, sql: "SELECT * FROM undo_entry ORDER BY id").map { try HistoryEntryRow($0) }
    }

    /// Numbers that SQLite counts on from; near their end nothing could be stored any more.
    ///
    /// - Throws: `SQLITE_CORRUPT`.
    func checkCounters() throws {
        for row in try Row.fetchAll(self, sql: "SELECT name, seq FROM sqlite_sequence") {
            guard HistoryEntryRow.numbers.contains(try row.whole("seq")) else {
                throw DatabaseError(
                    resultCode: .SQLITE_CORRUPT,
                    message: "the numbers of \(try row.text("name")) have come to their end")
            }
        }
    }
}
