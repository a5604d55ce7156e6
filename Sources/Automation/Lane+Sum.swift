import Units

extension Lane {
    /// The level of two curves of the fader's scale in series.
    ///
    /// The sum of straight lines in dB is straight; where one of them is below −60 dB it is curved, and is approximated within 0.002 dB.
    ///
    /// - Parameters:
    ///   - rest: position of the first if it is empty.
    ///   - otherRest: the same of the other.
    ///   - limit: highest position of the sum.
    public static func sum(
        _ one: Lane, rest: Float, _ other: Lane, rest otherRest: Float, limit: Float
    ) -> (lane: Lane, isClamped: Bool) {
        let frames = Set(one.corners + other.corners + [0]).sorted()
        let (first, second) = (one.orHeld(rest), other.orHeld(otherRest))
        let end = (frames.last ?? 0) + 1
        var points: [Point] = []
        var isClamped = false
        func limited(_ a: Float, _ b: Float) -> Float {
            let sum = Scale.sum(a, b, limit: .greatestFiniteMagnitude)
            if sum > limit { isClamped = true }
            return min(sum, limit)
        }
        func at(_ frame: FramePosition) -> Float {
            limited(first.position(at: frame) ?? rest, second.position(at: frame) ?? otherRest)
        }
        for (start, next) in zip(frames, frames.dropFirst() + [end]) {
            let arrival =
                points.isEmpty
                ? at(start) : limited(first.arrival(at: start, rest), second.arrival(at: start, otherRest))
            points.append(Point(frame: start, before: arrival, after: at(start)))
            guard next > start + 1 else { continue }
            let last = limited(first.arrival(at: next, rest), second.arrival(at: next, otherRest))
            bend(&points, from: (start, at(start)), to: (next, last), at)
        }
        points.append(Point(end, at(end)))
        let segments = Lane.segments(joining: points) + [Segment(.hold(at(end), from: end))]
        return (Lane().replacing(0..<(end + 1), with: segments, before: rest, after: rest, holdsOn: true), isClamped)
    }

    /// Points between two, until the line is nowhere further off than 0.002 dB, or below −60 dB as much of its scale.
    private static func bend(
        _ points: inout [Point], from start: (frame: FramePosition, position: Float),
        to end: (frame: FramePosition, position: Float), _ at: (FramePosition) -> Float
    ) {
        var open = [(start, end)]
        while let (low, high) = open.popLast() {
            let length = high.frame - low.frame
            let isBent =
                length > 32
                && [0.25, 0.5, 0.75].contains { part in
                    let frame = low.frame + Int64(Double(length) * part)
                    let share = Float(Double(frame - low.frame) / Double(length))
                    return abs(at(frame) - (low.position + (high.position - low.position) * share)) > 0.002
                }
            if isBent {
                let middle = low.frame + length / 2
                let centre = (frame: middle, position: at(middle))
                open.append((centre, high))
                open.append((low, centre))
            } else if low.frame > start.frame {
                points.append(Point(low.frame, low.position))
            }
        }
    }

    /// Frames at which the curve may have a corner or a step.
    private var corners: [FramePosition] {
        segments.indices.flatMap { index -> [FramePosition] in
            let segment = segments[index]
            let next = index + 1 < segments.count ? segments[index + 1].frame : .max
            return [segment.frame, segment.ramp.end].filter { $0 >= segment.frame && $0 < next }
        }
    }

    private func orHeld(_ rest: Float) -> Lane { isEmpty ? Lane(points: [(0, rest)]) : self }

    /// Where the curve arrives at a frame from the left.
    private func arrival(at frame: FramePosition, _ rest: Float) -> Float {
        guard frame > 0 else { return position(at: 0) ?? rest }
        guard let index = index(at: frame - 1) else { return position(at: frame - 1) ?? rest }
        return segments[index].ramp.limit(at: frame)
    }
}
