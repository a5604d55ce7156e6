public import Units

/// The curve of one parameter: ramps in order of time, each valid from its segment's frame to the next segment's.
///
/// A segment's ramp may have begun before the segment (the rest of an old curve after a pass) and may aim beyond the next
/// one (a ramp that a new movement cut). Keeping the whole line, not the two ends, is what makes a played lane identical
/// bit for bit to the pass that was heard.
public struct Lane: Sendable, Hashable {
    /// From `frame` on (until the next segment) the position is that of `ramp`.
    public struct Segment: Sendable, Hashable, BitwiseCopyable {
        public var frame: FramePosition
        public var ramp: Ramp

        @_noLocks @_noAllocation
        public init(frame: FramePosition, ramp: Ramp) {
            self.frame = frame
            self.ramp = ramp
        }

        /// A segment that begins with its ramp.
        @_noLocks @_noAllocation
        public init(_ ramp: Ramp) { self.init(frame: ramp.start, ramp: ramp) }
    }

    /// In strictly rising order of `frame`; the first at frame 0 or later. Empty: the lane says nothing.
    public private(set) var segments: [Segment]

    public init(segments: [Segment] = []) {
        assert(zip(segments, segments.dropFirst()).allSatisfy { $0.frame < $1.frame }, "segments in order")
        self.segments = segments
    }

    public var isEmpty: Bool { segments.isEmpty }

    /// Straight lines between points, flat before the first and after the last; for tests, imports and hand-written lanes.
    ///
    /// - Parameter points: rising frames with their positions; `step` holds the previous position until the frame.
    public init(points: [(frame: FramePosition, position: Float)], stepped: Bool = false) {
        var segments: [Segment] = []
        for (index, point) in points.enumerated() {
            let next = index + 1 < points.count && !stepped ? points[index + 1] : point
            segments.append(
                Segment(
                    Ramp(
                        start: point.frame, from: point.position, to: next.position, length: next.frame - point.frame)
                ))
        }
        self.init(segments: segments)
    }

    /// Index of the segment that rules at `frame`, or `nil` before the first.
    public func index(at frame: FramePosition) -> Int? {
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].frame <= frame { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }

    /// Position at a session frame. Before the first segment it is that segment's beginning; `nil` if the lane is empty.
    public func position(at frame: FramePosition) -> Float? {
        guard let first = segments.first else { return nil }
        guard let index = index(at: frame) else { return first.ramp.position(at: first.frame) }
        return segments[index].ramp.position(at: frame)
    }

    /// The first frame after `frame` at which a segment begins, if any: the next breakpoint.
    public func nextBreakpoint(after frame: FramePosition) -> FramePosition? {
        let next = (index(at: frame) ?? -1) + 1
        return next < segments.count ? segments[next].frame : nil
    }

    /// The lane with `range` replaced by what was written there; outside it every position keeps its bits.
    ///
    /// After the range the old curve goes on with the line that it had, also in the middle of a segment.
    ///
    /// - Parameters:
    ///   - range: session frames; not empty.
    ///   - written: segments in order, the first at `range.lowerBound`, all inside the range.
    ///   - before: position of the parameter where the lane says nothing (its static position), as it was heard up to the range:
    ///     anchors an empty lane.
    ///   - after: the same behind the range.
    ///   - holdsOn: what was written last holds for ever; the old curve does not come back.
    public func replacing(
        _ range: Range<FramePosition>, with written: [Segment], before: Float, after: Float, holdsOn: Bool = false
    ) -> Lane {
        guard !range.isEmpty, !written.isEmpty else { return self }
        var result: [Segment] = []
        if let first = segments.first, first.frame < range.lowerBound {
            result += segments.prefix { $0.frame < range.lowerBound }
        } else if range.lowerBound > 0 {
            // Flat up to the range, as it sounded before.
            let start = segments.first.map { $0.ramp.position(at: $0.frame) } ?? before
            result.append(Segment(.hold(start, from: 0)))
        }
        result += written
        guard !holdsOn else { return Lane(segments: Lane.merged(result)) }
        let later = segments.drop { $0.frame <= range.upperBound }
        if later.first?.frame != range.upperBound {
            if let ruling = index(at: range.upperBound) {
                result.append(Segment(frame: range.upperBound, ramp: segments[ruling].ramp))
            } else {
                let start = segments.first.map { $0.ramp.position(at: $0.frame) } ?? after
                result.append(Segment(.hold(start, from: range.upperBound)))
            }
        }
        result += later
        return Lane(segments: Lane.merged(result))
    }

    /// Without segments that go on along the line of the one before.
    private static func merged(_ segments: [Segment]) -> [Segment] {
        var result: [Segment] = []
        for segment in segments {
            if let last = result.last, last.ramp == segment.ramp { continue }
            if let last = result.last, !last.ramp.moves, !segment.ramp.moves, last.ramp.to == segment.ramp.to {
                continue
            }
            result.append(segment)
        }
        return result
    }
}
