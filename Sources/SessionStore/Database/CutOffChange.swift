import Foundation
import GRDB

/// A change of a database that was cut off before the database had a log: `session.sqlite-journal` holds what stood there before.
///
/// A session has a log from its first opening on, so this is one that was made, or has been worked on, by another program, and the power
/// went while it got its log. A connection that only reads is refused then.
enum CutOffChange {
    /// The end of a journal that names another file, which SQLite would take away: never one of ours.
    private static let namesAnother: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

    /// Has SQLite take back what was begun. The caller holds the session's lock.
    ///
    /// - Throws: `DatabaseError` where nothing may be written.
    static func takeBack(at location: SessionLocation) throws {
        let journal = location.database + "-journal"
        guard SessionFile.kind(location.database) == .file, SessionFile.kind(journal) == .file else { return }
        let bytes = try SessionFile.bytes(journal)
        guard !bytes.isEmpty, !bytes.suffix(8).elementsEqual(namesAnother) else { return }
        do {
            let queue = try DatabaseQueue(
                path: location.database, configuration: SessionStore.configuration(hasLog: false))
            try queue.inDatabase { try $0.execute(sql: "SELECT count(*) FROM sqlite_schema") }
            try queue.close()
        } catch let error as DatabaseError where error.isDamage {
            // The database is checked next, and salvaged.
        }
    }
}
