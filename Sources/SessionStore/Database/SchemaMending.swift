import GRDB

/// Puts right what a damaged schema says of our tables, in a copy: their rows may all be there.
enum SchemaMending {
    /// - Returns: whether there is anything that can be read.
    static func mend(_ db: Database) throws -> Bool {
        let found = try Row.fetchAll(
            db, sql: "SELECT rowid AS number, type, name, tbl_name, rootpage, sql FROM sqlite_master")
        guard !found.isEmpty else { return false }
        // The newest version first: its tables have all columns of the older ones, and more at their ends.
        let versions = (1...Schema.current.version).reversed()
        let expected = try versions.map { version in
            try Schema.current.inMemory(version: version) { db in
                try Row.fetchAll(db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master")
            }
        }
        // Tables are made in one order, so a row that says nothing is told by its place.
        let own = expected.first { $0.count == found.count } ?? []
        var wrong: [(number: Int64, row: Row)] = []
        for (index, row) in found.enumerated() {
            let isKnown = expected.contains { version in version.contains { isSame($0, row) } }
            if isKnown { continue }
            if own.indices.contains(index), found.allSatisfy({ !isSame(own[index], $0) }) {
                wrong.append((try row.whole("number"), own[index]))
            } else if (try? row.text("type")) != "table" || (try? row.whole("rootpage")) == 0 {
                // Views, triggers and virtual tables: nothing of them is read.
                try db.execute(sql: "DELETE FROM sqlite_master WHERE rowid = ?", arguments: [try row.whole("number")])
            }
        }
        for (number, row) in wrong {
            try db.execute(
                sql: "UPDATE sqlite_master SET type = ?, name = ?, tbl_name = ?, sql = ? WHERE rowid = ?",
                arguments: [
                    try row.cell("type"), try row.cell("name"), try row.cell("tbl_name"), try row.cell("sql"), number,
                ])
        }
        // Read anew, and what is still wrong in it passed over.
        try db.execute(sql: "PRAGMA writable_schema = RESET; PRAGMA writable_schema = ON")
        return true
    }

    private static func isSame(_ a: Row, _ b: Row) -> Bool {
        ["type", "name", "tbl_name", "sql"].allSatisfy { name in
            guard let one = try? a.cell(name), let other = try? b.cell(name) else { return false }
            return one == other
        }
    }
}
