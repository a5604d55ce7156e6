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
        let columns = FramePosition(PictureLayout.right - PictureLayout.left)
        var frames = (0..<columns).map { $0 * layout.length / columns }
        for segment in curve.lane.segments where segment.frame > 0 && segment.frame < layout.length {
            frames.append(segment.frame - 1)
            frames.append(segment.frame)
            if segment.ramp.end > 0 && segment.ramp.end < layout.length { frames.append(segment.ramp.end) }
        }
        // What the lane says from the song's end on is not part of the song.
        frames.append(layout.length - 1)
        frames.sort()
        var points: [Point] = []
        var before: FramePosition = -1
        for frame in frames where frame != before {
            before = frame
            let position = curve.lane.position(at: frame) ?? curve.rest
            points.append(Point(x: layout.x(frame), y: panel.y(travel: curve.spec.travel(position: position))))
        }
        if let last = points.last { points.append(Point(x: PictureLayout.right, y: last.y)) }
        return simplified(points)
    }

    /// Without the points that lie within a hundredth of a unit of the line between the kept point before and the next.
    private static func simplified(_ points: [Point]) -> [Point] {
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
            lowest = Swift.max(lowest, (point.y - anchor.y - 0.01) / rest)
            highest = Swift.min(highest, (point.y - anchor.y + 0.01) / rest)
        }
        if let last = points.last, last != anchor { result.append(last) }
        return result
    }

    /// As the `points` attribute of an SVG polyline.
    static func attribute(_ points: [Point]) -> String {
        points.map { "\(SVGText.number($0.x)),\(SVGText.number($0.y))" }.joined(separator: " ")
    }
}
