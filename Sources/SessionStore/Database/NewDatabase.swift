import Foundation
import GRDB

/// A database to be written: whole, before it gets its name.
struct NewDatabase {
    var document: SessionDocument
    var history: [(entry: SessionStore.HistoryEntry, steps: [HistoryStep])] = []
    /// What is left of passes that were cut off.
    var journal: [JournalBlock] = []

    /// Writes a file; one that stands there, the rest of an attempt, is replaced. Nothing is left there if that fails.
    ///
    /// - Throws: `DatabaseError`, ``SessionStoreError/inputOutput(path:reason:)``.
    func write(to path: String) throws {
        let files = ["", "-wal", "-shm", "-journal"].map { path + $0 }
        for file in files { try SessionFile.remove(file) }
        do {
            let queue = try DatabaseQueue(path: path, configuration: SessionStore.configuration())
            try queue.write { try write($0) }
            try queue.close()
        } catch {
            // Half a database is worth no disk space; the first error is the one to report.
            for file in files { try? SessionFile.remove(file) }
            throw error
        }
    }

    private func write(_ db: Database) throws {
        try Schema.current.make(in: db)
        for row in document.rows { try db.write(row.key, row.after) }
        // Counted from 1 again.
        for (index, change) in history.enumerated() {
            var entry = change.entry
            entry.id = Int64(index + 1)
            _ = try db.insert(entry, change.steps, numbered: true)
        }
        for block in journal { try db.write(block) }
    }
}
