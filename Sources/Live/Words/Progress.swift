import Units

/// Whether the engine goes on.
///
/// - Thread: the desk's.
struct Progress {
    enum Finding: Equatable {
        case goesOn
        /// It has just stood still for so long that it is told.
        case stands
        /// It goes on again, and that it stood still was told.
        case isBack
    }

    /// Nanoseconds that an engine may stand still: longer than any buffer, and than a device takes to be started anew.
    private static let patience: Int64 = 2_000_000_000
    /// Looks are a hundredth of a second apart. Where they are further apart this program stood still itself.
    private static let pause: Int64 = 500_000_000

    private var frame: FramePosition = -1
    private var since: Int64 = 0
    private var lookedAt: Int64 = 0
    private var isTold = false

    /// - Parameters:
    ///   - frame: how far the engine has come.
    ///   - now: nanoseconds of the monotonic clock.
    mutating func look(at frame: FramePosition, _ now: Int64) -> Finding {
        defer { lookedAt = now }
        guard frame == self.frame, now - lookedAt < Progress.pause else {
            let isBack = isTold && frame != self.frame
            if isBack { isTold = false }
            self.frame = frame
            since = now
            return isBack ? .isBack : .goesOn
        }
        guard !isTold, now - since >= Progress.patience else { return .goesOn }
        isTold = true
        return .stands
    }
}
