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
        document.mix.normalize()
        let faults = document.faults
        guard faults.isEmpty else { throw SessionStoreError.invalid(faults) }
        let files = FileManager.default
        let existed = files.fileExists(atPath: location.folder)
        // A file, or a folder that cannot be read, is as good as a full folder here.
        guard !existed || (try? files.contentsOfDirectory(atPath: location.folder))?.isEmpty == true
        else { throw SessionStoreError.alreadyExists(path: location.folder) }
        do {
            try files.createDirectory(atPath: location.audio, withIntermediateDirectories: true)
            try NewDatabase(document: document).write(to: location.database)
            let store = try open(at: location)
            if let queue = store.queue { try store.makeBackup(queue) }
            return store
        } catch {
            // What was made half is taken away; the first reason is the one to tell.
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

    /// With the parts that tests replace.
    static func open(
        at location: SessionLocation, schema: Schema, takeLock: (String) -> SessionLock.Outcome
    ) throws -> SessionStore {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: location.folder, isDirectory: &isFolder)
        else { throw SessionStoreError.notFound(path: location.folder) }
        guard isFolder.boolValue
        else {
            throw SessionStoreError.notASession(path: location.folder, reason: "it is a file; a session is a folder")
        }
        let exists = FileManager.default.fileExists(atPath: location.database)
        guard exists || FileManager.default.fileExists(atPath: location.backup)
        else { throw SessionStoreError.notASession(path: location.folder, reason: "it holds no session.sqlite") }
        do {
            switch takeLock(location.lock) {
            case .held(let lock):
                if exists, access(location.database, W_OK) != 0 {
                    return try openCopy(at: location, schema, reason: String(cString: strerror(errno)))
                }
                return try openForWriting(at: location, schema, lock)
            case .busy(let process):
                return try openBesideWriter(at: location, schema, process)
            case .denied(let reason):
                return try openCopy(at: location, schema, reason: reason)
            }
        } catch let error as DatabaseError {
            throw SessionStoreError(error, path: location.database)
        } catch let error as Schema.MissingStep {
            throw SessionStoreError.notASession(
                path: location.folder, reason: "session version \(error.version) was never released")
        }
    }

    private static func openForWriting(
        at location: SessionLocation, _ schema: Schema, _ lock: SessionLock
    ) throws -> SessionStore {
        var notices: [String] = []
        let opened: (queue: DatabaseQueue, document: SessionDocument)
        do {
            opened = try openIntact(location, schema, &notices)
        } catch let error as DatabaseError where error.isDamage {
            notices.append(try Salvage.repair(location, schema, reason: error.message ?? "\(error)"))
            opened = try openIntact(location, schema, &notices)
        }
        var state = State(document: opened.document)
        state.history = try opened.queue.read { try $0.historyEntries() }
        state.lock = lock
        state.notices = notices
        state.isNewerThanBackup = !notices.isEmpty
        let store = SessionStore(location: location, queue: opened.queue, state: state)
        try store.recoverJournal()
        return store
    }

    /// Opens the database, or says in an error what is wrong with it. Migrates an older one.
    private static func openIntact(
        _ location: SessionLocation, _ schema: Schema, _ notices: inout [String]
    ) throws -> (DatabaseQueue, SessionDocument) {
        guard FileManager.default.fileExists(atPath: location.database)
        else { throw DatabaseError(resultCode: .SQLITE_NOTADB, message: "session.sqlite is missing") }
        // A file that is refused or damaged must stay as it is, and opening it for writing changes it.
        let reading = try DatabaseQueue(path: location.database, configuration: configuration(readOnly: true))
        let (found, document) = try reading.read { db in
            let found = try checkedVersion(of: db, location, schema)
            return (found, found == schema.version ? try DocumentReader.intact(db) : nil)
        }
        try reading.close()
        let queue = try DatabaseQueue(path: location.database, configuration: configuration())
        if let document { return (queue, document) }
        let kept = location.freePath("version\(found)")
        try copy(queue, to: kept)
        try schema.migrate(queue, from: found)
        notices.append(
            "the session was brought from version \(found) to version \(schema.version); "
                + "the old one is kept as \(kept.lastPart)")
        return (queue, try queue.read(DocumentReader.intact))
    }

    /// The version of a database that is intact so far as SQLite can tell.
    static func checkedVersion(of db: Database, _ location: SessionLocation, _ schema: Schema) throws -> Int {
        try refuseForeign(db, location, schema)
        let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard verdict == "ok" else {
            let line = verdict.split(separator: "\n").last.map(String.init) ?? verdict
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: line)
        }
        switch try Schema.header(of: db) {
        case .version(let found): return found
        case .damaged, .foreign: throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "its version is unclear")
        }
    }

    /// Another program's database, a newer session and a damaged header go no further.
    private static func refuseForeign(_ db: Database, _ location: SessionLocation, _ schema: Schema) throws {
        switch try Schema.header(of: db) {
        case .damaged(let reason): throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: reason)
        case .foreign:
            throw SessionStoreError.notASession(
                path: location.folder, reason: "its session.sqlite was made by another program")
        case .version(let found):
            guard found <= schema.version else {
                throw SessionStoreError.newerVersion(
                    path: location.folder, found: found, supported: schema.version)
            }
        }
    }

    static func configuration(readOnly: Bool = false) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        if !readOnly { configuration.journalMode = .wal }
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Sessions come from strangers too: a schema may call nothing.
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
        }
        return configuration
    }
}

extension DatabaseError {
    /// Whether the file is at fault, not the system.
    var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}

extension String {
    /// What stands after the last slash.
    var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
