import Foundation
import GRDB

/// A database to be written: whole, under its name only when it is done.
struct NewDatabase {
    var document: SessionDocument
    var history: [(entry: SessionStore.HistoryEntry, steps: [HistoryStep])] = []
    /// Blocks of the journal as they stood.
    var journal: [(pass: Int64, entries: Data)] = []

    /// Writes beside `path` and renames; a database that stands there is replaced, with its log.
    ///
    /// - Throws: `DatabaseError`, ``SessionStoreError/inputOutput(path:reason:)``.
    func write(to path: String) throws {
        let temporary = path + ".part"
        for rest in [temporary, temporary + "-wal", temporary + "-shm"] where exists(rest) { try remove(rest) }
        let queue = try DatabaseQueue(path: temporary, configuration: SessionStore.configuration())
        try queue.write { db in
            try Schema.current.make(in: db)
            for row in document.rows { try db.write(row.key, row.after) }
            for (entry, steps) in history {
                try db.execute(
                    sql: "INSERT INTO undo_entry(id, label, time, undone) VALUES (?, ?, ?, ?)",
                    arguments: [entry.id, entry.label, entry.time.timeIntervalSince1970, entry.isUndone])
                for (ordinal, step) in steps.enumerated() { try db.write(step, entry: entry.id, ordinal: ordinal) }
            }
            for block in journal {
                try db.execute(
                    sql: "INSERT INTO journal(pass, entries) VALUES (?, ?)", arguments: [block.pass, block.entries])
            }
        }
        try queue.close()
        // An old log must not be played into the new file.
        for rest in [path + "-wal", path + "-shm"] where exists(rest) { try remove(rest) }
        try FileReplacement.put(temporary, at: path)
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private func remove(_ path: String) throws {
        guard unlink(path) == 0 else {
            throw SessionStoreError.inputOutput(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
