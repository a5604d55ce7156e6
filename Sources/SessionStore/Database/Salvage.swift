import Foundation
import GRDB
import MixModel

/// Makes a working session of a damaged one: from what the file still gives, and from the backup for the rest.
enum Salvage {
    /// Replaces the database by what could be recovered; the damaged one is kept beside it.
    ///
    /// - Returns: what was done, for the user.
    /// - Throws: ``SessionStoreError/corrupt(path:reason:)`` if there is nothing to recover; nothing is changed then.
    static func repair(_ location: SessionLocation, _ schema: Schema, reason: String) throws -> String {
        let kept = try keepDamaged(location)
        // Reading needs write access for the log, and the damaged file is to stay as it was: read a second copy.
        let copy = location.database + ".damaged"
        defer { removeFiles(copy) }
        try copyFiles(location.database, copy)
        let found = reading(copy, schema) { Found($0) }
        let second = location.backup + ".copy"
        defer { removeFiles(second) }
        if FileManager.default.fileExists(atPath: location.backup) { try copyFiles(location.backup, second) }
        let backup =
            reading(second, schema) { db -> DocumentReader? in
                guard case .version(schema.version) = try Schema.header(of: db) else { return nil }
                return DocumentReader.salvaged(db)
            } ?? nil

        guard var rows = found?.rows ?? backup, !rows.rows.isEmpty || backup != nil else {
            if let kept { removeFiles(kept) }
            throw SessionStoreError.corrupt(path: location.folder, reason: reason)
        }
        let isWhole = found != nil && rows.broken.isEmpty && rows.damaged.isEmpty && rows.document().missing.isEmpty
        var older: [String] = []
        if found?.rows.rows.isEmpty ?? true, let backup {
            rows = backup
        } else if !isWhole, let backup {
            older = rows.complete(from: backup)
        }
        var (document, missing) = rows.document()
        let unfit = document.removeFaults()
        document.mix.normalize()
        for words in unfit + rows.damaged where !older.contains(words) && !missing.contains(words) {
            missing.append(words)
        }
        var new = NewDatabase(document: document, journal: found?.journal ?? [])
        if isWhole, unfit.isEmpty { new.history = found?.history ?? [] }
        try new.write(to: location.database)

        var words = "session.sqlite was damaged (\(reason))"
        if let kept { words += "; it is kept as \(kept.lastPart)" }
        if found?.rows.rows.isEmpty ?? true {
            words += ". The session is as it was when it was last closed; the undo history is lost"
        } else if isWhole {
            words += ". All of the mix and its automation was recovered"
            if found?.hasWholeHistory != true { words += "; a part of the undo history is lost" }
        } else {
            words += ". What could be read was recovered; the undo history is lost"
            if !older.isEmpty {
                words += "; taken from the last time it was closed: \(older.joined(separator: ", "))"
            }
        }
        if !missing.isEmpty { words += "; lost: \(missing.joined(separator: ", "))" }
        return words
    }

    /// What a damaged database still gives besides its rows.
    private struct Found {
        var rows: DocumentReader
        var history: [(entry: SessionStore.HistoryEntry, steps: [HistoryStep])] = []
        var hasWholeHistory = false
        var journal: [(pass: Int64, entries: Data)] = []

        init(_ db: Database) {
            rows = DocumentReader.salvaged(db)
            if let entries = try? db.historyEntries() {
                hasWholeHistory = true
                // Undo goes back from the newest and redo forward: an entry behind a damaged one is out of reach.
                for entry in entries.reversed() where !entry.isUndone {
                    guard let steps = try? db.history(of: entry.id) else {
                        hasWholeHistory = false
                        break
                    }
                    history.insert((entry, steps), at: 0)
                }
                for entry in entries where entry.isUndone {
                    guard let steps = try? db.history(of: entry.id) else {
                        hasWholeHistory = false
                        break
                    }
                    history.append((entry, steps))
                }
            }
            // A journal that cannot be read is a pass that is lost; the rows' reading says that the file is damaged.
            if let cursor = try? Row.fetchCursor(db, sql: "SELECT pass, entries FROM journal ORDER BY batch") {
                while let row = try? cursor.next() { journal.append((row["pass"], row["entries"])) }
            }
        }
    }

    /// Reads what a copy of a database still gives, after bringing an older one forward so far as its damage lets it.
    private static func reading<Result>(
        _ path: String, _ schema: Schema, _ body: (Database) throws -> Result
    ) -> Result? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        // A file that cannot even be opened gives nothing: that is the answer here.
        guard let queue = try? DatabaseQueue(path: path, configuration: SessionStore.configuration()) else {
            return nil
        }
        defer { try? queue.close() }
        // If it cannot be brought forward, the tables that it has are read all the same.
        if let header = try? queue.read(Schema.header), case .version(let version) = header, version < schema.version
        {
            try? schema.migrate(queue, from: version)
        }
        return try? queue.writeWithoutTransaction { db in
            _ = try Row.fetchAll(db, sql: "SELECT name FROM sqlite_master")
            return try body(db)
        }
    }

    private static func keepDamaged(_ location: SessionLocation) throws -> String? {
        guard FileManager.default.fileExists(atPath: location.database) else { return nil }
        let kept = location.freePath("corrupt")
        try copyFiles(location.database, kept)
        return kept
    }

    /// A database with its log.
    private static func copyFiles(_ path: String, _ target: String) throws {
        do {
            for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: path + suffix) {
                try FileManager.default.copyItem(atPath: path + suffix, toPath: target + suffix)
            }
        } catch {
            throw SessionStoreError.inputOutput(path: target, reason: error.localizedDescription)
        }
    }

    /// What is not there need not be removed.
    private static func removeFiles(_ path: String) {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }
}

extension SessionDocument {
    /// Takes out what has no meaning in a document put together from parts.
    ///
    /// - Returns: what was taken out, in words.
    mutating func removeFaults() -> [String] {
        var removed: [String] = []
        for change in rows where !faults(in: [change]).isEmpty {
            switch change.key {
            case .strip, .bus, .vca, .linkgroup: mix.unlink(change.key)
            // The monitors choose a reference by its number: its place stays.
            case .reference(let number): mix.references[number - 1] = .lost(number)
            // A setting goes back to its default, a value or lane of no strip goes.
            default: _ = set(change.key, nil)
            }
            removed.append(change.key.words)
        }
        return removed
    }
}
