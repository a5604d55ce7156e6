public import Automation
public import MixModel
public import Units

/// Edits of lanes by people, each of one lane or several and of one range.
extension SessionDocument {
    /// What is done to a range of a lane.
    public enum LaneEdit: Sendable, Hashable {
        case shift(Double)
        /// About a value; `nil`: about the middle of what the range holds.
        case scale(Double, about: Float?)
        case clear
        case thin(Thinning)
    }

    /// Number of points of a lane before and after an edit, and whether it met the end of the parameter's range.
    public struct LaneOutcome: Sendable, Hashable {
        public let parameter: ParameterID
        public let before: Int
        public let after: Int
        public let isClamped: Bool
        public let isChanged: Bool
    }

    /// Edits lanes; what they do outside of the range stays bit for bit.
    ///
    /// - Parameters:
    ///   - parameters: that have lanes.
    ///   - range: `nil` for all of each lane.
    /// - Throws: ``AddressFault`` if an edit makes no sense for a parameter; the document is then half edited.
    public mutating func edit(
        _ parameters: [ParameterID], in range: Range<FramePosition>?, _ edit: LaneEdit
    ) throws(AddressFault) -> [LaneOutcome] {
        var outcomes: [LaneOutcome] = []
        for id in parameters {
            guard let lane = lanes[id], let extent = lane.extent else { continue }
            let spec = id.role.spec
            var after = lane
            var isClamped = false
            switch edit {
            case .clear:
                after = range.map { lane.cleared($0, steps: spec.isStepped) } ?? Lane()
            case .thin(let thinning):
                if let bound = thinning.bound(of: spec) { after = lane.thinned(in: range ?? extent, within: bound) }
            case .shift(let distance):
                try refuseSteps(id, "shifted")
                let changed = lane.changed(
                    .shift(distance), in: range ?? whole(extent), of: spec, holdsOn: range == nil)
                (after, isClamped) = (changed.lane, changed.isClamped)
            case .scale(let factor, let centre):
                try refuseSteps(id, "scaled")
                let part = range ?? whole(extent)
                let centre = centre ?? SessionDocument.middle(lane.points(in: part))
                let changed = lane.changed(
                    .scale(factor, about: centre), in: part, of: spec, holdsOn: range == nil)
                (after, isClamped) = (changed.lane, changed.isClamped)
            }
            lanes[id] = after.isEmpty ? nil : after
            outcomes.append(
                LaneOutcome(
                    parameter: id, before: lane.segments.count, after: after.segments.count, isClamped: isClamped,
                    isChanged: after != lane))
        }
        return outcomes
    }

    /// Lays a piece of one lane over another, or elsewhere over the same.
    ///
    /// - Parameters:
    ///   - place: where the range's first frame comes to lie.
    ///   - isMove: the piece is taken out where it was.
    /// - Throws: ``AddressFault`` if the two parameters are not of one kind.
    public mutating func copyLane(
        _ source: ParameterID, _ range: Range<FramePosition>, to target: ParameterID, at place: FramePosition,
        isMove: Bool = false
    ) throws(AddressFault) {
        guard let piece = lanes[source] else { return }
        let (one, other) = (source.role.spec, target.role.spec)
        guard one.scale == other.scale, one.unit == other.unit, one.range == other.range, one.steps == other.steps,
            one.choices == other.choices
        else {
            throw AddressFault(
                "\(source.address) takes \(one.rangeText) and \(target.address) \(other.rangeText): "
                    + "a lane goes to parameters of its own kind alone")
        }
        if isMove { lanes[source] = piece.cleared(range, steps: one.isStepped) }
        lanes[target] = (lanes[target] ?? Lane()).pasting(range, of: piece, at: place, rest: mix[target])
    }

    private func refuseSteps(_ id: ParameterID, _ done: String) throws(AddressFault) {
        guard id.role.spec.isStepped else { return }
        throw AddressFault(
            "\(id.address) of \(mix.name(of: id.node)) steps (\(id.role.spec.rangeText)) and cannot be \(done)")
    }

    /// Also what comes before and after the points.
    private func whole(_ extent: Range<FramePosition>) -> Range<FramePosition> {
        0..<max(extent.upperBound, mix.length)
    }

    /// Halfway between the lowest and the highest, silence left aside.
    static func middle(_ points: [Lane.Point]) -> Float {
        let positions = points.flatMap { [$0.before, $0.after] }
        let sounding = positions.filter { $0 > Scale.silence }
        let all = sounding.isEmpty ? positions : sounding
        return ((all.min() ?? 0) + (all.max() ?? 0)) / 2
    }
}
