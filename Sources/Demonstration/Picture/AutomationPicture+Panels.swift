import Automation
import MixModel
import Units

/// Panels: waveform, passes, axis and curve.
extension AutomationPicture {
    func drawPanel(_ panel: PictureLayout.Panel, layout: PictureLayout, into svg: inout SVGText) {
        let row = rows[panel.row]
        let (left, right) = (PictureLayout.left, PictureLayout.right)
        svg.line("<g>")
        svg.rectangle(x: left, y: panel.top, width: right - left, height: panel.height, style: "panel")
        let middle = panel.top + panel.height / 2
        svg.line(
            "<use href=\"#waveform\(panel.row)\" transform=\"translate(0 \(SVGText.number(middle))) "
                + "scale(1 \(SVGText.number(panel.height / 200)))\"/>")
        if panel.curve == nil || panel.curve == 0 {
            svg.words(
                SVGText.fitted(row.name, width: 136, size: 19), x: PictureLayout.margin, y: panel.top + 19,
                style: "strip")
        }
        guard let index = panel.curve else {
            svg.line("</g>")
            return
        }
        let curve = row.curves[index]
        drawPasses(of: curve, in: panel, layout: layout, into: &svg)
        drawAxis(of: curve, in: panel, isFirst: index == 0, into: &svg)
        let points = CurveLine.points(of: curve, in: panel, layout: layout)
        let dashes = curve.lane.isEmpty ? " stroke-dasharray=\"6 5\"" : ""
        svg.line(
            "<polyline points=\"\(CurveLine.attribute(points))\" class=\"curve\" stroke=\"\(curve.colour)\"\(dashes)>"
                + "<title>\(SVGText.escaped("\(row.name): \(curve.name)"))</title></polyline>")
        drawPassLabels(of: curve, in: panel, layout: layout, into: &svg)
        svg.line("</g>")
    }

    private func drawAxis(
        of curve: Curve, in panel: PictureLayout.Panel, isFirst: Bool, into svg: inout SVGText
    ) {
        let unit = curve.spec.unit == .onOff || curve.spec.unit == .pan ? "" : ", \(curve.spec.unit.rawValue)"
        let y = panel.top + (isFirst ? 40 : 18)
        svg.words(
            SVGText.fitted(curve.name + unit, width: 126, size: 13), x: PictureLayout.margin, y: y, style: "lane",
            more: "style=\"fill: \(curve.colour)\"")
        for tick in AxisTick.ticks(for: curve.spec, height: panel.height - 2 * PictureLayout.inset) {
            let y = panel.y(travel: tick.travel)
            svg.stroke(x1: PictureLayout.left, y1: y, x2: PictureLayout.right, y2: y, style: "grid")
            svg.words(tick.label, x: PictureLayout.left - 8, y: y + 4, style: "axis", more: "text-anchor=\"end\"")
        }
    }

    private func drawPasses(
        of curve: Curve, in panel: PictureLayout.Panel, layout: PictureLayout, into svg: inout SVGText
    ) {
        for pass in curve.passes {
            let (from, to) = (layout.x(pass.range.lowerBound), layout.x(pass.range.upperBound))
            svg.rectangle(
                x: from, y: panel.top, width: Swift.max(to - from, 1), height: panel.height, style: "pass")
            svg.stroke(x1: from, y1: panel.top, x2: from, y2: panel.bottom, style: "punch")
            svg.stroke(x1: to, y1: panel.top, x2: to, y2: panel.bottom, style: "punch")
        }
    }

    /// A number on each pass, and its words where they fit; at the panel's foot, where a fader seldom goes.
    private func drawPassLabels(
        of curve: Curve, in panel: PictureLayout.Panel, layout: PictureLayout, into svg: inout SVGText
    ) {
        let isSwitch = panel.height < 80
        var rows = LabelRows(rows: isSwitch ? 1 : 4)
        for pass in curve.passes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let (from, to) = (layout.x(pass.range.lowerBound), layout.x(pass.range.upperBound))
            let start = Swift.min(from + 4, PictureLayout.right - 22)
            let words = SVGText.fitted(pass.label, width: to - start - 26, size: 12)
            let hasWords = words.count >= Swift.min(8, pass.label.count)
            let end = hasWords ? start + 26 + SVGText.width(of: words, size: 12) : start + 20
            guard let row = rows.place(from: start, to: end) else { continue }
            let y = isSwitch ? panel.top + panel.height / 2 : panel.bottom - 13 - Double(row) * 20
            drawBadge(pass.number, x: start + 9, y: y, into: &svg)
            if hasWords { svg.words(words, x: start + 23, y: y + 4, style: "label") }
        }
    }

    func drawBadge(_ number: Int, x: Double, y: Double, into svg: inout SVGText) {
        svg.line(
            "<circle cx=\"\(SVGText.number(x))\" cy=\"\(SVGText.number(y))\" r=\"9\" class=\"badge\"/>")
        svg.words("\(number)", x: x, y: y + 4, style: "number", more: "text-anchor=\"middle\"")
    }

    /// A waveform as one closed shape, 100 units up and down, used by all panels of its row.
    func waveformShape(row: Int) -> String {
        let columns = rows[row].waveform
        guard !columns.isEmpty else { return "<path id=\"waveform\(row)\" d=\"\"/>" }
        let shown = Swift.min(columns.count, 678)
        var stretches: [Column] = []
        for index in 0..<shown {
            let part = columns[(index * columns.count / shown)..<((index + 1) * columns.count / shown)]
            let low = part.map(\.low).filter(\.isFinite).min() ?? 0
            let high = part.map(\.high).filter(\.isFinite).max() ?? 0
            stretches.append(Column(low: Swift.min(low, 0), high: Swift.max(high, 0)))
        }
        let peak = Swift.max(stretches.map { Swift.max($0.high, -$0.low) }.max() ?? 0, 1e-6)
        let step = (PictureLayout.right - PictureLayout.left) / Double(shown)
        var path = "M\(SVGText.number(PictureLayout.left)) 0"
        for (index, stretch) in stretches.enumerated() {
            let x = PictureLayout.left + (Double(index) + 0.5) * step
            path += "L\(SVGText.number(x)) \(SVGText.number(Double((-stretch.high / peak * 920).rounded()) / 10))"
        }
        path += "L\(SVGText.number(PictureLayout.right)) 0"
        for (index, stretch) in stretches.enumerated().reversed() {
            let x = PictureLayout.left + (Double(index) + 0.5) * step
            path += "L\(SVGText.number(x)) \(SVGText.number(Double((-stretch.low / peak * 920).rounded()) / 10))"
        }
        return "<path id=\"waveform\(row)\" class=\"waveform\" d=\"\(path)Z\"/>"
    }
}

extension AutomationPicture.Curve {
    /// From the palette of M. Okabe and K. Ito, "Color Universal Design", 2008; darkened where text needs contrast.
    var colour: String {
        if spec.path == "fader" { return "#0067a5" }
        if spec.path == "pan" { return "#b84a00" }
        if spec.unit == .onOff { return "#00795a" }
        return spec.unit == .decibels ? "#5a6270" : "#a4477a"
    }
}
