import Automation
import Units

/// Which place of the song belongs to which frame of the *play line*.
///
/// The engine counts on the play line, which advances by one with each frame rendered while rolling. At normal speed it equals the
/// session's frames, and nothing is computed. At any other speed it begins at the session frame at which the speed was taken up, or that
/// the song jumped to, and what is given in session frames (lanes; reports of what was written) passes through this map.
///
/// - Thread: audio.
struct PlayMap: BitwiseCopyable {
    var speed = PlaySpeed.normal
    /// A frame of the play line, and the song's place there in parts of a frame.
    private var start: Int64 = 0
    private var parts: Int64 = 0

    @_noLocks @_noAllocation
    init() {}

    /// From a place on at a speed; the play line continues with that place's session frame.
    @_noLocks @_noAllocation
    init(from parts: Int64, speed: PlaySpeed) {
        self.init(from: parts, speed: speed, at: PlayPath.frame(parts))
    }

    /// - Parameter frame: of the play line, at which the song is at the place.
    @_noLocks @_noAllocation
    init(from parts: Int64, speed: PlaySpeed, at frame: Int64) {
        self.parts = parts
        self.speed = speed
        start = frame
    }

    var isNormal: Bool {
        @_noLocks @_noAllocation get { speed.isNormal }
    }

    /// The place at a frame of the play line, in parts.
    @_noLocks @_noAllocation
    func parts(at frame: Int64) -> Int64 { parts &+ Int64(speed.parts) &* (frame &- start) }

    /// The session frame at a frame of the play line.
    @_noLocks @_noAllocation
    func session(at frame: Int64) -> Int64 { isNormal ? frame : PlayPath.frame(parts(at: frame)) }

    /// The song from a frame of the play line on.
    @_noLocks @_noAllocation
    func path(from frame: Int64) -> PlayPath { PlayPath(origin: parts(at: frame), speed: speed) }

    /// A ramp on the play line, converted to session frames as it is reported.
    ///
    /// - Parameter frame: play-line frame from which it is written.
    @_noLocks @_noAllocation
    func written(_ ramp: Ramp, from frame: Int64) -> Ramp {
        if isNormal { return ramp }
        guard ramp.moves, frame < ramp.end else { return .hold(ramp.to, from: session(at: frame)) }
        let begin = session(at: ramp.start)
        return Ramp(start: begin, from: ramp.from, to: ramp.to, length: session(at: ramp.end) &- begin)
    }
}

extension LaneTable {
    /// The ramp of a lane from a frame of the play line on, and the frame at which the next one replaces it.
    @_noLocks @_noAllocation
    mutating func line(at frame: Int64, _ map: PlayMap) -> (ramp: Ramp, nextBreak: Int64) {
        let path = map.path(from: frame)
        cursor = index(at: PlayPath.frame(path.origin))
        let nextBreak = path.speed.isForward ? breakAhead(frame, path) : breakBehind(frame, path)
        guard cursor >= 0 else {
            return (.hold(segments[0].ramp.position(at: segments[0].frame), from: frame), nextBreak)
        }
        let line = segments[cursor].ramp
        guard line.moves, path.origin <= line.end &* PlaySpeed.unit else {
            return (.hold(line.to, from: frame), nextBreak)
        }
        let goal = path.speed.isForward ? line.end : beginning(of: cursor)
        let length = path.frames(reaching: goal)
        let to = path.speed.isForward ? line.to : line.position(at: goal)
        guard length > 0 else { return (.hold(to, from: frame), nextBreak) }
        return (Ramp(start: frame, from: line.position(atParts: path.origin), to: to, length: length), nextBreak)
    }

    /// The position at a place of the song; the lane must not be empty.
    @_noLocks @_noAllocation
    func position(atParts parts: Int64) -> Float {
        let index = index(at: PlayPath.frame(parts))
        guard index >= 0 else { return segments[0].ramp.position(at: segments[0].frame) }
        return segments[index].ramp.position(atParts: parts)
    }

    @_noLocks @_noAllocation
    private func beginning(of index: Int) -> Int64 {
        let segment = segments[index]
        return segment.frame > segment.ramp.start ? segment.frame : segment.ramp.start
    }

    @_noLocks @_noAllocation
    private func breakAhead(_ frame: Int64, _ path: PlayPath) -> Int64 {
        let end = end(of: cursor)
        return end == .max ? .max : frame &+ path.frames(reaching: end)
    }

    /// Backwards: the frame at which the segment before takes over, or, where the segment's ramp has ended, at which it begins to move.
    @_noLocks @_noAllocation
    private func breakBehind(_ frame: Int64, _ path: PlayPath) -> Int64 {
        guard cursor >= 0 else { return .max }
        let toSegment = path.framesBelow(segments[cursor].frame)
        let line = segments[cursor].ramp
        guard line.moves, path.origin > line.end &* PlaySpeed.unit else { return frame &+ toSegment }
        let toMovement = path.frames(reaching: line.end)
        return frame &+ (toMovement < toSegment ? toMovement : toSegment)
    }
}

extension Ramp {
    /// The position at a place that may lie between two frames.
    @_noLocks @_noAllocation
    func position(atParts parts: Int64) -> Float {
        let elapsed = Double(parts &- start &* PlaySpeed.unit) / Double(PlaySpeed.unit)
        if elapsed >= Double(length) { return to }
        if elapsed <= 0 { return from }
        return Float(Double(from) + (Double(to) - Double(from)) * (elapsed / Double(length)))
    }
}
