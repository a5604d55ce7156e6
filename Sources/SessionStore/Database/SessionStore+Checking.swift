import Foundation
import GRDB

/// What a database is and holds, before anything of it is used.
extension SessionStore {
    /// The version of a database in which everything is as it should be, and what it holds if it is the present version.
    ///
    /// - Throws: `SQLITE_CORRUPT`, ``SessionStoreError``.
    static func checked(
        _ db: Database, _ location: SessionLocation, _ schema: Schema
    ) throws -> (Int, (document: SessionDocument, history: [HistoryEntry])?) {
        let found = try checkedVersion(of: db, location, schema)
        if found == schema.version { return (found, try readIntact(db)) }
        // What is damaged is not brought forward as it is.
        let rows = DocumentReader.salvaged(db)
        if let first = (rows.damaged + rows.broken.map(\.rawValue)).first {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(first) cannot be read")
        }
        _ = try db.intactHistory()
        _ = try db.journalBlocks()
        return (found, nil)
    }

    /// Where statements of ours cannot be carried out, the tables are not as they should be: that is damage.
    static func telling<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.message)
        }
    }

    /// All that a session of this version holds, compared with its sums.
    ///
    /// - Throws: `SQLITE_CORRUPT` that names what is damaged.
    static func readIntact(_ db: Database) throws -> (document: SessionDocument, history: [HistoryEntry]) {
        let document = try DocumentReader.intact(db)
        let history = try db.intactHistory()
        try db.checkCounters()
        _ = try db.journalBlocks()
        return (document, history)
    }

    /// The version of a database that is intact so far as SQLite can tell.
    static func checkedVersion(of db: Database, _ location: SessionLocation, _ schema: Schema) throws -> Int {
        let version = try refuseForeign(db, location, schema)
        let check = try SchemaCheck(db, schema, version: version)
        guard check.foreign.isEmpty else {
            throw SessionStoreError.foreignParts(path: location.folder, parts: check.foreign)
        }
        if let damage = check.damage.first { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: damage) }
        let verdict =
            try Row.fetchOne(db, sql: "PRAGMA quick_check(1)").flatMap {
                String.fromDatabaseValue(try $0.cell("quick_check"))
            } ?? "no answer"
        guard verdict == "ok" else {
            let line = verdict.split(separator: "\n").last.map(String.init) ?? verdict
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: line)
        }
        return version
    }

    /// Another program's database, a newer session and a damaged header go no further.
    private static func refuseForeign(_ db: Database, _ location: SessionLocation, _ schema: Schema) throws -> Int {
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
            return found
        }
    }

    /// - Parameters:
    ///   - isImage: of a database in memory, whose schema may have to be mended before it is guarded.
    ///   - hasLog: it gets one, if it has none.
    static func configuration(readOnly: Bool = false, isImage: Bool = false, hasLog: Bool = true) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        if !readOnly, !isImage, hasLog { configuration.journalMode = .wal }
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Sessions come from strangers too.
            if !isImage { db.defend() }
            try db.execute(sql: "PRAGMA cell_size_check = ON")
        }
        return configuration
    }
}

extension DatabaseError {
    /// Whether the file is at fault, not the system. Pages that lead in a circle are found by interrupting the walk.
    var isDamage: Bool { [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_INTERRUPT].contains(resultCode) }

    /// Whether the system does not let us write, though we may be able to read.
    var isRefusal: Bool {
        [.SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_PERM].contains(resultCode)
    }

    /// What SQLite said, for people.
    var words: String { resultCode == .SQLITE_FULL ? "no space left" : message ?? "\(self)" }
}

extension String {
    /// What stands after the last slash.
    var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
