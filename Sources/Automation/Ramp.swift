public import Units

/// One straight movement of a parameter: the engine's only kind of input, and what a lane is made of.
///
/// From `start` the position runs on a straight line from `from` to `to` over `length` frames, and stays at `to` after
/// that. A length of 0 is a step. Before `start` a ramp has no meaning.
///
/// **Exact:** ``position(at:)`` depends on nothing but the ramp and the frame, so a ramp that is cut, stored, and played
/// in blocks of another size gives the same bits. The line is anchored anew at every multiple of ``cell`` frames, so that
/// single precision is enough inside a cell however long the ramp is.
public struct Ramp: Sendable, Hashable, BitwiseCopyable {
    /// Frames in a cell of the grid on which lines are anchored.
    public static let cell: Int64 = 64

    /// Session position of the line's beginning.
    public var start: FramePosition
    /// Position on the parameter's scale at `start`.
    public var from: Float
    /// Position at `start + length` and after.
    public var to: Float
    /// Frames, 0 or more.
    public var length: Int64

    @_noLocks @_noAllocation
    public init(start: FramePosition, from: Float, to: Float, length: Int64) {
        self.start = start
        self.from = from
        self.to = to
        self.length = length
    }

    /// A step to `position`, held.
    @_noLocks @_noAllocation
    public static func hold(_ position: Float, from start: FramePosition) -> Ramp {
        Ramp(start: start, from: position, to: position, length: 0)
    }

    /// First frame at which the ramp stands still.
    public var end: FramePosition {
        @_noLocks @_noAllocation get { start + length }
    }

    /// Whether the position changes between `start` and `end`.
    public var moves: Bool {
        @_noLocks @_noAllocation get { length > 0 && from.bitPattern != to.bitPattern }
    }

    /// Change of position per frame while the ramp moves.
    public var slope: Float {
        @_noLocks @_noAllocation get { length > 0 ? Float((Double(to) - Double(from)) / Double(length)) : 0 }
    }

    /// First frame of the cell that holds `frame`, or the ramp's start if that comes later.
    @_noLocks @_noAllocation
    public func anchor(of frame: FramePosition) -> FramePosition {
        let cellStart = frame & ~(Ramp.cell - 1)
        return cellStart > start ? cellStart : start
    }

    /// Position at an anchor, from the line itself; `to` from the end on.
    @_noLocks @_noAllocation
    public func position(atAnchor anchor: FramePosition) -> Float {
        let elapsed = anchor - start
        if elapsed >= length { return to }
        if elapsed <= 0 { return from }
        return Float(Double(from) + (Double(to) - Double(from)) * (Double(elapsed) / Double(length)))
    }

    /// Position at a session frame, `frame >= start`.
    ///
    /// - Thread: any; the engine computes the same for eight columns at once.
    @_noLocks @_noAllocation
    public func position(at frame: FramePosition) -> Float {
        if frame - start >= length { return to }
        let anchor = anchor(of: frame)
        return position(atAnchor: anchor) + slope * Float(frame - anchor)
    }
}
