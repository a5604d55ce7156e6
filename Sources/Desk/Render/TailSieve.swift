import Units

/// Lets a song's frames through, holds back what is quiet after its end until something louder follows, and listens on after a
/// cut. Pure, but for the receiver.
struct TailSieve {
    /// Of the song.
    let length: FramePosition
    /// Session frame after the last that may be let through.
    let end: FramePosition
    /// Quiet frames at the end are left out.
    private let isTrimmed: Bool
    /// Session frame up to which it is worth listening: a while beyond the longest tail, for echoes are seconds apart.
    let listensUntil: FramePosition
    /// What sounds after this is taken to go on.
    private let limit: FramePosition
    private var heldLeft: [Float] = []
    private var heldRight: [Float] = []
    /// Session frame after the last that came, and that was let through.
    private var seen: FramePosition = .min
    private var passed: FramePosition = 0
    private var cut = CutSound()

    init(length: FramePosition, end: FramePosition, isTrimmed: Bool, sampleRate: Int) {
        self.length = length
        self.end = end
        self.isTrimmed = isTrimmed && end > length
        limit = max(end, length + FramePosition(Tail.limitSeconds * sampleRate))
        // Where the end was asked for inside the song, nothing beyond it is listened to.
        listensUntil = end < length ? end : limit + FramePosition(TailSieve.moreSeconds * sampleRate)
    }

    /// More than the longest time between two echoes.
    private static let moreSeconds = 5

    /// Whether nothing can come any more.
    func isOver(isSilent: Bool) -> Bool { isSilent && seen >= (isTrimmed ? length : end) }

    /// Whether it is worth knowing who sounds: after the cut.
    func listensForSources(at position: FramePosition) -> Bool { position >= end }

    mutating func take(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, frames: Int, at position: FramePosition,
        _ receive: SongRender.Receiver
    ) throws {
        seen = position + FramePosition(frames)
        // Three parts: the song, its tail, what is cut off.
        let inside = Int(min(max(0, end - position), FramePosition(frames)))
        let song = isTrimmed ? Int(min(max(0, length - position), FramePosition(inside))) : inside
        if song > 0 {
            try receive(left, right, song, position)
            passed = position + FramePosition(song)
        }
        if song < inside {
            try hold(left + song, right + song, inside - song, at: position + FramePosition(song), receive)
        }
        if inside < frames {
            cut.listen(
                left + inside, right + inside, frames: frames - inside, at: position + FramePosition(inside))
        }
    }

    private mutating func hold(
        _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ frames: Int, at position: FramePosition,
        _ receive: SongRender.Receiver
    ) throws {
        var done = 0
        if let last = lastLoud(left, right, frames: frames) {
            if !heldLeft.isEmpty {
                try receive(heldLeft, heldRight, heldLeft.count, position - FramePosition(heldLeft.count))
                heldLeft.removeAll(keepingCapacity: true)
                heldRight.removeAll(keepingCapacity: true)
            }
            done = last + 1
            try receive(left, right, done, position)
            passed = position + FramePosition(done)
        }
        heldLeft.append(contentsOf: UnsafeBufferPointer(start: left + done, count: frames - done))
        heldRight.append(contentsOf: UnsafeBufferPointer(start: right + done, count: frames - done))
    }

    /// What came of it, when nothing comes any more.
    ///
    /// - Parameter sources: asked if something was cut off.
    func ending(sources: () -> [String]) -> SongRender.Ending {
        var ending = SongRender.Ending(end: passed)
        guard cut.end > 0 else { return ending }
        ending.cut = cut
        ending.cut?.goesOn = cut.end > limit
        ending.cut?.sources = sources()
        return ending
    }
}
