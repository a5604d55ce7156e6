import GRDB

/// What a database's schema holds, compared with what this program makes: nothing of a stranger's is ever run.
struct SchemaCheck {
    /// A row of the schema.
    private struct Part: Equatable {
        var type: String
        var name: String
        var page: Int64
        var sql: String?

        /// `view lane`.
        var words: String { "\(type) \(name)" }
        /// The text without its line breaks.
        var plain: String { (sql ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// What the program never makes, in words; such a session is refused.
    private(set) var foreign: [String] = []
    /// What the program makes and is not there, or not as it should be, in words: that is damage.
    private(set) var damage: [String] = []

    /// - Parameter version: of the tables that are expected.
    /// - Throws: `DatabaseError`.
    init(_ db: Database, _ schema: Schema, version: Int) throws {
        let found = try SchemaCheck.parts(of: db)
        let expected = try schema.inMemory(version: version) { try SchemaCheck.parts(of: $0) }
        var extra: [String] = []
        for part in found {
            // Views and triggers run code, and so do virtual tables, which have no page.
            if !["table", "index"].contains(part.type) || (part.type == "table" && part.page == 0) {
                foreign.append(part.words)
            } else if let own = expected.first(where: { $0.type == part.type && $0.name == part.name }) {
                if own.plain != part.plain { try compareColumns(of: part, db, schema, version) }
            } else {
                extra.append(part.words)
            }
        }
        damage += expected.filter { own in !found.contains { $0.type == own.type && $0.name == own.name } }
            .map { "\($0.words) is missing" }
        // A damaged name looks like a stranger's; then one of ours is missing.
        if damage.isEmpty { foreign += extra } else { damage += extra.map { "\($0) is unknown" } }
    }

    private mutating func compareColumns(of part: Part, _ db: Database, _ schema: Schema, _ version: Int) throws {
        let found = try SchemaCheck.columns(of: part.name, db)
        let expected = try schema.inMemory(version: version) { try SchemaCheck.columns(of: part.name, $0) }
        let extra = found.filter { column in !expected.contains { $0.name == column.name } }
        let computed = found.filter(\.isComputed)
        let isWhole = expected.allSatisfy { column in found.contains { $0.name == column.name } }
        if isWhole, !(extra + computed).isEmpty {
            foreign += (extra + computed.filter { !extra.contains($0) }).map { "column \($0.name) of \(part.words)" }
        } else {
            damage.append("\(part.words) is not made as it should be")
        }
    }

    private struct Column: Equatable {
        var name: String
        var isComputed: Bool
    }

    private static func columns(of table: String, _ db: Database) throws -> [Column] {
        try Row.fetchAll(db, sql: "SELECT name, hidden FROM pragma_table_xinfo(?)", arguments: [table]).map { row in
            Column(name: try row.text("name"), isComputed: try row.whole("hidden") != 0)
        }
    }

    private static func parts(of db: Database) throws -> [Part] {
        try Row.fetchAll(db, sql: "SELECT type, name, rootpage, sql FROM sqlite_master").map { row in
            Part(
                type: try row.text("type"), name: try row.text("name"), page: try row.whole("rootpage"),
                sql: String.fromDatabaseValue(try row.cell("sql")))
        }
    }
}

extension Schema {
    /// Asks an empty database of a version in memory.
    func inMemory<Result>(version: Int, _ body: (Database) throws -> Result) throws -> Result {
        try DatabaseQueue().inDatabase { db in
            try Schema(version: version, steps: steps).make(in: db)
            return try body(db)
        }
    }
}
