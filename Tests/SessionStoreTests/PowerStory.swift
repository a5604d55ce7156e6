import Automation
import CSyncWatch
import Foundation
import MixModel
import TestSupport
import Units

@testable import SessionStore

/// What a user does with a session, and after each step what has to be there whatever happens next.
final class PowerStory {
    /// What a session holds when it is opened.
    struct State: Equatable {
        var document: SessionDocument
        /// Labels, those of undone changes behind a mark.
        var history: [String]

        init(_ document: SessionDocument, history: [String]) {
            self.document = document
            self.history = history
        }

        init(_ store: SessionStore) {
            self.init(store.document, history: store.history.map { ($0.isUndone ? "↶ " : "") + $0.label })
        }
    }

    /// After each step.
    private(set) var states: [State] = []
    /// Whether the step's call has promised that the disk has it.
    private(set) var isSafe: [Bool] = []

    /// A step is over.
    func note(_ state: State, isSafe: Bool = true) {
        states.append(state)
        self.isSafe.append(isSafe)
        disk_log_mark(states.count - 1)
    }

    /// What may be found when the power went after step `mark`: all that was promised, and at most what was under way.
    func allowed(after mark: Int) -> ClosedRange<Int> {
        let safe = mark < 0 ? 0 : isSafe[...mark].lastIndex(of: true) ?? 0
        return safe...max(safe, min(mark + 1, states.count - 1))
    }
}

extension PowerStory {
    /// A batch of a live pass: 15 ms, as the desk hands them in.
    private static let batchFrames: Int64 = 720

    /// Makes a session, works in it, rides twice, is killed in a third ride, opens it again and closes it.
    func play(at location: SessionLocation, _ dice: inout Dice) throws {
        var store: SessionStore? = try SessionStore.create(at: location, document: TextExample.document)
        note(State(TextExample.document, history: []))
        try store?.keep { $0.mix[ParameterID(.monitor, .monitorDim)] = 1 }
        noteStored(store)
        for number in 1...4 {
            try edit(store, number, &dice)
            if number == 2, try store?.undo() != nil { noteStored(store) }
            if number == 3, try store?.undo() != nil {
                noteStored(store)
                _ = try store?.redo()
                noteStored(store)
            }
        }
        try ride(store, batches: 6, from: 96_000, safety: .powerCut, ends: true)
        try ride(store, batches: 4, from: 48_000, safety: .endOfProcess, ends: true)
        try store?.close()
        store = try SessionStore.open(at: location)
        try edit(store, 5, &dice)
        try ride(store, batches: 5, from: 144_000, safety: .powerCut, ends: false)
        // Killed: the pass is not ended, and whoever opens the session next finds it.
        store = nil
        store = try SessionStore.open(at: location)
        noteStored(store)
        try edit(store, 6, &dice)
        try store?.close()
    }

    private func noteStored(_ store: SessionStore?) { if let store { note(State(store)) } }

    private func edit(_ store: SessionStore?, _ number: Int, _ dice: inout Dice) throws {
        guard let store else { return }
        let next = dice.edited(store.document)
        if try store.perform("Edit \(number)", { $0 = next }) { note(State(store)) }
    }

    private func ride(
        _ store: SessionStore?, batches: Int, from start: Int64, safety: JournalSafety, ends: Bool
    ) throws {
        guard let store else { return }
        let before = State(store)
        let id = `Journal of a pass`.fader
        try store.beginPass()
        var builder = PassBuilder()
        var next = before
        for batch in 0..<batches {
            let frame = start + Int64(batch) * Self.batchFrames
            let level = Float(batch) - 20
            let ramp = Ramp(start: frame, from: level, to: level + 1, length: Self.batchFrames)
            let entries: [JournalEntry] = [
                .segment(id, frame: frame, ramp: ramp), .position(frame: frame + Self.batchFrames),
            ]
            try store.journal(entries, safeAgainst: safety)
            for entry in entries { builder.fold(entry) }
            var closed = builder
            closed.close(at: frame + Self.batchFrames)
            next.document = before.document
            closed.apply(to: &next.document.lanes) { before.document.mix[$0] }
            // What was undone can be redone no more.
            next.history = before.history.filter { !$0.hasPrefix("↶") } + ["Recovered pass"]
            note(next, isSafe: safety == .powerCut)
        }
        guard ends else { return }
        let written = next.document
        try store.perform("Write pass", clearingJournal: true) { $0 = written }
        note(State(store))
    }
}
