import Foundation
import GRDB
import Synchronization

extension SessionStore {
    /// Changes the document: one transaction, and one entry of the history. Nothing is written if nothing changed.
    ///
    /// - Parameters:
    ///   - label: what is done, in the user's words, for undo.
    ///   - clearingJournal: the change stores the pass that runs, so its journal goes in the same transaction.
    ///   - change: must not call the store. What it throws is thrown on, and nothing is changed.
    /// - Returns: whether the document changed.
    /// - Throws: ``SessionStoreError/invalid(_:)``, ``SessionStoreError/diskFull(path:)``,
    ///   ``SessionStoreError/readOnly(path:)``, ``SessionStoreError/inputOutput(path:reason:)``; the document is then as before.
    @discardableResult
    public func perform(
        _ label: String, clearingJournal: Bool = false, _ change: (inout SessionDocument) throws -> Void
    ) throws -> Bool {
        guard let queue else { throw SessionStoreError.readOnly(path: location.folder) }
        return try translated {
            try queue.writeWithoutTransaction { db in
                let before = document
                var after = before
                try change(&after)
                after.normalize()
                let changes = after.changes(from: before)
                let faults = after.faults(in: changes)
                guard faults.isEmpty else { throw SessionStoreError.invalid(faults) }
                let (hasJournal, firstPass) = state.withLock { ($0.hasJournal, $0.firstPass) }
                let clears = clearingJournal && hasJournal
                var entry: HistoryEntry?
                if !changes.isEmpty || clears {
                    try db.execute(sql: "PRAGMA synchronous = FULL")
                    try db.inTransaction(.immediate) {
                        if !changes.isEmpty { entry = try db.store(changes, label: label, time: Date()) }
                        if clears {
                            try db.execute(sql: "DELETE FROM journal WHERE pass >= ?", arguments: [firstPass])
                        }
                        return .commit
                    }
                }
                state.withLock {
                    $0.document = after
                    if clears { $0.hasJournal = false }
                    if let entry {
                        $0.history.removeAll(where: \.isUndone)
                        $0.history.append(entry)
                        $0.isNewerThanBackup = true
                    }
                }
                return before != after
            }
        }
    }

    /// Stores a change that is no step of the work, such as what the monitors play: undo and redo pass it by.
    ///
    /// - Parameter change: must not call the store.
    /// - Throws: as ``perform(_:clearingJournal:_:)``.
    public func keep(_ change: (inout SessionDocument) -> Void) throws {
        guard let queue else { throw SessionStoreError.readOnly(path: location.folder) }
        try translated {
            try queue.writeWithoutTransaction { db in
                let before = document
                var after = before
                change(&after)
                after.normalize()
                let changes = after.changes(from: before)
                let faults = after.faults(in: changes)
                guard faults.isEmpty else { throw SessionStoreError.invalid(faults) }
                guard !changes.isEmpty else { return }
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.inTransaction(.immediate) {
                    for change in changes { try db.write(change.key, change.after) }
                    return .commit
                }
                let result = after
                state.withLock {
                    $0.document = result
                    $0.isNewerThanBackup = true
                }
            }
        }
    }

    /// Takes back the newest change that is not undone.
    ///
    /// - Returns: its label, or `nil` if there is nothing to undo.
    /// - Throws: ``SessionStoreError``; the document is then as before.
    @discardableResult
    public func undo() throws -> String? { try travel(back: true) }

    /// Does again what was undone last.
    ///
    /// - Returns: its label, or `nil` if there is nothing to redo.
    /// - Throws: ``SessionStoreError``; the document is then as before.
    @discardableResult
    public func redo() throws -> String? { try travel(back: false) }

    private func travel(back: Bool) throws -> String? {
        guard let queue else { throw SessionStoreError.readOnly(path: location.folder) }
        return try translated {
            try queue.writeWithoutTransaction { db in
                let history = history
                let found = back ? history.lastIndex { !$0.isUndone } : history.firstIndex { $0.isUndone }
                guard let index = found else { return nil }
                let before = document
                var document = before
                let steps = try db.history(of: history[index].id)
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.inTransaction(.immediate) {
                    for step in steps {
                        let value = try step.value(back: back, in: document)
                        guard document.set(step.key, value) else { throw step.damage }
                        try db.write(step.key, value)
                    }
                    // A history from elsewhere may hold what no change could have made.
                    guard document.faults(in: document.changes(from: before)).isEmpty else {
                        throw HistoryStep.unreadable("the change \"\(history[index].label)\"")
                    }
                    try db.seal(history[index], isUndone: back, steps.map(\.checksum))
                    return .commit
                }
                let result = document
                state.withLock {
                    $0.document = result
                    $0.history[index].isUndone = back
                    $0.isNewerThanBackup = true
                }
                return history[index].label
            }
        }
    }
}
