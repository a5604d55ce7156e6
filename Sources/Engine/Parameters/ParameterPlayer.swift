import Automation
import Units

/// One parameter on the audio thread: which line is in force, who gave it, and until when. Frames are those of the play line
/// (``PlayMap``).
///
/// - Thread: audio.
struct ParameterPlayer: BitwiseCopyable {
    /// Who moves the parameter.
    enum Source: BitwiseCopyable {
        /// The lane, or the rest position where there is none.
        case lane
        case hand
        /// A ramp back to the lane, which takes over at its end.
        case glide
    }

    /// The line in force.
    var ramp: Ramp
    /// Frame at which another line takes its place by itself: `.max` if none does.
    var nextBreak: Int64 = .max
    /// Position where there is no lane.
    var rest: Float
    var table: UnsafeMutablePointer<LaneTable>?
    var source = Source.lane
    var isWriting = false
    /// The end of the loop ends the writing.
    var endsAtSeam = false
    /// Frames of the glide that begins by itself at ``nextBreak``, where a hand's ramp ends; 0: none does.
    var glideToCome: Int64 = 0
    /// Never ramps.
    let isStepped: Bool

    init(rest: Float, isStepped: Bool) {
        self.rest = rest
        self.isStepped = isStepped
        ramp = .hold(rest, from: 0)
    }

    /// Whether a ramp leads back to the lane.
    var isGliding: Bool {
        @_noLocks @_noAllocation get {
            if case .glide = source { return true }
            return false
        }
    }

    /// The lane's position at a frame, or the rest position.
    @_noLocks @_noAllocation
    func lanePosition(at frame: Int64, _ map: PlayMap) -> Float {
        guard let table, table.pointee.count > 0 else { return rest }
        return map.isNormal
            ? table.pointee.position(at: frame) : table.pointee.position(atParts: map.parts(at: frame))
    }

    /// Takes the lane's line at a frame.
    @_noLocks @_noAllocation
    mutating func followLane(at frame: Int64, _ map: PlayMap) {
        source = .lane
        glideToCome = 0
        guard let table, table.pointee.count > 0 else {
            ramp = .hold(rest, from: frame)
            nextBreak = .max
            return
        }
        guard map.isNormal else {
            (ramp, nextBreak) = table.pointee.line(at: frame, map)
            return
        }
        let index = table.pointee.index(at: frame)
        table.pointee.cursor = index
        ramp = table.pointee.line(of: index, at: frame)
        nextBreak = table.pointee.end(of: index)
    }

    /// Takes the line of the lane's next segment, which begins now.
    @_noLocks @_noAllocation
    mutating func followNextSegment(_ map: PlayMap) {
        guard let table else { return }
        guard map.isNormal else { return followLane(at: nextBreak, map) }
        let index = table.pointee.cursor &+ 1
        table.pointee.cursor = index
        ramp = table.pointee.line(of: index, at: nextBreak)
        nextBreak = table.pointee.end(of: index)
    }

    /// Takes a hand's line.
    @_noLocks @_noAllocation
    mutating func move(to position: Float, over length: Int64, at frame: Int64) {
        ramp =
            isStepped || length <= 0
            ? .hold(position, from: frame)
            : Ramp(start: frame, from: ramp.position(at: frame), to: position, length: length)
        source = .hand
        nextBreak = .max
        glideToCome = 0
    }

    /// Lets a glide begin by itself when a hand's ramp has come to its end.
    ///
    /// - Returns: whether a hand's ramp is in force.
    @_noLocks @_noAllocation
    mutating func glide(after delay: Int64, over length: Int64, at frame: Int64) -> Bool {
        guard case .hand = source else { return false }
        nextBreak = frame &+ delay
        glideToCome = length
        return true
    }

    /// Begins the glide that was to come.
    @_noLocks @_noAllocation
    mutating func beginGlide(_ map: PlayMap) {
        glide(from: ramp.position(at: nextBreak), over: glideToCome, at: nextBreak, map)
    }

    /// Takes a ramp to the position that the lane will have at the ramp's end.
    @_noLocks @_noAllocation
    mutating func glide(from position: Float, over length: Int64, at frame: Int64, _ map: PlayMap) {
        ramp = Ramp(start: frame, from: position, to: lanePosition(at: frame &+ length, map), length: length)
        source = .glide
        nextBreak = frame &+ length
        glideToCome = 0
    }

    /// Stops moving: a hand's ramp is at its target, a glide at the lane.
    @_noLocks @_noAllocation
    mutating func stop(at frame: Int64, _ map: PlayMap) {
        switch source {
        case .hand:
            ramp = .hold(ramp.to, from: frame)
            nextBreak = .max
            glideToCome = 0
        case .lane, .glide: followLane(at: frame, map)
        }
    }

    /// Goes on at another frame: the lane from there, a hand's ramp with its remaining frames.
    ///
    /// - Parameter map: of the new frame.
    @_noLocks @_noAllocation
    mutating func jump(from old: Int64, to new: Int64, _ map: PlayMap) {
        let left = ramp.end &- old
        let position = ramp.position(at: old)
        switch source {
        case .lane: followLane(at: new, map)
        case .hand:
            nextBreak = .max
            glideToCome = 0
            ramp =
                left > 0
                ? Ramp(start: new, from: position, to: ramp.to, length: left) : .hold(ramp.to, from: new)
        case .glide:
            if left > 0 { glide(from: position, over: left, at: new, map) } else { followLane(at: new, map) }
        }
    }
}
