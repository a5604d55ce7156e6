public import Units

/// Which frames of the song come out of an engine: what went in, ``latency`` frames later, because all sound passes the
/// look-ahead of the limiter.
///
/// Pure bookkeeping: whoever renders tells it what went in, and asks what came out.
public struct LookAhead: Sendable {
    /// Frames in a row that come out: of the song from `start` on, or of nothing.
    public struct Stretch: Sendable, Hashable {
        /// Session frame of the first one; `nil` where what comes out is no part of the song.
        public var start: FramePosition?
        public var frames: Int

        public init(start: FramePosition?, frames: Int) {
            self.start = start
            self.frames = frames
        }
    }

    public let latency: Int
    /// What went in and has not come out, in its order.
    private(set) var waiting: [Stretch] = []
    /// What went in and was forgotten.
    private(set) var lost: [Stretch] = []
    private var end: FramePosition = 0
    /// Nothing has gone in but the song from its start, without a jump or a seam: what comes out is as in the whole.
    public private(set) var isStraight = true

    /// - Parameter latency: of the engine, which has rendered nothing yet; in frames, 0 or more.
    public init(latency: Int) {
        self.latency = latency
        waiting = LookAhead.nothing(latency)
    }

    /// The engine forgot all sound, as it does when it is sent elsewhere: what was on its way is never heard.
    public mutating func forget() {
        isStraight = false
        lost += waiting
        waiting = LookAhead.nothing(latency)
    }

    /// The engine was sent to the song's start, and plays from there.
    public mutating func begin() {
        forget()
        (isStraight, end) = (true, 0)
    }

    /// So many frames of the song go in, and as many come out.
    ///
    /// - Parameters:
    ///   - start: session frame of the first that goes in; `nil`: what goes in is no part of the song, being played at another speed.
    ///   - frames: 0 or more.
    public mutating func pass(_ start: FramePosition?, frames: Int) -> [Stretch] {
        guard frames > 0 else { return [] }
        if start != end { isStraight = false }
        end = (start ?? 0) + FramePosition(frames)
        append(Stretch(start: start, frames: frames))
        var result: [Stretch] = []
        var rest = frames
        while rest > 0, let first = waiting.first {
            let count = min(rest, first.frames)
            result.append(Stretch(start: first.start, frames: count))
            rest -= count
            if count == first.frames {
                waiting.removeFirst()
            } else {
                waiting[0] = Stretch(
                    start: first.start.map { $0 + FramePosition(count) }, frames: first.frames - count)
            }
        }
        return result
    }

    private mutating func append(_ stretch: Stretch) {
        if let last = waiting.last, let start = last.start, start + FramePosition(last.frames) == stretch.start {
            waiting[waiting.count - 1].frames += stretch.frames
        } else {
            waiting.append(stretch)
        }
    }

    private static func nothing(_ latency: Int) -> [Stretch] {
        latency > 0 ? [Stretch(start: nil, frames: latency)] : []
    }
}
