import Foundation
public import SessionStore
import Synchronization

/// The way to the session's store: changes go in order, off the desk's thread when playing live, at once otherwise.
///
/// What cannot be stored (a full disk, a folder that has become read-only) is said once, kept with all that comes after it,
/// and tried again every second: the sound never waits for the disk, and nothing is lost as long as the program runs.
///
/// - Thread: the desk's. Proof for `@unchecked`: `store`, `waiting` and what else changes is touched on `queue` only.
public final class StoreLine: @unchecked Sendable {
    private let store: SessionStore
    private let queue = DispatchQueue(label: "session store")
    private let isDeferred: Bool
    private var waiting: [Work] = []
    /// Why the first of those that wait could not be stored; `nil` while all is well.
    private var obstacle: String?
    private let faults = Mutex<[String]>([])
    private let titles: Mutex<HistoryTitles>
    /// The document as opened.
    public let document: SessionDocument
    /// Another process has the session, or its folder cannot be written.
    public let isReadOnly: Bool
    /// How often a pass is journalled, in ms of the song: live so often that, with the desk's own step of 10 ms and the
    /// writing itself, an end by force costs less than 50 ms. Off line the song passes many times faster.
    public var journalMilliseconds: Int { isDeferred ? 15 : 50 }

    private enum Work {
        case change(Change)
        case beginPass
        case journal([JournalEntry])
    }

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
        titles = Mutex(HistoryTitles(undo: store.undoLabel, redo: store.redoLabel))
        isReadOnly = store.isReadOnly
    }

    /// One transaction and one undo entry.
    public func perform(
        _ label: String, clearingJournal: Bool = false, _ change: @escaping @Sendable (inout SessionDocument) -> Void
    ) { take(.change(Change(label: label, clearingJournal: clearingJournal, change: change))) }

    /// One transaction, and no undo entry: for what is no step of the work.
    public func keep(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        take(.change(Change(label: label, isStep: false, change: change)))
    }

    public func beginPass() { take(.beginPass) }

    public func journal(_ entries: [JournalEntry]) { take(.journal(entries)) }

    /// Takes the last change back; waits for what is on its way.
    ///
    /// - Returns: its label and the document without it, or `nil` if there is nothing to undo, or if that cannot be now.
    public func undo() -> (label: String, document: SessionDocument)? { step("undo") { try store.undo() } }

    /// The opposite of ``undo()``.
    public func redo() -> (label: String, document: SessionDocument)? { step("redo") { try store.redo() } }

    /// Waits until everything is stored, and tries once more what could not be.
    ///
    /// - Returns: whether nothing waits any more.
    @discardableResult
    public func finish() -> Bool {
        queue.sync {
            storeWaiting()
            return waiting.isEmpty
        }
    }

    /// What is not stored yet, in the user's words, and why; `nil` if everything is. Waits for what is on its way.
    public var unstored: (labels: [String], reason: String)? {
        queue.sync {
            guard !waiting.isEmpty else { return nil }
            let labels = waiting.compactMap {
                if case .change(let change) = $0, change.isStep { change.label } else { nil }
            }
            return (labels.isEmpty ? ["what was moved last"] : labels, obstacle ?? "it is on its way")
        }
    }

    /// What went wrong since the last call, for people. Never waits for the disk.
    public func takeFaults() -> [String] {
        faults.withLock { faults in
            defer { faults = [] }
            return faults
        }
    }

    /// What undo and redo would do, as of the last change that went to the store. Never waits for the disk.
    public var history: HistoryTitles { titles.withLock { $0 } }

    private func noteTitles() {
        let next = HistoryTitles(undo: store.undoLabel, redo: store.redoLabel)
        titles.withLock { $0 = next }
    }

    private func step(_ what: String, _ body: () throws -> String?) -> (label: String, document: SessionDocument)? {
        guard !isReadOnly else { return nil }
        return queue.sync {
            storeWaiting()
            guard waiting.isEmpty else {
                report("no \(what) while changes wait to be stored: \(obstacle ?? "the disk is slow")")
                return nil
            }
            do {
                defer { noteTitles() }
                return try body().map { ($0, store.document) }
            } catch {
                report("\(what) failed: \(error)")
                return nil
            }
        }
    }

    private func take(_ work: Work) {
        guard !isReadOnly else { return }
        run { [self] in
            if case .journal(let new) = work, case .journal(let old)? = waiting.last {
                waiting[waiting.count - 1] = .journal(old + new)
            } else {
                waiting.append(work)
            }
            // Live, the clock tries again; a disk that is full is not asked fifty times a second.
            if obstacle == nil || !isDeferred { storeWaiting() }
        }
    }

    private func run(_ work: @escaping @Sendable () -> Void) {
        if isDeferred { queue.async(execute: work) } else { queue.sync(execute: work) }
    }

    private func storeWaiting() {
        defer { noteTitles() }
        while let next = waiting.first {
            do {
                try store(next)
                waiting.removeFirst()
            } catch SessionStoreError.invalid(let faults) {
                // Trying again would not help, and must not keep back what comes after it.
                report("not stored: \(name(of: next)): \(SessionStoreError.invalid(faults))")
                waiting.removeFirst()
            } catch {
                let reason = (error as? SessionStoreError)?.reason ?? "\(error)"
                if obstacle != reason {
                    report("not stored yet: \(name(of: next)): \(reason); it is kept and tried again every second")
                }
                let isNew = obstacle == nil
                obstacle = reason
                if isNew { retryLater() }
                return
            }
        }
        if obstacle != nil { report("everything is stored again") }
        obstacle = nil
    }

    private func store(_ work: Work) throws {
        switch work {
        case .change(let change) where change.isStep:
            try store.perform(change.label, clearingJournal: change.clearingJournal, change.change)
        case .change(let change): try store.keep(change.change)
        case .beginPass: try store.beginPass()
        case .journal(let entries): try store.journal(entries)
        }
    }

    private func name(of work: Work) -> String {
        switch work {
        case .change(let change): change.label
        case .beginPass, .journal: "the pass that runs"
        }
    }

    private func retryLater() {
        guard isDeferred else { return }
        queue.asyncAfter(deadline: .now() + 1) { [weak self] in
            guard let self, obstacle != nil else { return }
            storeWaiting()
            if obstacle != nil { retryLater() }
        }
    }

    private func report(_ fault: String) {
        faults.withLock { if $0.last != fault { $0.append(fault) } }
    }
}

/// What undo and redo would do, in the user's words.
public struct HistoryTitles: Sendable, Hashable {
    /// `nil`: there is nothing to undo.
    public var undo: String?
    /// `nil`: there is nothing to redo.
    public var redo: String?

    public init(undo: String? = nil, redo: String? = nil) {
        self.undo = undo
        self.redo = redo
    }
}

extension Desk {
    /// What is not stored yet, in the user's words, and why; `nil` if everything is.
    public var unstored: (labels: [String], reason: String)? { line.unstored }

    /// Tries once more what could not be stored.
    ///
    /// - Returns: whether everything is stored.
    public func storeAgain() -> Bool { line.finish() }
}
