/// Engine frames and times at one sample rate.
public struct FrameClock: Sendable, Hashable {
    /// Frames per second.
    public let sampleRate: Int

    public init(sampleRate: Int) { self.sampleRate = sampleRate }

    /// Frames in a time, rounded down.
    public func frames(milliseconds: Int) -> FramePosition { Int64(milliseconds) * Int64(sampleRate) / 1000 }

    /// When a frame begins, rounded down.
    public func nanoseconds(_ frame: FramePosition) -> Int64 { frame * 1_000_000_000 / Int64(sampleRate) }

    /// The first frame that is not before a time: where a time-out is over.
    public func firstFrame(nanoseconds: Int64) -> FramePosition {
        (nanoseconds * Int64(sampleRate) + 999_999_999) / 1_000_000_000
    }

    /// The frame nearest to a time.
    public func frame(nanoseconds: Int64) -> FramePosition {
        (nanoseconds * Int64(sampleRate) + 500_000_000) / 1_000_000_000
    }
}
