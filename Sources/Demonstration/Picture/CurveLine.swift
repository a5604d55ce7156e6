import Automation
import Units

/// The points of a lane's line on the page.
enum CurveLine {
    struct Point: Sendable, Hashable {
        var x: Double
        var y: Double
    }

    /// From the song's start to its end, with the exact value at each point.
    ///
    /// Taken at every unit of the page and at both sides of every segment's beginning, so that steps stand upright and
    /// corners are sharp; points on a straight line between their neighbours are left out.
    static func points(
        of curve: AutomationPicture.Curve, in panel: PictureLayout.Panel, layout: PictureLayout
    ) -> [Point] {
        let points = points(
            of: curve.lane, rest: curve.rest, length: layout.length,
            columns: FramePosition(PictureLayout.right - PictureLayout.left)
        ) { frame, position in
            Point(x: layout.x(frame), y: panel.y(travel: curve.spec.travel(position: position)))
        }
        return simplified(points)
    }

    /// As ``points(of:in:layout:)``, with every point that was taken, on a page of one's own.
    ///
    /// - Parameters:
    ///   - rest: where the lane says nothing.
    ///   - length: of the song, in frames.
    ///   - columns: units of the page from the song's start to its end.
    ///   - place: of a session frame and a position.
    static func points(
        of lane: Lane, rest: Float, length: FramePosition, columns: FramePosition,
        place: (FramePosition, Float) -> Point
    ) -> [Point] {
        var frames = (0..<columns).map { $0 * length / columns }
        for segment in lane.segments where segment.frame > 0 && segment.frame < length {
            frames.append(segment.frame - 1)
            frames.append(segment.frame)
            if segment.ramp.end > 0 && segment.ramp.end < length { frames.append(segment.ramp.end) }
        }
        // What the lane says from the song's end on is not part of the song.
        frames.append(length - 1)
        frames.sort()
        var points: [Point] = []
        var before: FramePosition = -1
        for frame in frames where frame != before {
            before = frame
            points.append(place(frame, lane.position(at: frame) ?? rest))
        }
        if let last = points.last { points.append(Point(x: place(length, rest).x, y: last.y)) }
        return points
    }

    /// Without the points that lie so near the line between the kept point before and the next, in units of the page.
    static func simplified(_ points: [Point], within tolerance: Double = 0.01) -> [Point] {
        guard points.count > 2, var anchor = points.first else { return points }
        var result = [anchor]
        // The range of slopes from the anchor that passes all points since, within the tolerance.
        var (lowest, highest) = (-Double.infinity, Double.infinity)
        for (index, point) in points.enumerated().dropFirst() {
            let run = Swift.max(point.x - anchor.x, 1e-9)
            let slope = (point.y - anchor.y) / run
            if index > 1 && (slope < lowest || slope > highest) {
                anchor = points[index - 1]
                result.append(anchor)
                (lowest, highest) = (-.infinity, .infinity)
            }
            let rest = Swift.max(point.x - anchor.x, 1e-9)
            lowest = Swift.max(lowest, (point.y - anchor.y - tolerance) / rest)
            highest = Swift.min(highest, (point.y - anchor.y + tolerance) / rest)
        }
        if let last = points.last, last != anchor { result.append(last) }
        return result
    }

    /// As the `points` attribute of an SVG polyline.
    static func attribute(_ points: [Point]) -> String {
        points.map { "\(SVGText.number($0.x)),\(SVGText.number($0.y))" }.joined(separator: " ")
    }
}
