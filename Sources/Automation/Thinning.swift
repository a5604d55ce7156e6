public import Units

/// How far a thinned lane may be from what was written.
///
/// The bound is on the parameter's own scale, whatever the sample rate: for faders and sends in dB above −60 dB (below, the same
/// distance on their scale), for everything else a share of its travel.
public struct Thinning: Sendable, Hashable {
    /// Greatest error of a fader, in dB.
    public var decibels: Double

    /// Bounds that can be asked for, in dB.
    public static let range = 0.001...6.0
    /// The default bound, in dB.
    public static let usual = 0.05
    /// Share of its travel by which a parameter other than a level may be off, at the default bound.
    private static let usualPart = 0.001

    /// - Parameter decibels: ``range``.
    public init(decibels: Double = Thinning.usual) { self.decibels = decibels }

    /// Greatest error in positions of a parameter; `nil` for what steps, which is never thinned.
    public func bound(of spec: ParameterSpec) -> Float? {
        guard !spec.isStepped else { return nil }
        if spec.scale == .fader { return Float(decibels) }
        let travel = abs(spec.position(travel: 1) - spec.position(travel: 0))
        return travel * Float(Thinning.usualPart * decibels / Thinning.usual)
    }
}

extension Lane {
    /// The lane with fewer points in a range; outside of it every position keeps its bits.
    ///
    /// - Parameter bound: greatest error in positions, above 0. First, last, steps, and every corner that the bound does not
    ///   cover stay. Thinning once more changes nothing.
    public func thinned(in range: Range<FramePosition>, within bound: Float) -> Lane {
        // The hold behind the last movement stays as it is.
        guard let last = segments.last else { return self }
        let end = max(last.frame, last.ramp.moves ? last.ramp.end : last.frame)
        let range = range.lowerBound..<max(range.lowerBound, min(range.upperBound, end))
        let written = points(in: range)
        let kept = Lane.thinned(written, within: bound)
        guard kept.count < written.count, let rest = position(at: range.lowerBound) else { return self }
        return replacing(range, with: Lane.segments(joining: kept), before: rest, after: rest)
    }

    /// The points that are needed to stay within the bound.
    ///
    /// - Complexity: O(n log n) for what hands write, O(n²) at worst.
    /// - Source: D. Douglas, T. Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
    ///   line or its caricature", 1973; here the distance is vertical, which is what is heard.
    public static func thinned(_ points: [Point], within bound: Float) -> [Point] {
        guard points.count > 2, bound > 0 else { return points }
        // A step as small as rounding counts as none; lines have the rest of the bound.
        let step = bound / 100
        let limit = Double(bound - step)
        var isKept = points.map { abs($0.after - $0.before) > step }
        isKept[0] = true
        isKept[points.count - 1] = true
        let fixed = isKept.indices.filter { isKept[$0] }
        var open = zip(fixed, fixed.dropFirst()).map { ($0, $1) }
        while let (first, last) = open.popLast() {
            guard let worst = furthest(points, first, last, beyond: limit) else { continue }
            isKept[worst] = true
            open.append((first, worst))
            open.append((worst, last))
        }
        return points.indices.filter { isKept[$0] }.map { points[$0] }
    }

    /// The point between two others that is furthest from their line, if it is further away than the limit.
    private static func furthest(_ points: [Point], _ first: Int, _ last: Int, beyond limit: Double) -> Int? {
        guard last - first > 1 else { return nil }
        let start = Double(points[first].after)
        let slope = (Double(points[last].before) - start) / Double(points[last].frame - points[first].frame)
        var worst: (index: Int, distance: Double)?
        for index in (first + 1)..<last {
            let point = points[index]
            let line = start + slope * Double(point.frame - points[first].frame)
            let distance = max(abs(Double(point.before) - line), abs(Double(point.after) - line))
            if distance > limit, distance > worst?.distance ?? 0 { worst = (index, distance) }
        }
        return worst?.index
    }
}
