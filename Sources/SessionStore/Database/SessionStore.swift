public import Foundation
import GRDB
import Synchronization

/// A session on disk: the document, its history, the journal of a running pass.
///
/// Every change is one transaction and one entry of the history, on disk when the call returns. The document in memory is
/// always what is on disk; a change that cannot be stored did not happen.
///
/// - Thread: control or a thread of its own; calls take turns. Never audio.
public final class SessionStore: Sendable {
    public let location: SessionLocation
    /// Whether changes are refused: the session is open in another program, or may not be written. ``notices`` says why.
    public var isReadOnly: Bool { queue == nil }

    let queue: DatabaseQueue?
    let state: Mutex<State>

    /// What is kept in memory.
    struct State {
        var document: SessionDocument
        var history: [HistoryEntry] = []
        var notices: [String] = []
        /// Number of the pass that runs, or of the next.
        var pass: Int64 = 1
        /// Passes before this one could not be stored yet and stay in the journal.
        var firstPass: Int64 = 1
        var hasJournal = false
        /// Whether something was stored since the backup was made.
        var isNewerThanBackup = false
        /// Nobody else may write as long as this is here.
        var lock: SessionLock?
    }

    /// One change that can be undone.
    public struct HistoryEntry: Sendable, Hashable {
        var id: Int64
        /// What was done, in the user's words: `Write pass`, `Rename strip`.
        public let label: String
        /// When it was done.
        public let time: Date
        /// Whether it is undone now, and can be redone.
        public internal(set) var isUndone: Bool

        /// The same entry, undone.
        public var takenBack: HistoryEntry {
            var entry = self
            entry.isUndone = true
            return entry
        }
    }

    init(location: SessionLocation, queue: DatabaseQueue?, state: State) {
        self.location = location
        self.queue = queue
        self.state = Mutex(state)
    }

    /// The document as it is stored. A copy; its lanes are shared until one side changes them.
    public var document: SessionDocument { state.withLock { $0.document } }

    /// The same session as it would be with another document, to be played or rendered: nothing of it is stored.
    public func showing(_ document: SessionDocument) -> SessionStore {
        SessionStore(location: location, queue: nil, state: State(document: document))
    }

    /// All that can be undone and redone, oldest first.
    public var history: [HistoryEntry] { state.withLock { $0.history } }

    /// What the user should know: what was recovered or migrated, why the session is read-only.
    public var notices: [String] { state.withLock { $0.notices } }

    /// Label of the change that ``undo()`` would take back.
    public var undoLabel: String? { history.last { !$0.isUndone }?.label }
    /// Label of the change that ``redo()`` would do again.
    public var redoLabel: String? { history.first { $0.isUndone }?.label }

    /// Makes a backup if something changed, and gives the session free for other programs. The store cannot be used after.
    ///
    /// Without it (the process is killed) nothing is lost but the newer backup.
    ///
    /// - Throws: ``SessionStoreError/noBackup(path:reason:)`` if the backup could not be made; the session itself is stored
    ///   and free all the same.
    public func close() throws {
        guard let queue else { return }
        let needsBackup = state.withLock { $0.isNewerThanBackup } || !SessionFile.exists(location.backup)
        let backup = Result { if needsBackup { try translated { try makeBackup(queue) } } }
        // All that was stored is in the log, if it cannot be brought into the database now.
        try? queue.close()
        state.withLock { $0.lock = nil }
        do { try backup.get() } catch let error as SessionStoreError {
            throw SessionStoreError.noBackup(path: location.folder, reason: error.reason)
        }
    }

    /// Copies the database as it is now beside it, whole or not at all.
    func makeBackup(_ queue: DatabaseQueue) throws {
        try SessionStore.copy(queue, to: location.backup)
        state.withLock { $0.isNewerThanBackup = false }
    }

    static func copy(_ queue: DatabaseQueue, to path: String) throws {
        let temporary = path + ".part"
        // What an interrupted attempt left.
        try SessionFile.remove(temporary)
        do {
            try queue.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary]) }
            try FileReplacement.put(temporary, at: path)
        } catch {
            // Half a copy is worth no disk space; the first error is the one to report.
            try? SessionFile.remove(temporary)
            throw error
        }
    }

    /// Runs `body`; what SQLite says becomes an error for people.
    func translated<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as DatabaseError {
            throw SessionStoreError(error, path: location.database)
        }
    }
}

extension SessionStoreError {
    /// An error of whatever part of the store.
    init(any error: any Error, path: String) {
        switch error {
        case let error as SessionStoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        case let error as CocoaError where error.code == .fileWriteOutOfSpace: self = .diskFull(path: path)
        default: self = .inputOutput(path: path, reason: error.localizedDescription)
        }
    }

    init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, reason: error.message ?? "\(error)")
        case .SQLITE_READONLY: self = .notWritable(path: path)
        default: self = .inputOutput(path: path, reason: error.message ?? "\(error)")
        }
    }
}
