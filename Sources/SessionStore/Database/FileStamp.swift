import GRDB

/// What an audio file looked like when its fingerprint was last found to be the session's: while it looks the same, it need
/// not be read whole again. No part of the document: it can be lost at any time.
public struct FileStamp: Sendable, Hashable {
    /// As the session names the file.
    public var path: String
    /// 32 hexadecimal digits.
    public var fingerprint: String
    /// In bytes.
    public var size: Int64
    /// When it last changed, in ns since 1970.
    public var time: Int64
    /// Hash of pieces of it.
    public var sample: String

    public init(path: String, fingerprint: String, size: Int64, time: Int64, sample: String) {
        self.path = path
        self.fingerprint = fingerprint
        self.size = size
        self.time = time
        self.sample = sample
    }

    var checksum: Int64 {
        Checksum.of(
            ["stamp", path],
            [fingerprint.databaseValue, size.databaseValue, time.databaseValue, sample.databaseValue])
    }

    /// `nil` if the row is damaged.
    init?(_ row: Row) {
        guard let path = try? row.text("path"), let fingerprint = try? row.text("fingerprint"),
            let size = try? row.whole("size"), let time = try? row.whole("time"), let sample = try? row.text("sample")
        else { return nil }
        self.init(path: path, fingerprint: fingerprint, size: size, time: time, sample: sample)
        guard let sum = try? row.whole("checksum"), sum == checksum else { return nil }
    }
}

extension SessionStore {
    /// What was seen of the session's files so far, by path; none where the session is read-only.
    public func stamps() -> [String: FileStamp] {
        // Files without a stamp are read whole: a stamp that cannot be read costs time and nothing else.
        let rows = try? queue?.read { try Row.fetchAll($0, sql: "SELECT * FROM stamp") }
        let stamps = (rows ?? []).compactMap { FileStamp($0) }
        return Dictionary(stamps.map { ($0.path, $0) }) { $1 }
    }

    /// Remembers what files look like; no step of undo.
    ///
    /// - Throws: ``SessionStoreError``; nothing is remembered then.
    public func keep(_ stamps: [FileStamp]) throws {
        guard let queue, !stamps.isEmpty else { return }
        try translated {
            try queue.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    for stamp in stamps {
                        try db.execute(
                            sql: "INSERT OR REPLACE INTO stamp VALUES (?, ?, ?, ?, ?, ?)",
                            arguments: [
                                stamp.path, stamp.fingerprint, stamp.size, stamp.time, stamp.sample, stamp.checksum,
                            ])
                    }
                    return .commit
                }
            }
        }
    }
}
