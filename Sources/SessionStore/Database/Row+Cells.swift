import Foundation
import GRDB

/// The only way to a row's cells: what was read from a file is never taken for what it should be. GRDB's own accessors end
/// the program where a cell holds something else.
extension Row {
    /// - Throws: `SQLITE_CORRUPT` if there is no such column.
    func cell(_ name: String) throws -> DatabaseValue {
        for (column, value) in self where column == name { return value }
        throw damage("no column", name)
    }

    /// - Throws: `SQLITE_CORRUPT` if the cell is no whole number.
    func whole(_ name: String) throws -> Int64 {
        guard case .int64(let number) = try cell(name).storage else { throw damage("no whole number", name) }
        return number
    }

    /// - Throws: `SQLITE_CORRUPT` if the cell is no text.
    func text(_ name: String) throws -> String {
        guard case .string(let text) = try cell(name).storage else { throw damage("no text", name) }
        return text
    }

    /// - Throws: `SQLITE_CORRUPT` if the cell holds no bytes.
    func bytes(_ name: String) throws -> Data {
        guard case .blob(let data) = try cell(name).storage else { throw damage("no bytes", name) }
        return data
    }

    private func damage(_ words: String, _ column: String) -> DatabaseError {
        DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a row has \(words) as its \(column)")
    }
}
