public import Units

/// Edits of a lane other than by hands. Outside of the edited range every position keeps its bits.
extension Lane {
    /// A change of every value in a range.
    public enum Change: Sendable, Hashable {
        /// Up or down: dB of a level, octaves of what is logarithmic, else the parameter's own unit.
        case shift(Double)
        /// The distance from a position, so many times as large.
        case scale(Double, about: Float)
    }

    /// What came of a change.
    public struct Changed: Sendable, Hashable {
        public var lane: Lane
        /// Whether a value reached the end of the parameter's range and was clamped to it.
        public var isClamped: Bool
    }

    /// The lane with the values of a range moved. Silence stays silence.
    ///
    /// - Parameters:
    ///   - spec: of a parameter that does not step.
    ///   - holdsOn: what follows the range is moved along with its end, also beyond the song's end.
    public func changed(
        _ change: Change, in range: Range<FramePosition>, of spec: ParameterSpec, holdsOn: Bool = false
    ) -> Changed {
        var isClamped = false
        func moved(_ position: Float) -> Float {
            guard spec.scale != .fader || position > Scale.silence else { return position }
            let wanted = change.applied(to: position, on: spec.scale)
            let result = spec.clamped(wanted)
            if abs(result - wanted) > wanted.ulp { isClamped = true }
            return result
        }
        let corners = change.corners(of: spec)
        let points = Lane.split(points(in: range), where: corners).map {
            Point(frame: $0.frame, before: moved($0.before), after: moved($0.after))
        }
        guard let rest = position(at: range.lowerBound) else { return Changed(lane: self, isClamped: false) }
        let written = Lane.segments(joining: points)
        return Changed(
            lane: replacing(range, with: written, before: rest, after: rest, holdsOn: holdsOn), isClamped: isClamped)
    }

    /// The lane without the points of a range: a straight line from its value at one end to that at the other; what steps stays at
    /// the value that it had.
    public func cleared(_ range: Range<FramePosition>, steps: Bool) -> Lane {
        guard !range.isEmpty, let start = position(at: range.lowerBound), let end = position(at: range.upperBound)
        else { return self }
        let line = Ramp(start: range.lowerBound, from: start, to: end, length: range.upperBound - range.lowerBound)
        let written = Segment(steps || start == end ? .hold(start, from: range.lowerBound) : line)
        return replacing(range, with: [written], before: start, after: end)
    }

    /// The lane with a piece of a curve laid over it from a place on.
    ///
    /// - Parameters:
    ///   - range: of the other lane; not empty.
    ///   - place: where its first frame comes to lie, 0 or later.
    ///   - rest: position of the parameter where this lane says nothing.
    public func pasting(_ range: Range<FramePosition>, of other: Lane, at place: FramePosition, rest: Float) -> Lane {
        let offset = place - range.lowerBound
        let written = other.slice(range).map { segment in
            var moved = segment
            moved.frame += offset
            moved.ramp.start += offset
            return moved
        }
        guard !written.isEmpty else { return self }
        return replacing(place..<(range.upperBound + offset), with: written, before: rest, after: rest)
    }

    /// The points, with further ones where a line passes one of some positions.
    static func split(_ points: [Point], where corners: [Float]) -> [Point] {
        guard !corners.isEmpty, var last = points.first else { return points }
        var result = [last]
        for point in points.dropFirst() {
            let (from, to) = (last.after, point.before)
            let length = Double(point.frame - last.frame)
            let crossings = corners.filter { ($0 - from) * ($0 - to) < 0 }.map { corner in
                (corner, Double(corner - from) / Double(to - from))
            }
            for (corner, part) in crossings.sorted(by: { $0.1 < $1.1 }) {
                let frame = last.frame + Int64((part * length).rounded())
                if frame > result[result.count - 1].frame, frame < point.frame { result.append(Point(frame, corner)) }
            }
            result.append(point)
            last = point
        }
        return result
    }
}

extension Lane.Change {
    /// The changed position, not clamped to the parameter's range.
    func applied(to position: Float, on scale: Scale) -> Float {
        switch self {
        case .shift(let distance):
            // Below −60 dB a fader's scale is that of amplitude.
            guard scale == .fader else { return position + Float(distance) }
            return scale.position(of: scale.value(at: position) + distance)
        case .scale(let factor, let centre): return centre + Float(factor) * (position - centre)
        }
    }

    /// Positions at which a straight line gets a bend: where the range ends, and at −60 dB.
    func corners(of spec: ParameterSpec) -> [Float] {
        let ends = [spec.clamped(-.greatestFiniteMagnitude), spec.clamped(.greatestFiniteMagnitude)]
        switch self {
        case .shift(let distance):
            let bends: [Float] = spec.scale == .fader ? [-60, -60 - Float(distance)] : []
            return bends + ends.map { $0 - Float(distance) }
        case .scale(let factor, let centre):
            guard factor != 0 else { return [] }
            return ends.map { centre + ($0 - centre) / Float(factor) }
        }
    }
}
