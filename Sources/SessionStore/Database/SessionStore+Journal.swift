import GRDB
import Synchronization

/// What a batch of the journal survives. Raw values are SQLite's words for it.
public enum JournalSafety: String, Sendable {
    /// The system has it: enough where a pass can be played again.
    case endOfProcess = "NORMAL"
    /// The disk has it: the call waits for that, some ms on most disks and tens of ms on one that turns.
    case powerCut = "FULL"
}

extension SessionStore {
    /// A pass begins; what ``journal(_:)`` takes from now on belongs to it.
    ///
    /// - Throws: ``SessionStoreError/readOnly(path:)``.
    public func beginPass() throws {
        guard !isReadOnly else { throw SessionStoreError.readOnly(path: location.folder) }
        state.withLock { $0.pass += 1 }
    }

    /// Stores what happened in the running pass since the last call: one small transaction. Call it well within every 50 ms while
    /// something is being written, off the audio thread.
    ///
    /// - Parameters:
    ///   - entries: in the order of the engine's reports. Keep them and hand them in again if the call throws.
    ///   - safety: against what they are safe when the call returns.
    /// - Throws: ``SessionStoreError``; nothing of the entries is stored then.
    public func journal(_ entries: [JournalEntry], safeAgainst safety: JournalSafety = .endOfProcess) throws {
        guard let queue else { throw SessionStoreError.readOnly(path: location.folder) }
        guard !entries.isEmpty else { return }
        let pass = state.withLock { $0.pass }
        try translated {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = \(safety.rawValue)")
                try db.inTransaction(.immediate) {
                    try db.cachedStatement(sql: "INSERT INTO journal(pass, entries) VALUES (?, ?)")
                        .execute(arguments: [pass, JournalCoding.data(entries, pass: pass)])
                    return .commit
                }
            }
            state.withLock { $0.hasJournal = true }
        }
    }

    /// The pass has ended and wrote nothing: its journal goes. A pass that wrote something ends with
    /// ``perform(_:clearingJournal:_:)``.
    ///
    /// - Throws: ``SessionStoreError``.
    public func endPass() throws { try perform("", clearingJournal: true) { _ in } }
}
