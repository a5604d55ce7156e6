public import Units

/// Something that the user was told.
public struct Notice: Sendable, Hashable {
    /// Counts all notices of this sitting, from 1.
    public var number: Int
    /// Engine frame.
    public var frame: FramePosition
    public var text: String
}

/// What is to be told, and the last of what was: whoever tells takes what is new, whoever looks sees the last ones.
struct NoticeLog: Sendable {
    /// The last ones, the oldest first.
    private(set) var recent: [Notice] = []
    /// What nobody has told yet.
    private(set) var untold: [String] = []
    private var count = 0

    /// Notices that are kept to be looked at.
    static let kept = 100

    mutating func add(_ text: String, at frame: FramePosition) {
        untold.append(text)
        count += 1
        recent.append(Notice(number: count, frame: frame, text: text))
        if recent.count > 2 * NoticeLog.kept { recent.removeFirst(recent.count - NoticeLog.kept) }
    }

    mutating func take() -> [String] {
        defer { untold = [] }
        return untold
    }
}
