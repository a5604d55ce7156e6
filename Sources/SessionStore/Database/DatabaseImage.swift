import CSQLite
import Foundation
import GRDB

/// A database's bytes, those of its log in their places: for reading where nothing may be written, has room, or can be
/// trusted to be whole.
struct DatabaseImage {
    private var bytes: Data
    /// Whether the log has an end that cannot be read.
    let isLogDamaged: Bool

    private static let headerBytes = 100
    /// Pages that a damaged header may promise beyond the file's end.
    private static let pagesBeyond = 4096

    /// - Throws: ``SessionStoreError/inputOutput(path:reason:)``.
    init(_ path: String) throws(SessionStoreError) {
        bytes = try SessionFile.bytes(path)
        let log = SessionFile.exists(path + "-wal") ? try SessionFile.bytes(path + "-wal") : Data()
        let pages = WriteAheadLog(log)
        isLogDamaged = pages?.isDamaged ?? WriteAheadLog.hasLostHead(log)
        if let pages, pages.databasePages > 0 { apply(pages, of: log) }
    }

    private mutating func apply(_ pages: WriteAheadLog, of log: Data) {
        let size = Int(pages.databasePages) * pages.pageSize
        // A log adds what it holds, and little more.
        guard size <= bytes.count + log.count + DatabaseImage.pagesBeyond * pages.pageSize else { return }
        if size < bytes.count { bytes.removeSubrange(size...) }
        if size > bytes.count { bytes.append(Data(count: size - bytes.count)) }
        for (page, place) in pages.pages where page <= pages.databasePages {
            let start = (Int(page) - 1) * pages.pageSize
            bytes.replaceSubrange(start..<(start + pages.pageSize), with: log[place..<(place + pages.pageSize)])
        }
    }

    /// Sets the header to what this program's databases have: the rest can be read then whatever became of it. The list of
    /// free pages, which nobody needs for reading, is left out, and a missing end is filled with nothing.
    mutating func mendHeader() {
        guard bytes.count >= DatabaseImage.headerBytes else { return }
        let pageSize = 4096
        let promised = bytes.withUnsafeBytes { Int($0.big(28)) }
        let present = (bytes.count + pageSize - 1) / pageSize
        let pages = (present...(present + DatabaseImage.pagesBeyond)).contains(promised) ? promised : present
        bytes.append(Data(count: pages * pageSize - bytes.count))
        func put(_ number: Int, _ place: Int) {
            for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (24 - 8 * byte)) }
        }
        bytes.replaceSubrange(0..<16, with: Data("SQLite format 3\0".utf8))
        bytes.replaceSubrange(16..<24, with: [UInt8(pageSize >> 8), 0, 1, 1, 0, 64, 32, 32])
        let changes = bytes.withUnsafeBytes { Int($0.big(24)) }
        for (number, place) in [
            (pages, 28), (0, 32), (0, 36), (4, 44), (0, 48), (0, 52), (1, 56), (0, 64),
            (Int(Schema.applicationID), 68),
            (changes, 92),
        ] { put(number, place) }
    }

    /// Opens the image; it can be read and changed, and nothing of that reaches the disk.
    ///
    /// - Parameter isDamaged: whether tables of a schema that cannot be read whole are to be read all the same.
    /// - Throws: `DatabaseError`.
    func open(isDamaged: Bool = false) throws -> DatabaseQueue {
        var image = bytes
        // As a database without a log, which it is now.
        if image.count > 19 { image.replaceSubrange(18..<20, with: [1, 1]) }
        let queue = try DatabaseQueue(configuration: SessionStore.configuration(isImage: true))
        try queue.inDatabase { db in
            if isDamaged { try db.execute(sql: "PRAGMA writable_schema = ON") }
            let result = image.withUnsafeBytes { session_adopt(db.sqliteConnection, $0.baseAddress, Int64($0.count)) }
            guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
            db.limitSteps(forBytes: image.count)
            if !isDamaged { db.defend() }
        }
        return queue
    }
}

extension Database {
    /// No value of a session is larger, in bytes.
    private static var longestValue: Int32 { 256 << 20 }

    /// Lets a stranger's schema do nothing.
    func defend() { if let sqliteConnection { session_defend(sqliteConnection, Database.longestValue) } }

    /// Ends statements that take more steps than a walk through a database of that size does: its tables may lead in
    /// circles. For reading only.
    func limitSteps(forBytes count: Int) {
        guard let sqliteConnection else { return }
        session_limit_steps(
            sqliteConnection, Int32(clamping: 2_000_000 + count.multipliedReportingOverflow(by: 4).partialValue))
    }
}
