import Automation
import MixModel
import Units

/// Lanes as lists of points, exact in both directions.
///
/// `[frame, value, hold]`: a step, held. `[frame, value, linear]`: a straight line to the next point.
/// `[frame, value, linear, start, from, to, length]`: a part of a line that began before or aims elsewhere; `value` is
/// where it stands at the frame, `from` and `to` are in the parameter's unit.
enum LaneText {
    /// Lanes with more points have a line for each.
    static let pointsOnOneLine = 3

    /// - Parameter value: how a position is written.
    static func tree(
        _ lane: Lane?, mode: AutomationMode?, flags: [(key: String, tree: TextTree)] = [],
        value: @escaping (Float) -> TextTree
    ) -> TextTree {
        var entries: [(key: String, tree: TextTree)] = []
        if let mode { entries.append(("mode", .value(mode.stored.rawValue))) }
        entries += flags
        guard let lane else { return .inlineMap(entries) }
        let segments = lane.segments
        func point(_ index: Int) -> TextTree {
            self.point(segments[index], next: index + 1 < segments.count ? segments[index + 1] : nil, value)
        }
        guard segments.count > pointsOnOneLine else {
            return .inlineMap(entries + [("points", .row(segments.indices.map(point)))])
        }
        return .map(entries + [("points", .lines(segments.count, point))])
    }

    private static func point(
        _ segment: Lane.Segment, next: Lane.Segment?, _ value: (Float) -> TextTree
    ) -> TextTree {
        let frame = TextTree.value("\(segment.frame)")
        let stands = value(segment.ramp.position(at: segment.frame))
        if segment.isSame(as: hold(segment.ramp.to, at: segment.frame)) {
            return .row([frame, stands, .value("hold")])
        }
        if let next, segment.isSame(as: line(from: segment, to: next)) {
            return .row([frame, stands, .value("linear")])
        }
        let ramp = segment.ramp
        return .row([
            frame, stands, .value("linear"), .value("\(ramp.start)"), value(ramp.from), value(ramp.to),
            .value("\(ramp.length)"),
        ])
    }

    /// What `hold` means.
    static func hold(_ position: Float, at frame: FramePosition) -> Lane.Segment {
        Lane.Segment(.hold(position, from: frame))
    }

    /// What `linear` means: from where this point stands to where the next one stands.
    static func line(from segment: Lane.Segment, to next: Lane.Segment) -> Lane.Segment {
        Lane.Segment(
            Ramp(
                start: segment.frame, from: segment.ramp.position(at: segment.frame),
                to: next.ramp.position(at: next.frame), length: next.frame - segment.frame))
    }

    /// A number without a useless `.0`.
    static func plain(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// The shortest text that reads back as the same bits.
    static func exact(_ position: Float, _ spec: ParameterSpec) -> String {
        position == 0 && position.sign == .minus ? "-0" : spec.exactText(at: position)
    }

    /// Reads what ``exact(_:_:)`` writes, and what people write.
    static func reading(_ text: String, _ spec: ParameterSpec) -> ValueReading {
        text == "-0" ? .position(-0.0) : spec.reading(text)
    }
}
