import GRDB

/// The version of the session's database and the way to it from older ones.
struct Schema: Sendable {
    /// Version of the files that this program writes.
    var version: Int
    /// `steps[n]` makes version n + 1 of a database of version n.
    var steps: [Int: @Sendable (Database) throws -> Void]

    /// Version 1 is the first. Version 2 has sends, VCAs, groups and references. Version 3 has sums over the history, and what
    /// audio files looked like when they were last compared with their fingerprints. Version 4 has revisions, and flags of
    /// automation. Version 5 has snapshots.
    static let current = Schema(
        version: 5,
        steps: [
            1: { db in
                // swift-format-ignore
                try db.execute(sql: """
                    ALTER TABLE strip ADD COLUMN sends TEXT;
                    ALTER TABLE strip ADD COLUMN vcas TEXT;
                    ALTER TABLE bus ADD COLUMN sends TEXT;
                    ALTER TABLE bus ADD COLUMN vcas TEXT;
                    CREATE TABLE vca(number INTEGER PRIMARY KEY, name TEXT NOT NULL, vcas TEXT, checksum INTEGER NOT NULL);
                    CREATE TABLE linkgroup(number INTEGER PRIMARY KEY, name TEXT NOT NULL, linked INTEGER NOT NULL,
                        members TEXT, roles TEXT, checksum INTEGER NOT NULL);
                    CREATE TABLE reference(number INTEGER PRIMARY KEY, file TEXT NOT NULL, fingerprint TEXT NOT NULL,
                        channels INTEGER NOT NULL, rate INTEGER NOT NULL, frames INTEGER NOT NULL,
                        checksum INTEGER NOT NULL);
                    """)
            },
            2: { db in
                // swift-format-ignore
                try db.execute(sql: """
                    ALTER TABLE undo_entry ADD COLUMN checksum INTEGER;
                    CREATE TABLE stamp(path TEXT PRIMARY KEY NOT NULL, fingerprint TEXT NOT NULL, size INTEGER NOT NULL,
                        time INTEGER NOT NULL, sample TEXT NOT NULL, checksum INTEGER NOT NULL);
                    """)
                try HistoryEntryRow.sealAll(in: db)
            },
            3: { db in
                // swift-format-ignore
                try db.execute(sql: """
                    CREATE TABLE flag(address TEXT PRIMARY KEY NOT NULL, flags TEXT NOT NULL, checksum INTEGER NOT NULL);
                    CREATE TABLE revision(number INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL,
                        time INTEGER NOT NULL, session TEXT NOT NULL, checksum INTEGER NOT NULL);
                    """)
            },
            4: { db in
                // swift-format-ignore
                try db.execute(sql: """
                    CREATE TABLE snapshot(number INTEGER PRIMARY KEY, name TEXT NOT NULL, fade INTEGER NOT NULL, scope TEXT,
                        kinds TEXT, positions TEXT, checksum INTEGER NOT NULL);
                    """)
            },
        ])

    /// `Gain` in ASCII: tells file(1) and others whose database it is.
    static let applicationID: Int32 = 0x4761_696E

    /// Makes the tables of this version, whole in the caller's transaction: those of version 1, then every step from there,
    /// so that a new database and an old one that was brought forward are alike.
    func make(in db: Database) throws {
        try Schema.makeOldest(in: db)
        for step in 1..<version { try steps[step]?(db) }
        try Schema.setVersion(version, in: db)
    }

    /// Makes the tables of version 1.
    static func makeOldest(in db: Database) throws {
        // swift-format-ignore
        try db.execute(sql: """
            CREATE TABLE meta(key TEXT PRIMARY KEY NOT NULL, value NOT NULL);
            CREATE TABLE setting(key TEXT PRIMARY KEY NOT NULL, value NOT NULL, checksum INTEGER NOT NULL);
            CREATE TABLE strip(number INTEGER PRIMARY KEY, name TEXT NOT NULL, file TEXT, fingerprint TEXT,
                channels INTEGER, rate INTEGER, frames INTEGER, output INTEGER, checksum INTEGER NOT NULL);
            CREATE TABLE bus(number INTEGER PRIMARY KEY, name TEXT NOT NULL, output INTEGER, checksum INTEGER NOT NULL);
            CREATE TABLE marker(number INTEGER PRIMARY KEY, name TEXT NOT NULL, frame INTEGER NOT NULL,
                checksum INTEGER NOT NULL);
            CREATE TABLE value(address TEXT PRIMARY KEY NOT NULL, position REAL NOT NULL, checksum INTEGER NOT NULL);
            CREATE TABLE mode(address TEXT PRIMARY KEY NOT NULL, mode TEXT NOT NULL, checksum INTEGER NOT NULL);
            CREATE TABLE lane(address TEXT PRIMARY KEY NOT NULL, segments BLOB NOT NULL, checksum INTEGER NOT NULL);
            CREATE TABLE undo_entry(id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, time REAL NOT NULL,
                undone INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE undo_change(entry INTEGER NOT NULL REFERENCES undo_entry(id) ON DELETE CASCADE,
                ordinal INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, before, after,
                checksum INTEGER NOT NULL);
            CREATE INDEX undo_change_entry ON undo_change(entry, ordinal);
            CREATE TABLE journal(batch INTEGER PRIMARY KEY AUTOINCREMENT, pass INTEGER NOT NULL, entries BLOB NOT NULL);
            """)
        try db.execute(sql: "INSERT INTO meta VALUES ('format', 'gainrider')")
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try setVersion(1, in: db)
    }

    /// The version stands twice, so that a damaged byte is not taken for a newer program's file.
    static func setVersion(_ version: Int, in db: Database) throws {
        try db.execute(sql: "INSERT OR REPLACE INTO meta VALUES ('version', ?)", arguments: [version])
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// What a database says about itself.
    enum Header: Equatable {
        case version(Int)
        /// Another program's database.
        case foreign
        case damaged(String)
    }

    static func header(of db: Database) throws -> Header {
        // Whatever they are: a view in a table's place is told by its name later, and not read here.
        let parts = try Row.fetchAll(db, sql: "SELECT type, name FROM sqlite_master").map { row in
            (type: try row.text("type"), name: try row.text("name"))
        }
        guard !parts.isEmpty else { return .damaged("the file is empty") }
        let names = Set(parts.map(\.name))
        guard names.contains("meta"), names.contains("lane") else { return .foreign }
        let user = try version(db, "PRAGMA user_version")
        // `meta` of a stranger's database is read only if it is a table.
        guard parts.contains(where: { $0 == ("table", "meta") }) else { return .version(user) }
        let meta = try version(db, "SELECT value FROM meta WHERE key = 'version'")
        guard user == meta, user > 0 else { return .damaged("its version is unclear") }
        return .version(user)
    }

    /// 0 for what is no version.
    private static func version(_ db: Database, _ sql: String) throws -> Int {
        guard let row = try Row.fetchOne(db, sql: sql), let cell = row.databaseValues.first,
            case .int64(let number) = cell.storage
        else { return 0 }
        return Int(exactly: number) ?? 0
    }

    /// Brings an older database to ``version``, in one transaction.
    func migrate(_ queue: DatabaseQueue, from found: Int) throws {
        try queue.write { db in
            for step in found..<version {
                guard let change = steps[step] else { throw MissingStep(version: step) }
                try change(db)
            }
            try Schema.setVersion(version, in: db)
        }
    }

    /// No way is known from this version to the next.
    struct MissingStep: Error {
        let version: Int
    }
}
