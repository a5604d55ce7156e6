public import MIDI
public import Units

/// Devices that are only listened to, while somebody chooses what their controls shall do: what is moved moves nothing then.
extension SurfaceSession {
    /// From this frame on the device's messages go to whoever learns. Its hands let go first, and it is shown nothing new: a motor
    /// must not pull at a fader that nobody knows to be held.
    ///
    /// - Parameter hear: takes each message, with nanoseconds that never go back.
    public func beginLearning(
        from surface: Surface, at frame: FramePosition, _ hear: @escaping (Message, Int64) -> Void
    ) {
        lostInput(of: surface, at: frame)
        surface.input.learner = hear
        say("\(surface.name): somebody learns from it; until that has ended it moves nothing")
    }

    /// The device is one of the mix again, and is shown all of it.
    public func endLearning(from surface: Surface, at frame: FramePosition) {
        guard surface.input.learner != nil else { return }
        surface.input.learner = nil
        // It may have been pulled out.
        guard surfaces.contains(where: { $0 === surface }) else { return }
        lostInput(of: surface, at: frame)
        say("\(surface.name): is back in the mix")
    }
}
