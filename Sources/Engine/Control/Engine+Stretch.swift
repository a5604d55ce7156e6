import Vectors

/// Stretches: whole cells of the time line in which nothing happens, rendered section by section.
///
/// - Thread: audio.
extension Engine {
    /// Whole cells from here on in which nothing happens and no parameter moves.
    @_noLocks @_noAllocation
    func stretch(atMost rest: Int) -> Int {
        var cells = mixer.longestStretch
        guard cells > 1 else { return cells }
        let possible = transport.cells(atMost: rest)
        if possible < cells { cells = possible }
        let toNext = (pending.nextFrame &- transport.engine) / Int64(Block.frames)
        if toNext < Int64(cells) { cells = Int(toNext) }
        guard cells > 1 else { return cells }
        let standing = (parameters.standsUntil &- transport.frame) / Int64(Block.frames)
        return standing < Int64(cells) ? Int(standing) : cells
    }
}
