import Foundation
public import SessionStore

/// The way to the session's store: changes go in order, off the desk's thread when playing live, at once otherwise.
///
/// A change that cannot be stored (a full disk) is said, kept, and tried again with the next one and every second: the
/// sound never waits for the disk.
///
/// - Thread: the desk's. Proof for `@unchecked`: `store`, `waiting` and `faults` are touched on `queue` only.
public final class StoreLine: @unchecked Sendable {
    private let store: SessionStore
    private let queue = DispatchQueue(label: "session store")
    private let isDeferred: Bool
    private var waiting: [Change] = []
    private var faults: [String] = []
    /// The document as opened.
    public let document: SessionDocument
    /// Another process has the session, or its folder cannot be written.
    public let isReadOnly: Bool

    private struct Change {
        var label: String
        var clearingJournal = false
        /// Whether it is a step of undo.
        var isStep = true
        var change: @Sendable (inout SessionDocument) -> Void
    }

    /// - Parameter isDeferred: `true` when playing live: calls return at once.
    public init(store: SessionStore, isDeferred: Bool) {
        self.store = store
        self.isDeferred = isDeferred
        document = store.document
        isReadOnly = store.isReadOnly
    }

    /// One transaction and one undo entry.
    public func perform(
        _ label: String, clearingJournal: Bool = false, _ change: @escaping @Sendable (inout SessionDocument) -> Void
    ) {
        guard !isReadOnly else { return }
        let entry = Change(label: label, clearingJournal: clearingJournal, change: change)
        run { [self] in
            waiting.append(entry)
            storeWaiting()
        }
    }

    /// One transaction, and no undo entry: for what is no step of the work.
    public func keep(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        guard !isReadOnly else { return }
        let entry = Change(label: label, isStep: false, change: change)
        run { [self] in
            waiting.append(entry)
            storeWaiting()
        }
    }

    public func beginPass() {
        guard !isReadOnly else { return }
        run { [self] in attempt("the journal of this pass cannot be kept") { try store.beginPass() } }
    }

    public func journal(_ entries: [JournalEntry]) {
        guard !isReadOnly else { return }
        run { [self] in attempt("the journal of this pass cannot be kept") { try store.journal(entries) } }
    }

    /// Takes the last change back; waits for what is on its way.
    ///
    /// - Returns: its label and the document without it, or `nil` if there is nothing to undo.
    public func undo() -> (label: String, document: SessionDocument)? { step { try store.undo() } }

    /// The opposite of ``undo()``.
    public func redo() -> (label: String, document: SessionDocument)? { step { try store.redo() } }

    /// Waits until everything is stored, and tries once more what could not be.
    public func finish() { queue.sync { storeWaiting() } }

    /// What went wrong since the last call, for people.
    public func takeFaults() -> [String] {
        queue.sync {
            defer { faults = [] }
            return faults
        }
    }

    private func step(_ body: () throws -> String?) -> (label: String, document: SessionDocument)? {
        guard !isReadOnly else { return nil }
        return queue.sync {
            storeWaiting()
            guard waiting.isEmpty else { return nil }
            var label: String?
            attempt("undo failed") { label = try body() }
            return label.map { ($0, store.document) }
        }
    }

    private func run(_ work: @escaping @Sendable () -> Void) {
        if isDeferred { queue.async(execute: work) } else { queue.sync(execute: work) }
    }

    private func storeWaiting() {
        while let next = waiting.first {
            do {
                if next.isStep {
                    try store.perform(next.label, clearingJournal: next.clearingJournal, next.change)
                } else {
                    try store.keep(next.change)
                }
                waiting.removeFirst()
            } catch SessionStoreError.invalid(let faults) {
                // Trying again would not help, and must not keep back what comes after it.
                report("not stored: \(next.label): \(SessionStoreError.invalid(faults))")
                waiting.removeFirst()
            } catch {
                report("not stored yet: \(next.label): \(error); it will be tried again")
                if waiting.count == 1 { retryLater() }
                return
            }
        }
    }

    private func retryLater() {
        guard isDeferred else { return }
        queue.asyncAfter(deadline: .now() + 1) { [weak self] in self?.storeWaiting() }
    }

    private func attempt(_ what: String, _ body: () throws -> Void) {
        do { try body() } catch { report("\(what): \(error)") }
    }

    private func report(_ fault: String) { if faults.last != fault { faults.append(fault) } }
}
