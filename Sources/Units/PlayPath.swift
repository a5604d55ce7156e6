/// The place in a song after a number of frames at a speed, with a loop: engine, disk and desk all compute it here.
///
/// Places are in parts of a frame (``PlaySpeed/unit``). The loop applies unless play begins beyond it: forward at or behind its end,
/// backwards before its start. From elsewhere the song is played up to the loop, and then the loop for ever.
public struct PlayPath: Sendable, Hashable, BitwiseCopyable {
    /// The place of the first frame, in parts.
    public var origin: Int64
    public var speed: PlaySpeed
    /// Session frames of the loop; no loop while the end is not after the start.
    public var loopStart: Int64
    public var loopEnd: Int64

    @_noLocks @_noAllocation
    public init(origin: Int64, speed: PlaySpeed, loopStart: Int64 = 0, loopEnd: Int64 = 0) {
        self.origin = origin
        self.speed = speed
        self.loopStart = loopStart
        self.loopEnd = loopEnd
    }

    /// From a place on, in parts.
    public init(origin: Int64, speed: PlaySpeed, loop: Range<FramePosition>?) {
        self.init(
            origin: origin, speed: speed, loopStart: loop?.lowerBound ?? 0, loopEnd: loop?.upperBound ?? 0)
    }

    /// From a session frame on.
    public init(from session: FramePosition, speed: PlaySpeed, loop: Range<FramePosition>?) {
        self.init(origin: session * PlaySpeed.unit, speed: speed, loop: loop)
    }

    /// Whether the loop is still ahead, or around.
    public var isLooping: Bool {
        @_noLocks @_noAllocation get {
            guard loopEnd > loopStart else { return false }
            return speed.isForward ? origin < loopEnd &* PlaySpeed.unit : origin >= loopStart &* PlaySpeed.unit
        }
    }

    /// The place after so many frames, in parts.
    @_noLocks @_noAllocation
    public func parts(after frames: Int64) -> Int64 { wrapped(origin &+ Int64(speed.parts) &* frames) }

    /// A place that was computed without the loop, brought into it.
    @_noLocks @_noAllocation
    public func wrapped(_ straight: Int64) -> Int64 {
        guard isLooping else { return straight }
        let start = loopStart &* PlaySpeed.unit
        let length = (loopEnd &- loopStart) &* PlaySpeed.unit
        let isPast = speed.isForward ? straight >= loopEnd &* PlaySpeed.unit : straight < start
        guard isPast else { return straight }
        let rest = (straight &- start) % length
        return start &+ (rest < 0 ? rest &+ length : rest)
    }

    /// Frames to the first that is played beyond the loop's seam; `nil` if there is none ahead.
    public var framesToSeam: Int64? {
        @_noLocks @_noAllocation get {
            guard isLooping else { return nil }
            return speed.isForward ? frames(reaching: loopEnd) : framesBelow(loopStart)
        }
    }

    /// Frames to the first whose place is a session frame or beyond it, in the direction of play, ignoring the loop; 0 or less if
    /// that has gone by.
    @_noLocks @_noAllocation
    public func frames(reaching session: Int64) -> Int64 {
        let way = session &* PlaySpeed.unit &- origin
        let step = Int64(speed.parts)
        return step > 0 ? ceiling(way, step) : ceiling(0 &- way, 0 &- step)
    }

    /// Backwards: frames to the first whose place is before a session frame.
    @_noLocks @_noAllocation
    public func framesBelow(_ session: Int64) -> Int64 {
        let way = origin &- session &* PlaySpeed.unit
        let step = 0 &- Int64(speed.parts)
        return way < 0 ? 0 : way / step &+ 1
    }

    /// Forward: the most frames that do not lead beyond a session frame.
    public func frames(upTo session: Int64) -> Int64 {
        max(0, session * PlaySpeed.unit - origin) / Int64(speed.parts.magnitude)
    }

    /// The session frame of a place.
    @_noLocks @_noAllocation
    public static func frame(_ parts: Int64) -> Int64 {
        let frame = parts / PlaySpeed.unit
        return parts < 0 && frame &* PlaySpeed.unit != parts ? frame &- 1 : frame
    }

    /// A quotient, `step` above 0, rounded up.
    @_noLocks @_noAllocation
    private func ceiling(_ way: Int64, _ step: Int64) -> Int64 { way > 0 ? (way &- 1) / step &+ 1 : way / step }
}
