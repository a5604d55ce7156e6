public import Automation
public import MixModel

/// What a pass wrote, with no more points than a bound asks for. It is worked out once, counted, and written into the lanes.
public struct ThinnedPass: Sendable {
    /// By parameter, range by range as ``PassBuilder/results``.
    public let segments: [ParameterID: [[Lane.Segment]]]
    /// Points that were written.
    public let written: Int

    /// Points that stay.
    public var kept: Int { segments.values.joined().map(\.count).reduce(0, +) }
}

extension PassBuilder {
    /// What was written, thinned within a bound.
    ///
    /// - Complexity: as of thinning, for all that was written.
    public func thinned(_ thinning: Thinning) -> ThinnedPass {
        var segments: [ParameterID: [[Lane.Segment]]] = [:]
        for (parameter, ranges) in results {
            let bound = thinning.bound(of: parameter.role.spec)
            segments[parameter] = ranges.map { $0.thinned(within: bound) }
        }
        return ThinnedPass(segments: segments, written: results.values.joined().map(\.segments.count).reduce(0, +))
    }
}

extension PassBuilder.Written {
    fileprivate func thinned(within bound: Float?) -> [Lane.Segment] {
        guard let bound else { return segments }
        let points = Lane(segments: segments).points(in: range)
        let kept = Lane.thinned(points, within: bound)
        return kept.count < points.count ? Lane.segments(joining: kept) : segments
    }
}
