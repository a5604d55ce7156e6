import Automation
import GRDB
import MixModel
import Synchronization
import Units

/// A pass of which only the journal is left.
struct RecoveredPass {
    let number: Int64
    let entries: [JournalEntry]
    /// Whether a part of the journal could not be read; the rest of the pass after it is left out.
    let isDamaged: Bool

    /// The passes in the journal, oldest first.
    ///
    /// - Throws: `SQLITE_CORRUPT` if a row of it cannot be what it says.
    static func all(in db: Database) throws -> [RecoveredPass] { all(in: try db.journalBlocks()) }

    static func all(in blocks: [JournalBlock]) -> [RecoveredPass] {
        let numbers = blocks.map(\.pass).reduce(into: [Int64]()) { if !$0.contains($1) { $0.append($1) } }
        return numbers.map { number in
            let own = blocks.filter { $0.pass == number }
            let first = own.first?.batch ?? 0
            // Up to the first that cannot be read or is not there.
            let readable = zip(own, first...).prefix { $0.entries != nil && $0.batch == $1 }.map(\.0)
            return RecoveredPass(
                number: number, entries: readable.flatMap { $0.entries ?? [] }, isDamaged: readable.count < own.count)
        }
    }

    /// Writes into the document what the pass had written.
    ///
    /// - Returns: what was recovered, in words; `nil` if nothing changed.
    func apply(to document: inout SessionDocument) -> String? {
        var builder = PassBuilder()
        for entry in entries { builder.fold(entry) }
        let stillWriting = builder.close()
        let last = stillWriting ?? builder.results.values.joined().map(\.range.upperBound).max() ?? 0
        var result = document
        var changed = builder.apply(to: &result.lanes, thinned: document.settings.thinning.map(builder.thinned)) {
            document.mix[$0]
        }
        // A lane that cannot be stored must not cost the others.
        let faults = result.faults(in: result.changes(from: document))
        let unfit = changed.filter { parameter in faults.contains { $0.place == RowKey.lane(parameter).words } }
        for parameter in unfit { result.lanes[parameter] = document.lanes[parameter] }
        changed.removeAll(where: unfit.contains)
        guard !changed.isEmpty || isDamaged || !unfit.isEmpty else { return nil }
        document = result
        let names = changed.map { parameter in
            let role = parameter.role.spec.path.replacing("/", with: " ")
            return "\(document.mix.name(of: parameter.node)) \(role)"
        }
        let time = RecoveredPass.seconds(last, document.mix.sampleRate)
        var words = "a pass that was cut off at \(time) s was recovered"
        words += names.isEmpty ? ", but nothing of it could be kept" : ": \(names.joined(separator: ", "))"
        if isDamaged { words += "; a part of its journal was damaged, and what came after that is lost" }
        for parameter in unfit { words += "; \(parameter.address) made no sense and is left out" }
        return words
    }

    /// With two decimals, rounded down.
    private static func seconds(_ frame: FramePosition, _ rate: Int) -> String {
        let (product, isTooLarge) = frame.multipliedReportingOverflow(by: 100)
        let hundredths = isTooLarge ? frame / Int64(max(1, rate)) : product / Int64(max(1, rate))
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension SessionStore {
    /// Turns what the journal holds of a pass that was cut off into an entry of the history.
    func recoverJournal() throws {
        guard let queue else { return }
        let passes = try queue.read { try RecoveredPass.all(in: $0) }
        guard let last = passes.last else { return }
        state.withLock {
            $0.hasJournal = true
            $0.firstPass = 0
            $0.pass = last.number + 1
        }
        var notices: [String] = []
        do {
            // One entry for all: they are of one sitting.
            try perform("Recovered pass", clearingJournal: true) { document in
                notices = passes.compactMap { $0.apply(to: &document) }
            }
        } catch let error as SessionStoreError {
            // The journal stays, and is not touched by the passes to come: the next opening tries again.
            notices = ["a pass that was cut off could not be stored yet: \(error)"]
        }
        state.withLock {
            $0.firstPass = last.number + 1
            $0.notices += notices
        }
    }
}
