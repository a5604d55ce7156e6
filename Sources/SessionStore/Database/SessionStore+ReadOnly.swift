import Foundation
import GRDB

extension SessionStore {
    /// Another program writes the session: what it has stored so far is shown.
    static func openBesideWriter(
        at location: SessionLocation, _ schema: Schema, _ process: String?
    ) throws -> SessionStore {
        let queue = try DatabaseQueue(path: location.database, configuration: configuration(readOnly: true))
        var state = try queue.read { try snapshot(of: $0, location, schema) }
        try queue.close()
        let who = process.map { "another program (process \($0))" } ?? "another program"
        state.notices.append(
            "the session is open in \(who): opened read-only, as it is stored now; "
                + "close it there and open it again to change it")
        return SessionStore(location: location, queue: nil, state: state)
    }

    /// Nothing may be written in the folder: a copy of the database is read elsewhere, with its log.
    static func openCopy(at location: SessionLocation, _ schema: Schema, reason: String) throws -> SessionStore {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("gainrider-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        // Left behind at worst; the system empties the folder.
        defer { try? files.removeItem(at: folder) }
        let copy = folder.appendingPathComponent(SessionLocation.databaseName).path
        do {
            try files.copyItem(atPath: location.database, toPath: copy)
            if files.fileExists(atPath: location.database + "-wal") {
                try files.copyItem(atPath: location.database + "-wal", toPath: copy + "-wal")
            }
        } catch {
            throw SessionStoreError.inputOutput(path: location.database, reason: error.localizedDescription)
        }
        guard chmod(copy, 0o600) == 0 else {
            throw SessionStoreError.inputOutput(path: copy, reason: String(cString: strerror(errno)))
        }
        let queue = try DatabaseQueue(path: copy, configuration: configuration())
        // The copy is ours: an older session can be brought forward in it.
        let found = try queue.read { try checkedVersion(of: $0, location, schema) }
        if found < schema.version { try schema.migrate(queue, from: found) }
        var state = try queue.read { try snapshot(of: $0, location, schema) }
        let passes = try queue.read { try RecoveredPass.all(in: $0) }
        try queue.close()
        for pass in passes {
            guard let words = pass.apply(to: &state.document) else { continue }
            state.notices.append("\(words); it is shown but not stored, since the session is read-only")
        }
        state.notices.append("the session cannot be written (\(reason)): opened read-only")
        return SessionStore(location: location, queue: nil, state: state)
    }

    private static func snapshot(of db: Database, _ location: SessionLocation, _ schema: Schema) throws -> State {
        let found = try checkedVersion(of: db, location, schema)
        guard found == schema.version else {
            throw SessionStoreError.inputOutput(
                path: location.folder,
                reason: "session version \(found) must be brought to version \(schema.version), "
                    + "and the session cannot be written now")
        }
        var state = State(document: try DocumentReader.intact(db))
        state.history = try db.historyEntries()
        return state
    }
}

extension Database {
    /// Labels of the history, oldest first.
    func historyEntries() throws -> [SessionStore.HistoryEntry] {
        try Row.fetchAll(self, sql: "SELECT id, label, time, undone FROM undo_entry ORDER BY id").map { row in
            SessionStore.HistoryEntry(
                id: row["id"], label: row["label"], time: Date(timeIntervalSince1970: row["time"]),
                isUndone: row["undone"])
        }
    }
}
