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
