public import Automation
public import MixModel
import Units

extension PassBuilder {
    /// Writes the finished ranges into the lanes, in the order of writing.
    ///
    /// A range that says what the lane says already is left out: a touch that was released without a movement changes
    /// nothing, and makes no undo step.
    ///
    /// - Parameters:
    ///   - lanes: the session's lanes.
    ///   - thinning: what becomes of the points; `nil`: all stay.
    ///   - rest: position of a parameter without a lane, on its scale.
    /// - Returns: the parameters whose lanes changed, in the order of the session.
    @discardableResult
    public func apply(
        to lanes: inout [ParameterID: Lane], thinning: Thinning? = nil, rest: (ParameterID) -> Float
    ) -> [ParameterID] {
        var changed: [ParameterID] = []
        for (parameter, ranges) in results {
            let before = lanes[parameter] ?? Lane()
            let position = rest(parameter)
            let bound = thinning?.bound(of: parameter.role.spec)
            var lane = before
            for written in ranges {
                let before = written.before ?? position
                let after = written.after ?? position
                guard (lane.isEmpty && before != after) || !lane.says(written, rest: before) else { continue }
                lane = lane.replacing(
                    written.range, with: written.thinned(within: bound), before: before, after: after,
                    holdsOn: written.holdsOn)
            }
            guard lane != before else { continue }
            lanes[parameter] = lane
            changed.append(parameter)
        }
        return changed.sorted()
    }
}

extension PassBuilder.Written {
    /// What was written, with no more points than the bound asks for.
    func thinned(within bound: Float?) -> [Lane.Segment] {
        guard let bound else { return segments }
        let points = Lane(segments: segments).points(in: range)
        let kept = Lane.thinned(points, within: bound)
        return kept.count < points.count ? Lane.segments(joining: kept) : segments
    }
}

extension PassBuilder {
    /// Points that were written, and those that stay with a thinning.
    public func pointCounts(_ thinning: Thinning) -> (written: Int, kept: Int) {
        var counts = (written: 0, kept: 0)
        for (parameter, ranges) in results {
            let bound = thinning.bound(of: parameter.role.spec)
            for written in ranges {
                counts.written += written.segments.count
                counts.kept += written.thinned(within: bound).count
            }
        }
        return counts
    }
}

extension Lane {
    /// Whether the lane's positions in the range are those that were written, bit for bit, so far as the lines show
    /// without walking every frame: same line, or both standing at the same position.
    func says(_ written: PassBuilder.Written, rest: Float) -> Bool {
        var frames = Set(written.segments.map(\.frame))
        frames.formUnion(segments.lazy.map(\.frame).filter { written.range.contains($0) })
        // A line that ends inside the range stands still from there on.
        frames.formUnion(written.segments.map(\.ramp.end).filter { written.range.contains($0) })
        frames.formUnion(segments.lazy.map(\.ramp.end).filter { written.range.contains($0) })
        frames.insert(written.range.lowerBound)
        let other = Lane(segments: written.segments)
        for frame in frames {
            let new = other.line(at: frame, rest: rest)
            let old = line(at: frame, rest: rest)
            if new == old { continue }
            guard new.stands(at: frame), old.stands(at: frame), new.to.bitPattern == old.to.bitPattern else {
                return false
            }
        }
        return true
    }

    /// The line that rules at a frame; before the first segment that segment's beginning, held.
    private func line(at frame: FramePosition, rest: Float) -> Ramp {
        if let index = index(at: frame) { return segments[index].ramp }
        return .hold(position(at: frame) ?? rest, from: 0)
    }
}

extension Ramp {
    /// Whether the position stays what it is from `frame` on.
    fileprivate func stands(at frame: FramePosition) -> Bool { !moves || frame >= end }
}
