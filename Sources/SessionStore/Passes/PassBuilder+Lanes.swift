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
    ///   - thinned: what is written in the place of what was written; `nil`: every point stays.
    ///   - rest: position of a parameter without a lane, on its scale.
    /// - Returns: the parameters whose lanes changed, in the order of the session.
    @discardableResult
    public func apply(
        to lanes: inout [ParameterID: Lane], thinned: ThinnedPass? = nil, rest: (ParameterID) -> Float
    ) -> [ParameterID] {
        var changed: [ParameterID] = []
        for (parameter, ranges) in results {
            let before = lanes[parameter] ?? Lane()
            let position = rest(parameter)
            var lane = before
            for (place, written) in ranges.enumerated() {
                let before = written.before ?? position
                let after = written.after ?? position
                guard (lane.isEmpty && before != after) || !lane.says(written, rest: before) else { continue }
                let segments = thinned?.segments[parameter]?[place] ?? written.segments
                lane = lane.replacing(
                    written.range, with: segments, before: before, after: after, holdsOn: written.holdsOn)
            }
            guard lane != before else { continue }
            lanes[parameter] = lane
            changed.append(parameter)
        }
        return changed.sorted()
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
