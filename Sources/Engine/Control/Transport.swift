import DSP
import Units
import Vectors

/// Where the play head is, and what makes it jump or stop.
///
/// - Thread: audio.
struct Transport {
    /// Frames rendered since the engine was made.
    var engine: Int64 = 0
    /// Frame of the play line rendered next: at normal speed the session frame.
    var frame: Int64 = 0
    /// Where the song is at frames of the play line.
    private(set) var map = PlayMap()
    var isRolling = false
    /// Rings being read.
    var slot = 0
    /// How often it was started, stopped or located.
    var moves: Int32 = 0
    /// No loop while the end is not after the start.
    var loopStart: Int64 = 0
    var loopEnd: Int64 = 0
    /// Session frame at which it stops by itself.
    var end = Int64.max

    /// Session frame rendered next.
    var session: Int64 {
        @_noLocks @_noAllocation get { map.session(at: frame) }
    }

    /// Goes on at a place of the song, in parts of a frame, at a speed; the play line begins anew there.
    @_noLocks @_noAllocation
    mutating func go(to parts: Int64, speed: PlaySpeed) {
        map = PlayMap(from: parts, speed: speed)
        frame = PlayPath.frame(parts)
    }

    /// The song is at another place at this very frame.
    @_noLocks @_noAllocation
    mutating func take(_ other: PlayMap) { map = other }

    /// Frames that can be rendered in one piece: to the end of the cell, the loop or the song, whichever is first.
    @_noLocks @_noAllocation
    func span(atMost frames: Int) -> Int {
        let rest = Block.frames &- Int(frame & Int64(Block.frames &- 1))
        return clear(atMost: frames < rest ? frames : rest)
    }

    /// Whole cells from here, a cell's beginning, to the end of the loop or the song; 0 inside a cell.
    @_noLocks @_noAllocation
    func cells(atMost frames: Int) -> Int {
        frame & Int64(Block.frames &- 1) == 0 ? clear(atMost: frames) / Block.frames : 0
    }

    /// Frames up to the end of the loop or the song.
    @_noLocks @_noAllocation
    private func clear(atMost frames: Int) -> Int {
        var span = Int64(frames)
        if !map.isNormal { return Int(clearAtSpeed(atMost: span)) }
        let session = frame
        if loopEnd > loopStart && session < loopEnd && loopEnd &- session < span { span = loopEnd &- session }
        if session < end && end &- session < span { span = end &- session }
        return Int(span)
    }

    /// The same at any speed: up to the first frame whose place is the loop's end, or beyond it.
    @_noLocks @_noAllocation
    private func clearAtSpeed(atMost frames: Int64) -> Int64 {
        let path = path(from: map.parts(at: frame))
        let toEnd =
            path.speed.isForward
            ? path.frames(reaching: end == .max ? Transport.never : end) : path.frames(reaching: 0)
        let span = toEnd > 0 && toEnd < frames ? toEnd : frames
        guard let toSeam = path.framesToSeam else { return span }
        return toSeam < span ? toSeam : span
    }

    /// A session frame that no song reaches, small enough to be multiplied by ``PlaySpeed/unit``.
    private static var never: Int64 {
        @_noLocks @_noAllocation get { 1 &<< 48 }
    }

    /// The song from a place on, in parts of a frame.
    @_noLocks @_noAllocation
    func path(from parts: Int64) -> PlayPath {
        PlayPath(origin: parts, speed: map.speed, loopStart: loopStart, loopEnd: loopEnd)
    }

    /// Whether a place, in parts of a frame, is the song's end or behind it; backwards its start.
    @_noLocks @_noAllocation
    private func isOver(_ parts: Int64) -> Bool {
        guard map.speed.isForward else { return parts <= 0 }
        return end < Transport.never && parts >= end &* PlaySpeed.unit
    }

    /// What the play head reached with the last `frames` frames.
    @_noLocks @_noAllocation
    func edge(after frames: Int64) -> Edge {
        if map.isNormal {
            if loopEnd > loopStart && frame == loopEnd { return .seam }
            return frame == end ? .end : .none
        }
        let before = map.parts(at: frame &- frames)
        let here = map.parts(at: frame)
        if path(from: before).wrapped(here) != here { return .seam }
        return isOver(here) && !isOver(before) ? .end : .none
    }

    /// Where the transport jumps or stops by itself.
    enum Edge: BitwiseCopyable {
        case none
        /// The loop's end; backwards its start.
        case seam
        /// The song's end; backwards its start.
        case end
    }
}
