public import Units

/// Where the song is at an engine frame: the desk's own reckoning, exact because every movement of the transport is a
/// command of the desk's with its frame.
public struct TransportModel: Sendable, Hashable {
    public private(set) var isRolling = false
    /// Engine frame of the last start.
    public private(set) var rollingSince: FramePosition = 0
    /// Session frames that repeat, if any.
    public var loop: Range<FramePosition>?
    /// Session frame at which the transport stops by itself; backwards it stops at 0.
    public var end: FramePosition
    /// How fast it plays, or would.
    public internal(set) var speed = PlaySpeed.normal

    /// Engine frame of the last movement, and the place there in parts of a session frame.
    private var engineAnchor: FramePosition = 0
    private var partsAnchor: Int64 = 0

    public init(end: FramePosition) { self.end = end }

    public mutating func play(at engine: FramePosition) {
        anchor(at: engine)
        rollingSince = engine
        isRolling = true
    }

    public mutating func stop(at engine: FramePosition) {
        anchor(at: engine)
        isRolling = false
    }

    /// - Parameter session: the new position.
    public mutating func locate(at engine: FramePosition, to session: FramePosition) {
        engineAnchor = engine
        partsAnchor = session * PlaySpeed.unit
    }

    /// Fixes the position reached so far, so that another loop can rule from here on.
    public mutating func stopLooping(at engine: FramePosition) { anchor(at: engine) }

    private mutating func anchor(at engine: FramePosition) {
        partsAnchor = parts(at: engine)
        engineAnchor = engine
    }

    /// Session position at an engine frame not before the last movement.
    public func position(at engine: FramePosition) -> FramePosition { PlayPath.frame(parts(at: engine)) }

    /// The same in parts of a frame.
    private func parts(at engine: FramePosition) -> Int64 {
        guard isRolling else { return partsAnchor }
        let parts = path(from: partsAnchor).parts(after: max(0, engine - engineAnchor))
        guard !path(from: partsAnchor).isLooping else { return parts }
        return speed.isForward ? min(parts, max(end * PlaySpeed.unit, partsAnchor)) : max(parts, min(0, partsAnchor))
    }

    private func path(from parts: Int64) -> PlayPath { PlayPath(origin: parts, speed: speed, loop: loop) }

    /// Whether a session frame is the last that is reached in the direction of play, or after it, but for a loop.
    public func isLast(_ session: FramePosition) -> Bool { speed.isForward ? session >= end : session <= 0 }

    /// Frames from an engine frame to the next seam (loop end) or the end of the song; `nil` when stopped.
    public func framesToSeam(from engine: FramePosition) -> FramePosition? {
        guard isRolling else { return nil }
        let path = path(from: parts(at: engine))
        return path.framesToSeam ?? max(0, path.frames(reaching: speed.isForward ? end : 0))
    }

    /// The same where that is a loop's seam.
    public func framesToLoopSeam(from engine: FramePosition) -> FramePosition? {
        isRolling ? path(from: parts(at: engine)).framesToSeam : nil
    }

    /// The engine frame at which the song will be at `session`, or first beyond it, if that is ahead and before any seam. Only
    /// forward: backwards nothing waits for a place.
    public func engineFrame(ofSession session: FramePosition, after engine: FramePosition) -> FramePosition? {
        guard let seam = framesToSeam(from: engine), speed.isForward else { return nil }
        let path = path(from: parts(at: engine))
        let ahead = path.frames(reaching: session)
        return session * PlaySpeed.unit >= path.origin && ahead < seam ? engine + ahead : nil
    }

    /// The most engine frames that do not lead beyond a session frame, forward.
    public func frames(upTo session: FramePosition, from engine: FramePosition) -> FramePosition {
        path(from: parts(at: engine)).frames(upTo: session)
    }
}
