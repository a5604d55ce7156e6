import DSP
import Lanes

/// Where the play head is, and what makes it jump or stop.
///
/// - Thread: audio.
struct Transport {
    /// Frames rendered since the engine was made.
    var engine: Int64 = 0
    /// Session frame rendered next.
    var session: Int64 = 0
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

    /// Frames that can be rendered in one piece: to the end of the cell, of the loop, of the session.
    @_noLocks @_noAllocation
    func span(atMost frames: Int) -> Int {
        let rest = Block.frames &- Int(session & Int64(Block.frames &- 1))
        return clear(atMost: frames < rest ? frames : rest)
    }

    /// Whole cells that can be rendered in one piece, from a cell's beginning on: to the end of the loop, of the session.
    @_noLocks @_noAllocation
    func cells(atMost frames: Int) -> Int {
        session & Int64(Block.frames &- 1) == 0 ? clear(atMost: frames) / Block.frames : 0
    }

    /// Frames up to the end of the loop, of the session.
    @_noLocks @_noAllocation
    private func clear(atMost frames: Int) -> Int {
        var span = Int64(frames)
        if loopEnd > loopStart && session < loopEnd && loopEnd &- session < span { span = loopEnd &- session }
        if session < end && end &- session < span { span = end &- session }
        return Int(span)
    }

    /// Whether the loop's end was reached from below just now.
    var isAtSeam: Bool {
        @_noLocks @_noAllocation get { loopEnd > loopStart && session == loopEnd }
    }
}
