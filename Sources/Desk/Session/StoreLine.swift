import Foundation
public import SessionStore
import Synchronization

/// The way to the session's store: changes go in order, off the desk's thread when playing live, at once otherwise.
///
/// What cannot be stored (a full disk, a folder that has become read-only) is said once, kept with all that comes after it,
/// and tried again every second: the sound never waits for the disk, and nothing is lost as long as the program runs.
///
/// A change that the store refuses, because no session may hold it, did not happen: the desk has made it already, and is told what is
/// to be taken back (``takeAnswers()``). What an undo comes to is told in the same way, so that nobody waits for a transaction.
///
/// - Thread: the desk's. Proof for `@unchecked`: `submitted` and `number` are touched by the desk's thread only, `store`, `waiting` and
///   `obstacle` on `queue` only.
// Large: both ends of one queue: orders that wait, and answers that were not taken yet.
public final class StoreLine: @unchecked Sendable {
    private let store: SessionStore
    private let queue = DispatchQueue(label: "session store")
    private let isDeferred: Bool
    /// What was handed in and not taken yet: while the disk is waited for it piles up, and its journal becomes one batch.
    private let inbox = Mutex<[Work]>([])
    private var waiting: [Work] = []
    /// Why the first of those that wait could not be stored; `nil` while all is well.
    private var obstacle: String?
    private let faults = Mutex<[String]>([])
    private let titles: Mutex<HistoryTitles>
    private let ledger = Mutex(Ledger())
    /// Changes that the desk has made and that may not be in the store's document yet.
    private var submitted: [(number: Int, change: @Sendable (inout SessionDocument) -> Void)] = []
    /// Counts what was handed in.
    private var number = 0
    /// The document as opened.
    public let document: SessionDocument
    /// Another process has the session, or its folder cannot be written.
    public let isReadOnly: Bool
    /// Interval of the journal in a pass, in ms of the song. Live 15: with the desk's own step of 10 ms and the writing itself, an end
    /// by force costs less than 50 ms. Off line 50, for the song passes many times faster. Live each batch is on the disk before the
    /// next is taken, so a power cut costs in addition what the disk takes for two batches.
    public var journalMilliseconds: Int { isDeferred ? 15 : 50 }

    private enum Work {
        case change(Change)
        case beginPass
        case journal([JournalEntry])
        case step(Step, number: Int)
    }

    /// What goes from the store's thread to the desk's.
    private struct Ledger {
        var answers: [(number: Int, answer: Answer)] = []
        /// All up to this number is settled.
        var settled = 0
    }

    private struct Change {
        var number: Int
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
    ) { submit(Change(number: number + 1, label: label, clearingJournal: clearingJournal, change: change)) }

    /// One transaction, and no undo entry: for what is no step of the work.
    public func keep(_ label: String, _ change: @escaping @Sendable (inout SessionDocument) -> Void) {
        submit(Change(number: number + 1, label: label, isStep: false, change: change))
    }

    private func submit(_ change: Change) {
        guard !isReadOnly else { return }
        number = change.number
        submitted.append((change.number, change.change))
        take(.change(change))
    }

    public func beginPass() { take(.beginPass) }

    public func journal(_ entries: [JournalEntry]) { take(.journal(entries)) }

    /// Orders an undo or a redo, after what is on its way; what comes of it is among the answers.
    public func order(_ step: Step) {
        guard !isReadOnly else { return }
        number += 1
        take(.step(step, number: number))
    }

    /// What has become of changes and steps since the last call, in their order. Never waits for the disk.
    public func takeAnswers() -> [Answer] {
        let (answers, settled) = ledger.withLock { ledger in
            defer { ledger.answers = [] }
            return (ledger.answers, ledger.settled)
        }
        let present = answers.map { number, answer in
            answer.mapped { document in
                for later in submitted where later.number > number { later.change(&document) }
            }
        }
        submitted.removeAll { $0.number <= settled }
        return present
    }

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

    private func take(_ work: Work) {
        guard !isReadOnly else { return }
        inbox.withLock { $0.append(work) }
        run { [self] in takeInbox() }
    }

    private func takeInbox() {
        let taken = inbox.withLock { inbox in
            defer { inbox = [] }
            return inbox
        }
        for (place, work) in taken.enumerated() {
            accept(work)
            if case .journal = work, place + 1 < taken.count, case .journal = taken[place + 1] { continue }
            // Live, the clock tries again; a disk that is full is not asked fifty times a second.
            if obstacle == nil || !isDeferred { storeWaiting() }
        }
    }

    private func accept(_ work: Work) {
        if case .journal(let new) = work, case .journal(let old)? = waiting.last {
            waiting[waiting.count - 1] = .journal(old + new)
        } else if case .step(let step, let number) = work, let obstacle {
            // Behind what cannot be stored there is nothing to step from.
            let reason = "no \(step.name) while changes wait to be stored: \(obstacle)"
            report(reason)
            answer(number, .noStep(step, reason: reason))
        } else {
            waiting.append(work)
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
                settle(next)
            } catch SessionStoreError.invalid(let faults) {
                // Trying again would not help, and must not keep back what comes after it.
                report("not stored, and taken back: \(name(of: next)): \(SessionStoreError.invalid(faults))")
                settle(next, .refused(store.document))
            } catch {
                if case .step(let step, _) = next {
                    // Whoever wants it asks again; meanwhile nothing waits for it.
                    report("\(step.name) failed: \(error)")
                    settle(next, .noStep(step, reason: "\(error)"))
                    continue
                }
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
        case .journal(let entries): try store.journal(entries, safeAgainst: isDeferred ? .powerCut : .endOfProcess)
        case .step(.restore(let place), let number):
            // Keeping it may have been refused meanwhile.
            guard store.document.revisions.indices.contains(place) else {
                return answer(number, .noStep(.restore(place), reason: "the revision was never stored"))
            }
            let revision = store.document.revisions[place]
            let restored = try store.document.playable(revision)
            let changed = try store.perform("Restore \(revision.name)") { $0 = restored }
            answer(
                number,
                changed ? .restored(revision.name, store.document) : .noStep(.restore(place), reason: nil))
        case .step(let step, let number):
            let (isBack, labels) = try carryOut(step)
            answer(
                number,
                labels.isEmpty
                    ? .noStep(step, reason: nil) : .stepped(isBack: isBack, labels: labels, store.document))
        }
    }

    private func carryOut(_ step: Step) throws -> (isBack: Bool, labels: [String]) {
        switch step {
        case .undo: return (true, [try store.undo()].compactMap { $0 })
        case .redo: return (false, [try store.redo()].compactMap { $0 })
        case .travel(let count):
            let distance = store.history.count { !$0.isUndone } - count
            var labels: [String] = []
            for _ in 0..<abs(distance) {
                guard let label = try distance > 0 ? store.undo() : store.redo() else { break }
                labels.append(label)
            }
            return (distance > 0, labels)
        case .restore: return (false, [])
        }
    }

    /// The first of what waits is done with.
    private func settle(_ work: Work, _ answer: Answer? = nil) {
        waiting.removeFirst()
        switch work {
        case .change(let change):
            if let answer { self.answer(change.number, answer) }
            ledger.withLock { $0.settled = change.number }
        case .step(_, let number):
            if let answer { self.answer(number, answer) }
            ledger.withLock { $0.settled = number }
        case .beginPass, .journal: break
        }
    }

    private func answer(_ number: Int, _ answer: Answer) { ledger.withLock { $0.answers.append((number, answer)) } }

    private func name(of work: Work) -> String {
        switch work {
        case .change(let change): change.label
        case .beginPass, .journal: "the pass that runs"
        case .step(let step, _): step.name
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

extension Desk {
    /// What is not stored yet, in the user's words, and why; `nil` if everything is.
    public var unstored: (labels: [String], reason: String)? { line.unstored }

    /// Tries once more what could not be stored.
    ///
    /// - Returns: whether everything is stored.
    public func storeAgain() -> Bool { line.finish() }
}
