public import Units

extension Lane {
    /// Where a lane stands at a frame: just before it, and from it on. The two differ at a step.
    ///
    /// Points are what people see and edit: between two of them a lane is a straight line from `after` to the next `before`.
    public struct Point: Sendable, Hashable {
        public var frame: FramePosition
        /// Position that the line from the left arrives at.
        public var before: Float
        /// Position from the frame on.
        public var after: Float

        public init(frame: FramePosition, before: Float, after: Float) {
            self.frame = frame
            self.before = before
            self.after = after
        }

        /// A corner without a step.
        public init(_ frame: FramePosition, _ position: Float) {
            self.init(frame: frame, before: position, after: position)
        }
    }

    /// The corners and steps of a range, with one point at each of its ends; empty if the lane or the range is.
    ///
    /// - Complexity: O(segments in the range).
    public func points(in range: Range<FramePosition>) -> [Point] {
        guard let first = segments.first, !range.isEmpty, let begin = position(at: range.lowerBound) else {
            return []
        }
        var points: [Point] = []
        var last = begin
        if first.frame > range.lowerBound { points.append(Point(range.lowerBound, begin)) }
        var next = index(at: range.lowerBound) ?? 0
        while next < segments.count, segments[next].frame < range.upperBound {
            let segment = segments[next]
            next += 1
            let start = max(segment.frame, range.lowerBound)
            let end = next < segments.count ? min(segments[next].frame, range.upperBound) : range.upperBound
            let position = segment.ramp.position(at: start)
            points.append(Point(frame: start, before: points.isEmpty ? position : last, after: position))
            if segment.ramp.moves, segment.ramp.end > start, segment.ramp.end < end {
                points.append(Point(segment.ramp.end, segment.ramp.to))
            }
            last = segment.ramp.limit(at: end)
        }
        points.append(Point(range.upperBound, last))
        return points
    }

    /// From the lane's first frame to the one behind its last movement; `nil` for an empty lane.
    public var extent: Range<FramePosition>? {
        guard let first = segments.first, let last = segments.last else { return nil }
        return first.frame..<max(last.frame, last.ramp.moves ? last.ramp.end : last.frame) + 1
    }

    /// Straight lines through points in rising order; the last one only says where they end.
    public static func segments(joining points: [Point]) -> [Segment] {
        zip(points, points.dropFirst()).map { here, next in
            here.after == next.before
                ? Segment(.hold(here.after, from: here.frame))
                : Segment(
                    Ramp(start: here.frame, from: here.after, to: next.before, length: next.frame - here.frame))
        }
    }

    /// The curve of a range, each part with its own line; the first begins with the range.
    public func slice(_ range: Range<FramePosition>) -> [Segment] {
        guard let first = segments.first, !range.isEmpty else { return [] }
        var result: [Segment] = []
        if first.frame > range.lowerBound {
            result.append(Segment(.hold(first.ramp.position(at: first.frame), from: range.lowerBound)))
        } else if let index = index(at: range.lowerBound) {
            result.append(Segment(frame: range.lowerBound, ramp: segments[index].ramp))
        }
        return result + segments.filter { $0.frame > range.lowerBound && $0.frame < range.upperBound }
    }
}

extension Ramp {
    /// Where the line arrives at a frame, coming from the left; `frame > start`.
    func limit(at frame: FramePosition) -> Float {
        frame - start >= length
            ? to : Float(Double(from) + (Double(to) - Double(from)) * (Double(frame - start) / Double(length)))
    }
}
