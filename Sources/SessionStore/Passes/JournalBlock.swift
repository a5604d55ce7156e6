import Foundation
import GRDB

/// A row of the journal: what happened in a pass between two calls.
struct JournalBlock {
    /// Rows of a pass are numbered without a gap.
    var batch: Int64
    var pass: Int64
    /// `nil` if they cannot be read.
    var entries: [JournalEntry]?

    /// - Throws: `SQLITE_CORRUPT` if a cell is not what it has to be. Bytes that are damaged are no error: the pass is known.
    init(_ row: Row) throws {
        batch = try row.whole("batch")
        pass = try row.whole("pass")
        guard HistoryEntryRow.numbers.contains(batch), HistoryEntryRow.numbers.contains(pass) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the journal's numbers make no sense")
        }
        entries = JournalCoding.entries(try row.bytes("entries"), pass: pass)
    }
}

extension Database {
    /// The journal, oldest first.
    ///
    /// - Throws: `SQLITE_CORRUPT`.
    func journalBlocks() throws -> [JournalBlock] {
        try Row.fetchAll(self, sql: "SELECT batch, pass, entries FROM journal ORDER BY batch").map {
            try JournalBlock($0)
        }
    }

    /// Takes a block over under its own number.
    func write(_ block: JournalBlock) throws {
        // A block that cannot be read stays one, so that the pass is known to be incomplete.
        let data = block.entries.map { JournalCoding.data($0, pass: block.pass) } ?? Data()
        try execute(
            sql: "INSERT INTO journal(batch, pass, entries) VALUES (?, ?, ?)",
            arguments: [block.batch, block.pass, data])
    }
}
