import Foundation
import GRDB

extension SessionStore {
    /// Another program writes the session: what it has stored so far is shown.
    static func openBesideWriter(
        at location: SessionLocation, _ schema: Schema, _ process: String?
    ) throws -> SessionStore {
        let queue = try DatabaseQueue(path: location.database, configuration: configuration(readOnly: true))
        let size = SessionFile.size(location.database) + SessionFile.size(location.database + "-wal")
        // In one transaction: the other one goes on writing.
        var state = try queue.read { db in
            db.limitSteps(forBytes: size)
            return try snapshot(of: db, location, schema)
        }
        try queue.close()
        let who = process.map { "another program (process \($0))" } ?? "another program"
        state.notices.append(
            "the session is open in \(who): opened read-only, as it is stored now; "
                + "close it there and open it again to change it")
        return SessionStore(location: location, queue: nil, state: state)
    }

    /// Nothing may be written in the folder, or nothing more: the database is read into memory, with its log.
    static func openCopy(at location: SessionLocation, _ schema: Schema, reason: String) throws -> SessionStore {
        do {
            guard SessionFile.exists(location.database)
            else { throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "session.sqlite is missing") }
            let image = try DatabaseImage(location.database)
            let (queue, found) = try telling {
                let queue = try image.open()
                return (queue, try queue.inDatabase { try checked($0, location, schema).0 })
            }
            // The image is ours: an older session can be brought forward in it.
            if found < schema.version { try schema.migrate(queue, from: found) }
            let read = try queue.inDatabase { try (readIntact($0), RecoveredPass.all(in: $0)) }
            var state = State(document: read.0.document)
            state.history = read.0.history
            if image.isLogDamaged { state.notices.append(lostLog) }
            return readOnly(at: location, state, passes: read.1, reason: reason)
        } catch let error as DatabaseError where error.isDamage {
            let salvage = try Salvage(location, reason: error.message ?? "\(error)")
            return readOnly(at: location, salvage, reason: reason)
        }
    }

    /// A damaged session was recovered, and what was recovered cannot be stored now.
    static func openSalvaged(
        _ salvage: Salvage, at location: SessionLocation, _ error: SessionStoreError
    ) throws -> SessionStore {
        readOnly(at: location, salvage, reason: error.reason)
    }

    private static func readOnly(at location: SessionLocation, _ salvage: Salvage, reason: String) -> SessionStore {
        var state = State(document: salvage.database.document)
        state.history = salvage.database.history.map(\.entry)
        state.notices = [salvage.words]
        return readOnly(
            at: location, state, passes: RecoveredPass.all(in: salvage.database.journal), reason: reason)
    }

    private static func readOnly(
        at location: SessionLocation, _ start: State, passes: [RecoveredPass], reason: String
    ) -> SessionStore {
        var state = start
        for pass in passes {
            guard let words = pass.apply(to: &state.document) else { continue }
            state.notices.append("\(words); it is shown but not stored, since the session is read-only")
        }
        state.notices.append("the session cannot be written (\(reason)): opened read-only")
        return SessionStore(location: location, queue: nil, state: state)
    }

    private static func snapshot(of db: Database, _ location: SessionLocation, _ schema: Schema) throws -> State {
        let (found, read) = try checked(db, location, schema)
        guard let read else {
            throw SessionStoreError.inputOutput(
                path: location.folder,
                reason: "session version \(found) must be brought to version \(schema.version), "
                    + "and the session cannot be written now")
        }
        var state = State(document: read.document)
        state.history = read.history
        return state
    }
}
