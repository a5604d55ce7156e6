import SessionStore

/// What a performance did to the history: looked up, not counted, for an undo takes back as much as a pass adds.
struct HistoryChanges {
    /// In the order of the history: what was stored, done again, or taken back.
    let lines: [String]
    /// The same for programs, which know what is stored by its label alone.
    let labels: [String]

    init(from before: [SessionStore.HistoryEntry], to after: [SessionStore.HistoryEntry]) {
        let known = Set(before)
        let changed = after.filter { !known.contains($0) }
        lines = changed.map { entry in
            if entry.isUndone { return "taken back: \(entry.label)" }
            return known.contains(entry.takenBack) ? "done again: \(entry.label)" : "stored: \(entry.label)"
        }
        labels = changed.map { $0.isUndone ? "taken back: \($0.label)" : $0.label }
    }
}
