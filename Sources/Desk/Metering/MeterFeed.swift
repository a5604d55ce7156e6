import Units

/// The meters of all nodes for devices that show some: 25 times a second, as often as a device can.
public struct MeterFeed {
    /// As whoever shows the mix has them; made when a device asks for some.
    private var meters: DeskMeters?
    /// Seconds on the clock by which they are read elsewhere; `nil`: engine time.
    private let clock: (() -> Double)?
    private var readAt: FramePosition = 0

    public init(_ meters: DeskMeters? = nil, clock: (() -> Double)? = nil) {
        (self.meters, self.clock) = (meters, clock)
    }

    /// The meters at an engine frame of this desk.
    mutating func read(_ desk: Desk, at frame: FramePosition) -> DeskMeters {
        let meters = self.meters ?? DeskMeters(desk)
        self.meters = meters
        if frame - readAt >= Int64(desk.sampleRate) / 25 || frame < readAt {
            readAt = frame
            meters.update(at: clock?() ?? Double(frame) / Double(desk.sampleRate))
        }
        return meters
    }
}
