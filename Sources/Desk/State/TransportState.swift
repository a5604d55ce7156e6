public import Units

/// What the transport does and is about to do.
public struct TransportState: Sendable, Hashable {
    /// Where the song is at any engine frame from now on, if nobody intervenes.
    public var model: TransportModel
    /// The loop that rules, or is about to; `nil`: none.
    public var loop: Range<FramePosition>?
    /// Session frames in which writing is allowed; `nil`: everywhere.
    public var punch: Range<FramePosition>?
    /// Session frame of a locate that waits for the disk; `nil`: none does.
    public var awaited: FramePosition?

    public init(
        model: TransportModel, loop: Range<FramePosition>? = nil, punch: Range<FramePosition>? = nil,
        awaited: FramePosition? = nil, speed: PlaySpeed? = nil
    ) {
        self.speed = speed ?? model.speed
        self.model = model
        self.loop = loop
        self.punch = punch
        self.awaited = awaited
    }

    /// The speed that rules, or is about to.
    public var speed: PlaySpeed

    public var isRolling: Bool { model.isRolling }
    /// Session frame at which it stops by itself.
    public var end: FramePosition { model.end }
}
