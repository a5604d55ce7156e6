import Foundation
import GRDB

extension SessionStore {
    /// Makes a session's folder with an `audio` folder in it, and opens it.
    ///
    /// - Throws: ``SessionStoreError/alreadyExists(path:)`` if something other than an empty folder is there,
    ///   ``SessionStoreError/cannotCreate(path:reason:)``, ``SessionStoreError/invalid(_:)``,
    ///   ``SessionStoreError/diskFull(path:)``. Nothing is left behind then.
    public static func create(at location: SessionLocation, document: SessionDocument) throws -> SessionStore {
        var document = document
        document.normalize()
        let faults = document.faults
        guard faults.isEmpty else { throw SessionStoreError.invalid(faults) }
        let files = FileManager.default
        let existed = SessionFile.exists(location.folder)
        // A file, or a folder that cannot be read, is as good as a full folder here.
        guard !existed || (try? files.contentsOfDirectory(atPath: location.folder))?.isEmpty == true
        else { throw SessionStoreError.alreadyExists(path: location.folder) }
        do {
            try files.createDirectory(atPath: location.audio, withIntermediateDirectories: true)
            let temporary = location.database + ".part"
            try NewDatabase(document: document).write(to: temporary)
            try FileReplacement.put(temporary, at: location.database)
            // Not every file system has a new folder's name with what is in it. Where the folder around it may not be read nothing can be done.
            try? FileReplacement.keepName(of: location.folder)
            let store = try open(at: location)
            if let queue = store.queue { try store.makeBackup(queue) }
            return store
        } catch {
            // What was made by half is removed; the first error is the one to report.
            try? files.removeItem(atPath: existed ? location.audio : location.folder)
            switch error {
            case let error as SessionStoreError: throw error
            case let error as DatabaseError: throw SessionStoreError(error, path: location.database)
            default:
                throw SessionStoreError.cannotCreate(path: location.folder, reason: error.localizedDescription)
            }
        }
    }

    /// Opens a session: for writing if nobody else has it and the folder lets us, else read-only.
    ///
    /// What was cut off, damaged or older is recovered or migrated first, after a copy; ``notices`` says what was done.
    ///
    /// - Throws: ``SessionStoreError/notFound(path:)``, ``SessionStoreError/notASession(path:reason:)``,
    ///   ``SessionStoreError/newerVersion(path:found:supported:)``, ``SessionStoreError/corrupt(path:reason:)``,
    ///   ``SessionStoreError/inputOutput(path:reason:)``.
    public static func open(at location: SessionLocation) throws -> SessionStore {
        try open(at: location, schema: .current, takeLock: SessionLock.take)
    }

    /// With the parts that tests replace: `prepare` is for the connection that writes, before it does.
    static func open(
        at location: SessionLocation, schema: Schema, takeLock: (String) -> SessionLock.Outcome,
        prepare: (Database) throws -> Void = { _ in }
    ) throws -> SessionStore {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.folder, isDirectory: &isFolder)
        else { throw SessionStoreError.notFound(path: location.folder) }
        guard isFolder.boolValue
        else {
            throw SessionStoreError.notASession(path: location.folder, reason: "it is a file; a session is a folder")
        }
        try location.checkFiles()
        let exists = SessionFile.exists(location.database)
        guard exists || SessionFile.exists(location.backup)
        else { throw SessionStoreError.notASession(path: location.folder, reason: "it holds no session.sqlite") }
        do {
            switch takeLock(location.lock) {
            case .held(let lock):
                if exists, access(location.database, W_OK) != 0 {
                    return try openCopy(at: location, schema, reason: String(cString: strerror(errno)))
                }
                do { return try openForWriting(at: location, schema, lock, prepare) } catch let error as DatabaseError
                    where error.resultCode == .SQLITE_BUSY
                {
                    // Something that is not Gainrider works on the database.
                    return try openBesideWriter(at: location, schema, nil)
                } catch let error as DatabaseError where error.isRefusal {
                    // It may still be read.
                    return try openCopy(at: location, schema, reason: error.words)
                }
            case .busy(let process):
                return try openBesideWriter(at: location, schema, process)
            case .denied(let reason):
                return try openCopy(at: location, schema, reason: reason)
            }
        } catch let error as Schema.MissingStep {
            throw SessionStoreError.notASession(
                path: location.folder, reason: "session version \(error.version) was never released")
        } catch {
            throw SessionStoreError(any: error, path: location.database)
        }
    }

    private static func openForWriting(
        at location: SessionLocation, _ schema: Schema, _ lock: SessionLock, _ prepare: (Database) throws -> Void
    ) throws -> SessionStore {
        var notices: [String] = []
        try CutOffChange.takeBack(at: location)
        if let notice = try keepDamagedLog(at: location) { notices.append(notice) }
        let opened: (queue: DatabaseQueue, document: SessionDocument, history: [HistoryEntry])
        do {
            opened = try openIntact(location, schema, &notices)
        } catch let error as DatabaseError where error.isDamage {
            var salvage = try Salvage(location, reason: error.message ?? "\(error)")
            do { try salvage.store(at: location) } catch {
                return try openSalvaged(salvage, at: location, SessionStoreError(any: error, path: location.database))
            }
            notices.append(salvage.words)
            opened = try openIntact(location, schema, &notices)
        }
        var state = State(document: opened.document)
        state.history = opened.history
        state.lock = lock
        state.notices = notices
        state.isNewerThanBackup = !notices.isEmpty
        let store = SessionStore(location: location, queue: opened.queue, state: state)
        try opened.queue.inDatabase(prepare)
        try store.recoverJournal()
        return store
    }

    /// The end of a damaged log is lost when the database is opened: it is kept, as it is, if there is room.
    ///
    /// - Returns: what is wrong with the log, for the user.
    private static func keepDamagedLog(at location: SessionLocation) throws -> String? {
        let log = location.database + "-wal"
        guard SessionFile.exists(location.database), SessionFile.exists(log) else { return nil }
        let bytes = try SessionFile.bytes(log)
        guard WriteAheadLog(bytes)?.isDamaged ?? WriteAheadLog.hasLostHead(bytes) else { return nil }
        let kept = location.freePath("corrupt")
        do {
            for suffix in ["", "-wal"] { try SessionFile.copy(location.database + suffix, to: kept + suffix) }
        } catch { return "\(lostLog); it could not be kept: \(error.reason)" }
        return "\(lostLog); it is kept as \(kept.lastPart)-wal"
    }

    static let lostLog = "session.sqlite-wal is damaged: what was stored last before the session was cut off is lost"

    /// Opens the database, or says in an error what is wrong with it. Migrates an older one.
    private static func openIntact(
        _ location: SessionLocation, _ schema: Schema, _ notices: inout [String]
    ) throws -> (DatabaseQueue, SessionDocument, [HistoryEntry]) {
        guard SessionFile.exists(location.database)
        else { throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "session.sqlite is missing") }
        // A file that is refused or damaged must stay as it is, and opening it for writing changes it.
        let size = SessionFile.size(location.database) + SessionFile.size(location.database + "-wal")
        let (found, intact) = try telling {
            let reading = try DatabaseQueue(path: location.database, configuration: configuration(readOnly: true))
            let result = try reading.inDatabase { db in
                db.limitSteps(forBytes: size)
                return try checked(db, location, schema)
            }
            try reading.close()
            return result
        }
        let queue = try DatabaseQueue(path: location.database, configuration: configuration())
        if let intact { return (queue, intact.document, intact.history) }
        let kept = location.freePath("version\(found)")
        try copy(queue, to: kept)
        try schema.migrate(queue, from: found)
        notices.append(
            "the session was brought from version \(found) to version \(schema.version); "
                + "the old one is kept as \(kept.lastPart)")
        let read = try queue.read(readIntact)
        return (queue, read.document, read.history)
    }
}
