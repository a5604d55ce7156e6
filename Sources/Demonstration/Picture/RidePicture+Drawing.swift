import Automation
import Units

/// Legend, ruler and panels.
extension RidePicture {
    /// Colours as in ``AutomationPicture``: those of M. Okabe and K. Ito, which colour-blind people can tell apart.
    static let style = """
        <style>
        text { font: 13px "DejaVu Sans", Arial, sans-serif; fill: #1c2430; }
        .title { font-size: 17px; font-weight: 700; }
        .name { font-weight: 700; }
        .axis { font-size: 12px; fill: #4a5565; }
        .page { fill: #ffffff; }
        .panel { fill: #f6f7f9; stroke: #c3cad4; }
        .grid { stroke: #8793a3; stroke-opacity: 0.3; }
        .hand { fill: #4a5565; }
        .on { font-size: 12px; fill: #ffffff; }
        .written { fill: #e69f00; fill-opacity: 0.22; }
        .before, .heard, .after { fill: none; stroke-linejoin: round; }
        .before { stroke: #6b7686; stroke-width: 1.6; stroke-dasharray: 6 4; }
        .heard { stroke: #d55e00; stroke-width: 7; stroke-opacity: 0.38; }
        .after { stroke: #0067a5; stroke-width: 2; }
        .end { stroke: #1c2430; stroke-dasharray: 2 3; }
        </style>
        """

    func drawHead(into svg: inout SVGText) {
        svg.words(SVGText.fitted(title, width: 300, size: 17), x: 16, y: 26, style: "title")
        var x = RideLayout.left
        for (style, words) in [
            ("before", "lane before"), ("heard", "heard"), ("after", "lane after"), ("written", "written"),
            ("hand", "hand on the control"),
        ] {
            let isLine = ["before", "heard", "after"].contains(style)
            if isLine {
                svg.stroke(x1: x, y1: 46, x2: x + 30, y2: 46, style: style)
            } else {
                svg.rectangle(x: x, y: 39, width: 30, height: 14, style: style)
            }
            svg.words(words, x: x + 38, y: 50, style: "list")
            x += 66 + SVGText.width(of: words, size: 13)
        }
    }

    func draw(_ panel: Panel, in layout: RideLayout, into svg: inout SVGText) {
        let (left, right) = (RideLayout.left, RideLayout.right)
        let unit = panel.spec.unit == .onOff || panel.spec.unit == .pan ? "" : ", \(panel.spec.unit.rawValue)"
        svg.words(
            SVGText.fitted(panel.name + unit, width: right - left, size: 13), x: left, y: layout.handTop - 6,
            style: "name")
        svg.rectangle(x: left, y: layout.handTop, width: right - left, height: 18, style: "panel")
        svg.words("hand", x: left - 8, y: layout.handTop + 13, style: "axis", more: "text-anchor=\"end\"")
        for range in panel.held {
            let (from, to) = (layout.x(range.lowerBound), layout.x(range.upperBound))
            svg.rectangle(
                x: from, y: layout.handTop + 2, width: Swift.max(to - from, 2), height: 14, style: "hand")
            let words = SVGText.fitted(seconds(range), width: to - from - 8, size: 12)
            if words == seconds(range) { svg.words(words, x: from + 5, y: layout.handTop + 13, style: "on") }
        }
        svg.rectangle(x: left, y: layout.curveTop, width: right - left, height: RideLayout.height, style: "panel")
        for range in panel.written {
            let (from, to) = (layout.x(range.lowerBound), layout.x(range.upperBound))
            svg.rectangle(
                x: from, y: layout.curveTop, width: Swift.max(to - from, 1), height: RideLayout.height,
                style: "written")
            let words = "written \(seconds(range))"
            if SVGText.width(of: words, size: 12) < to - from {
                svg.words(words, x: from + 5, y: layout.bottom - 6, style: "axis")
            }
        }
        let ticks = AxisTick.ticks(for: panel.spec, height: layout.wholeHeight)
        for tick in ticks where layout.travel.contains(tick.travel) {
            let y = layout.y(travel: tick.travel)
            svg.stroke(x1: left, y1: y, x2: right, y2: y, style: "grid")
            svg.words(tick.label, x: left - 8, y: y + 4, style: "axis", more: "text-anchor=\"end\"")
        }
        for stretch in panel.heard {
            let points = stretch.filter { $0.frame <= length }.map {
                CurveLine.Point(
                    x: layout.x($0.frame), y: layout.y(travel: panel.spec.travel(position: $0.after)))
            }
            polyline(points, style: "heard", into: &svg)
        }
        for (curve, style) in [(panel.before, "before"), (panel.after, "after")] {
            let points = points(of: curve, panel).map {
                CurveLine.Point(x: layout.x(FramePosition($0.x)), y: layout.y(travel: $0.y))
            }
            polyline(points, style: style, into: &svg)
        }
    }

    /// A lane's travel, 0…1, by session frame.
    private func points(of curve: (lane: Lane, rest: Float), _ panel: Panel) -> [CurveLine.Point] {
        CurveLine.points(
            of: curve.lane, rest: curve.rest, length: length,
            columns: FramePosition(RideLayout.right - RideLayout.left)
        ) { CurveLine.Point(x: Double($0), y: panel.spec.travel(position: $1)) }
    }

    /// What of a control's travel a panel has to show, with some room around it, and a third of the whole at least.
    func travel(of panel: Panel) -> ClosedRange<Double> {
        let heard = panel.heard.joined().map { panel.spec.travel(position: $0.after) }
        let travels = (points(of: panel.before, panel) + points(of: panel.after, panel)).map(\.y) + heard
        let (low, high) = (travels.min() ?? 0, travels.max() ?? 1)
        let span = Swift.min(1, Swift.max(1 / 3, 1.3 * (high - low)))
        let start = Swift.min(Swift.max(0, (low + high - span) / 2), 1 - span)
        return start...(start + span)
    }

    private func polyline(_ points: [CurveLine.Point], style: String, into svg: inout SVGText) {
        let places = CurveLine.attribute(CurveLine.simplified(points, within: 0.1))
        svg.line("<polyline points=\"\(places)\" class=\"\(style)\"/>")
    }

    /// Seconds below the last panel, and where the song was stopped.
    func drawRuler(height: Double, into svg: inout SVGText) {
        let perSecond = (RideLayout.right - RideLayout.left) * Double(sampleRate) / Double(length)
        let step = [1, 2, 5, 10, 30, 60, 300, 600].first { Double($0) * perSecond >= 40 } ?? 3600
        let seconds = Double(length) / Double(sampleRate)
        for second in stride(from: 0, through: Int(seconds), by: step) {
            let x = RideLayout.x(FramePosition(second * sampleRate), of: length)
            svg.words("\(second) s", x: x, y: height - 10, style: "axis", more: "text-anchor=\"middle\"")
        }
        for stop in played.map(\.upperBound) where stop < length {
            let x = RideLayout.x(stop, of: length)
            svg.stroke(x1: x, y1: RideLayout.top + 22, x2: x, y2: height - RideLayout.foot + 2, style: "end")
            svg.words("stop", x: x + 4, y: RideLayout.top + 35, style: "axis")
        }
    }

    /// `2–4.5 s`.
    private func seconds(_ range: Range<FramePosition>) -> String {
        func words(_ frame: FramePosition) -> String {
            let hundredths = Int((Double(frame) / Double(sampleRate) * 100).rounded())
            return SVGText.number(Double(hundredths) / 100)
        }
        return "\(words(range.lowerBound))–\(words(range.upperBound)) s"
    }
}
