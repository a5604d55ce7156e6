import GRDB

/// Finds the rows of a table of which parts cannot be read.
enum RowScan {
    /// The numbers of a table's rows, in rising order, from the front up to the damage and from the back up to it.
    ///
    /// - Returns: the numbers, and whether there is no damage between them.
    static func numbers(_ table: String, _ db: Database) -> (numbers: [Int64], isWhole: Bool) {
        let front = numbers(table, db, "ASC")
        if front.isWhole { return front }
        let back = numbers(table, db, "DESC")
        return (Set(front.numbers + back.numbers).sorted(), false)
    }

    private static func numbers(_ table: String, _ db: Database, _ order: String) -> (numbers: [Int64], isWhole: Bool)
    {
        var numbers: [Int64] = []
        do {
            let cursor = try Row.fetchCursor(db, sql: "SELECT rowid AS number FROM \(table) ORDER BY rowid \(order)")
            while let row = try cursor.next() { numbers.append(try row.whole("number")) }
            return (numbers, true)
        } catch {
            // Up to here it could be read; that is the answer.
            return (numbers, false)
        }
    }
}
