public import SessionStore

extension StoreLine {
    /// A step through the history.
    public enum Step: Sendable, Hashable {
        case undo, redo
        /// Back or forth until so many changes are in force.
        case travel(to: Int)
        /// To what the session was in a revision, counted from 0: a change of its own.
        case restore(Int)

        /// Whether it goes through what was done, and is no change itself.
        var isInHistory: Bool { if case .restore = self { false } else { true } }

        /// For people.
        public var name: String {
            switch self {
            case .undo: "undo"
            case .redo: "redo"
            case .travel: "way through the history"
            case .restore: "restore"
            }
        }
    }

    /// What the store has made of something, and the document as it is to be after that: with what the desk has changed since.
    public enum Answer: Sendable {
        /// A change was refused.
        case refused(SessionDocument)
        /// - `labels`: of the changes that were undone, or done again, in the order in which that was done.
        case stepped(isBack: Bool, labels: [String], SessionDocument)
        /// The session is what it was in the revision of this name.
        case restored(String, SessionDocument)
        /// The step was not made, for this reason, which is among the faults too; `nil`: there was nothing to undo, redo or
        /// change.
        case noStep(Step, reason: String?)
    }
}

extension StoreLine.Answer {
    /// The same answer with another document.
    func mapped(_ change: (inout SessionDocument) -> Void) -> Self {
        switch self {
        case .refused(var document):
            change(&document)
            return .refused(document)
        case .stepped(let isBack, let labels, var document):
            change(&document)
            return .stepped(isBack: isBack, labels: labels, document)
        case .restored(let name, var document):
            change(&document)
            return .restored(name, document)
        case .noStep: return self
        }
    }
}
