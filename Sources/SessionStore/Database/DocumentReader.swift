import GRDB
import MixModel

/// Reads the document's rows, and counts what cannot be read instead of giving up.
struct DocumentReader {
    private(set) var rows: [RowKey: RowValue] = [:]
    /// Tables that could not be read to their end.
    private(set) var broken: Set<RowKind> = []
    /// Rows whose checksum or content is wrong; the text names the row.
    private(set) var damaged: [String] = []

    /// The document of a database in which everything can be read.
    ///
    /// - Throws: `SQLITE_CORRUPT` that names what cannot.
    static func intact(_ db: Database) throws -> SessionDocument {
        var reader = DocumentReader()
        for kind in RowKind.allCases { try reader.read(kind, db) }
        let (document, missing) = reader.document()
        if let first = (reader.damaged + missing).first {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(first) cannot be read")
        }
        if let fault = document.faults.first {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(fault.place): \(fault.message)")
        }
        return document
    }

    /// Everything that a damaged database still gives, of whatever version it is: row by row, so that a damaged one costs no
    /// other, and tables from both of their ends.
    static func salvaged(_ db: Database) -> DocumentReader {
        var reader = DocumentReader()
        for kind in RowKind.allCases {
            guard let columns = try? reader.columns(of: kind, db) else {
                reader.broken.insert(kind)
                continue
            }
            // A table that older versions do not have.
            if columns.isEmpty { continue }
            let (numbers, isWhole) = RowScan.numbers(kind.rawValue, db)
            if !isWhole { reader.broken.insert(kind) }
            for number in numbers {
                let sql = "SELECT \(columns.joined(separator: ", ")) FROM \(kind.rawValue) WHERE rowid = ?"
                guard let row = try? Row.fetchOne(db, sql: sql, arguments: [number]) else {
                    // What it was about may be told by the other rows; that the table is not whole is certain.
                    reader.broken.insert(kind)
                    continue
                }
                reader.take(row, kind)
            }
        }
        return reader
    }

    /// The columns of a kind that a database has; none if there is no such table.
    private func columns(of kind: RowKind, _ db: Database) throws -> [String] {
        let found = try Set(
            Row.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [kind.rawValue])
                .map { try $0.text("name") })
        let wanted = [kind.keyColumn] + kind.columns
        return found.isEmpty ? [] : wanted.filter(found.contains) + ["checksum"]
    }

    private mutating func read(_ kind: RowKind, _ db: Database) throws {
        let columns = ([kind.keyColumn] + kind.columns + ["checksum"]).joined(separator: ", ")
        let cursor = try Row.fetchCursor(db, sql: "SELECT \(columns) FROM \(kind.rawValue)")
        while let row = try cursor.next() { take(row, kind) }
    }

    /// The row is its key, its cells and their sum.
    private mutating func take(_ row: Row, _ kind: RowKind) {
        let cells = Array(row.databaseValues)
        guard let first = cells.first, let sum = cells.last, cells.count > 1 else { return }
        let text = String.fromDatabaseValue(first) ?? Int64.fromDatabaseValue(first).map { "\($0)" } ?? "?"
        let values = Array(cells[1..<(cells.count - 1)])
        guard let key = RowKey(kind, text: text), let value = RowValue(kind, cells: values),
            Checksum.of(kind, text, values) == Int64.fromDatabaseValue(sum)
        else {
            let key = RowKey(kind, text: text)
            // Which row of an older state it was cannot be told.
            if key == nil { broken.insert(kind) }
            let words = key?.words ?? "a row of \(kind.rawValue)"
            if !damaged.contains(words) { damaged.append(words) }
            return
        }
        rows[key] = value
    }

    /// Takes rows of an older state for those that are lost.
    ///
    /// - Returns: what was taken, in words.
    mutating func complete(from older: DocumentReader) -> [String] {
        var taken: [String] = []
        for (key, value) in older.rows.sorted(by: { $0.key < $1.key }) where rows[key] == nil {
            guard broken.contains(key.kind) || damaged.contains(key.words) else { continue }
            rows[key] = value
            taken.append(key.words)
        }
        return taken
    }

    /// The rows as a document; a place in a list that is lost is kept free, so that the numbers of the others stay.
    ///
    /// - Returns: the document, and what is missing in it, in words.
    func document() -> (SessionDocument, missing: [String]) {
        var document = SessionDocument(sampleRate: 48000)
        var missing: [String] = []
        for kind in RowKind.allCases where kind.isList {
            let numbers = rows.keys.filter { $0.kind == kind }.compactMap { Int($0.text) }
            for number in 1..<(max(0, numbers.max() ?? 0) + 1) {
                guard let key = RowKey(kind, text: "\(number)") else { continue }
                if let row = rows[key], document.set(key, row) { continue }
                missing.append(key.words)
                let name = "lost \(kind.words) \(number)"
                switch kind {
                case .strip: document.mix.strips.append(Strip(name: name))
                case .bus: document.mix.buses.append(Bus(name: name))
                case .vca: document.mix.vcas.append(VCA(name: name))
                case .linkgroup: document.mix.groups.append(Group(name: name, isOn: false))
                case .reference: document.mix.references.append(.lost(number))
                case .revision:
                    document.revisions.append(Revision(name: name, note: "", time: 0, session: ""))
                case .snapshot: document.snapshots.append(.lost(name))
                default: document.mix.markers.append(Marker(name: name, position: 0))
                }
            }
        }
        for key in [SettingKey.sampleRate, .panLaw] where rows[.setting(key)] == nil {
            missing.append(RowKey.setting(key).words)
        }
        for (key, value) in rows.sorted(by: { $0.key < $1.key }) where !key.kind.isList {
            if !document.set(key, value) { missing.append(key.words) }
        }
        return (document, missing)
    }
}

extension Source {
    /// Keeps the place of a reference that cannot be read any more.
    static func lost(_ number: Int) -> Source {
        Source(path: "lost reference \(number)", fingerprint: "", channels: 1, sampleRate: 48000, frames: 0)
    }
}
