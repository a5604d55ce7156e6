import Foundation
import GRDB
import MixModel

/// Makes a working session of a damaged one: from what the file still gives, and from the backup for the rest.
struct Salvage {
    /// What could be recovered.
    private(set) var database: NewDatabase
    private let reason: String
    /// Under which name the damaged database is kept.
    private var kept: String?
    private var outcome: String

    /// What was recovered, and what is lost, for the user.
    var words: String {
        "session.sqlite was damaged (\(reason))" + (kept.map { "; it is kept as \($0)" } ?? "") + ". " + outcome
    }

    /// Reads what a damaged session still gives; nothing is written.
    ///
    /// - Throws: ``SessionStoreError/corrupt(path:reason:)`` if there is nothing to recover.
    init(_ location: SessionLocation, reason: String) throws(SessionStoreError) {
        let found = Salvage.found(location.database)
        let backup = Salvage.found(location.backup)
        guard var rows = (found?.rows.rows.isEmpty ?? true) ? backup?.rows : found?.rows, !rows.rows.isEmpty else {
            throw .corrupt(path: location.folder, reason: reason)
        }
        let isOlder = found?.rows.rows.isEmpty ?? true
        let isWhole = !isOlder && rows.broken.isEmpty && rows.damaged.isEmpty && rows.document().missing.isEmpty
        let older = isOlder || isWhole ? [] : backup.map { rows.complete(from: $0.rows) } ?? []
        var (document, missing) = rows.document()
        let unfit = document.removeFaults()
        document.normalize()
        for words in unfit + rows.damaged where !older.contains(words) && !missing.contains(words) {
            missing.append(words)
        }
        database = NewDatabase(document: document, journal: found?.journal ?? [])
        if isWhole, unfit.isEmpty { database.history = found?.history ?? [] }

        self.reason = reason
        if isOlder {
            outcome = "The session is as it was when it was last closed; the undo history is lost"
        } else if isWhole {
            outcome = "All of the mix and its automation was recovered"
            if found?.hasWholeHistory != true { outcome += "; a part of the undo history is lost" }
        } else {
            outcome = "What could be read was recovered; the undo history is lost"
            if !older.isEmpty {
                outcome += "; taken from the last time it was closed: \(older.joined(separator: ", "))"
            }
        }
        if !missing.isEmpty { outcome += "; lost: \(missing.joined(separator: ", "))" }
    }

    /// Replaces the database by what was recovered; the damaged one is kept beside it.
    ///
    /// - Throws: `DatabaseError`, ``SessionStoreError``; the damaged database is then in its place.
    mutating func store(at location: SessionLocation) throws {
        let temporary = location.database + ".part"
        try database.write(to: temporary)
        if SessionFile.exists(location.database) {
            let kept = location.freePath("corrupt")
            for suffix in ["", "-wal"] where SessionFile.exists(location.database + suffix) {
                try SessionFile.keep(location.database + suffix, as: kept + suffix)
            }
            self.kept = kept.lastPart
        }
        // An old log must not be played into the new file.
        for suffix in ["-wal", "-shm"] { try SessionFile.remove(location.database + suffix) }
        try FileReplacement.put(temporary, at: location.database)
    }

    private static func found(_ path: String) -> Found? {
        guard SessionFile.exists(path), var image = try? DatabaseImage(path) else { return nil }
        image.mendHeader()
        // A file of which not even the tables can be read gives nothing: that is the answer here.
        return try? image.open(isDamaged: true).inDatabase { db in
            guard try SchemaMending.mend(db) else { return nil }
            db.defend()
            return Found(db)
        }
    }

    /// What a damaged database still gives.
    private struct Found {
        var rows: DocumentReader
        var history: [(entry: SessionStore.HistoryEntry, steps: [HistoryStep])] = []
        var hasWholeHistory = true
        var journal: [JournalBlock] = []

        init(_ db: Database) {
            rows = DocumentReader.salvaged(db)
            readHistory(db)
            // A journal that cannot be read is a pass that is lost; the rows' reading says that the file is damaged.
            for number in RowScan.numbers("journal", db).numbers {
                let sql = "SELECT batch, pass, entries FROM journal WHERE rowid = ?"
                if let row = try? Row.fetchOne(db, sql: sql, arguments: [number]), let block = try? JournalBlock(row)
                {
                    journal.append(block)
                }
            }
        }

        /// Undo goes back from the newest entry and redo forward: an entry after a damaged one is out of reach.
        private mutating func readHistory(_ db: Database) {
            let (numbers, isWhole) = RowScan.numbers("undo_entry", db)
            hasWholeHistory = isWhole
            guard isWhole else { return }
            let all = numbers.map { number -> HistoryEntryRow? in
                let sql = "SELECT * FROM undo_entry WHERE rowid = ?"
                return (try? Row.fetchOne(db, sql: sql, arguments: [number])).flatMap { try? HistoryEntryRow($0) }
            }
            let present = (all.lastIndex { $0?.entry.isUndone == false }).map { $0 + 1 } ?? 0
            func steps(_ index: Int) -> (SessionStore.HistoryEntry, [HistoryStep])? {
                guard let row = all[index], let steps = try? db.intactSteps(of: row) else { return nil }
                return (row.entry, steps)
            }
            for index in (0..<present).reversed() {
                guard let step = steps(index), !step.0.isUndone else {
                    hasWholeHistory = false
                    break
                }
                history.insert(step, at: 0)
            }
            for index in present..<all.count {
                guard let step = steps(index), step.0.isUndone else {
                    hasWholeHistory = false
                    break
                }
                history.append(step)
            }
        }
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
            case .snapshot(let number): snapshots[number - 1].fit(mix)
            // A setting goes back to its default; a value or lane without its strip is removed.
            default: _ = set(change.key, nil)
            }
            removed.append(change.key.words)
        }
        snapshots.removeAll(where: \.isLost)
        return removed
    }
}
