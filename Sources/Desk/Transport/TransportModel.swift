public import Units

/// Where the song is at an engine frame: the desk's own reckoning, exact because every movement of the transport is a
/// command of the desk's with its frame.
public struct TransportModel: Sendable, Hashable {
    public private(set) var isRolling = false
    /// Engine frame of the last start.
    public private(set) var rollingSince: FramePosition = 0
    /// Session frames that repeat, if any.
    public var loop: Range<FramePosition>?
    /// Session frame at which the transport stops by itself.
    public var end: FramePosition

    /// Engine frame of the last movement, and the session position there.
    private var engineAnchor: FramePosition = 0
    private var sessionAnchor: FramePosition = 0

    public init(end: FramePosition) { self.end = end }

    public mutating func play(at engine: FramePosition) {
        sessionAnchor = position(at: engine)
        engineAnchor = engine
        rollingSince = engine
        isRolling = true
    }

    public mutating func stop(at engine: FramePosition) {
        sessionAnchor = position(at: engine)
        engineAnchor = engine
        isRolling = false
    }

    /// - Parameter session: the new position.
    public mutating func locate(at engine: FramePosition, to session: FramePosition) {
        engineAnchor = engine
        sessionAnchor = session
    }

    /// Fixes the position reached so far, so that another loop can rule from here on.
    public mutating func stopLooping(at engine: FramePosition) {
        sessionAnchor = position(at: engine)
        engineAnchor = engine
    }

    /// Session position at an engine frame not before the last movement.
    public func position(at engine: FramePosition) -> FramePosition {
        guard isRolling else { return sessionAnchor }
        let straight = sessionAnchor + max(0, engine - engineAnchor)
        if let loop, sessionAnchor < loop.upperBound, straight >= loop.upperBound {
            return loop.lowerBound + (straight - loop.upperBound) % Int64(loop.count)
        }
        return min(straight, max(end, sessionAnchor))
    }

    /// Frames from an engine frame to the next seam (loop end) or the end of the song; `nil` when stopped.
    public func framesToSeam(from engine: FramePosition) -> FramePosition? {
        guard isRolling else { return nil }
        let now = position(at: engine)
        if let loop, now < loop.upperBound { return loop.upperBound - now }
        return max(0, end - now)
    }

    /// The engine frame at which the song will be at `session`, if it is ahead and before any seam.
    public func engineFrame(ofSession session: FramePosition, after engine: FramePosition) -> FramePosition? {
        guard let seam = framesToSeam(from: engine) else { return nil }
        let ahead = session - position(at: engine)
        return ahead >= 0 && ahead < seam ? engine + ahead : nil
    }
}
