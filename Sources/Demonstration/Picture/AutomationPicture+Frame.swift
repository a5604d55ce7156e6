import MixModel
import Units

/// What stands around the panels: title, legend, ruler, markers, list of passes.
extension AutomationPicture {
    static let style = """
        <style>
        text { font-family: Inter, "Segoe UI", "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; fill: #1c2430; }
        .title { font-size: 27px; font-weight: 700; }
        .subtitle { font-size: 15px; fill: #4a5565; }
        .strip { font-size: 17px; font-weight: 700; }
        .lane { font-size: 13px; font-weight: 600; }
        .axis { font-size: 12px; fill: #4a5565; }
        .ruler { font-size: 12px; fill: #1c2430; }
        .marker { font-size: 13px; font-weight: 700; fill: #1c2430; }
        .label { font-size: 12px; fill: #4d3300; paint-order: stroke; stroke: #ffffff; stroke-width: 3px;
                 stroke-linejoin: round; }
        .number { font-size: 11px; font-weight: 700; fill: #ffffff; }
        .list { font-size: 13px; }
        .page { fill: #ffffff; }
        .panel { fill: #f6f7f9; stroke: #c3cad4; stroke-width: 1; }
        .waveform { fill: #ccd3dd; }
        .pass { fill: #e69f00; fill-opacity: 0.2; }
        .punch { stroke: #8a5d00; stroke-width: 1; stroke-dasharray: 2 3; }
        .badge { fill: #6b4700; }
        .grid { stroke: #8793a3; stroke-opacity: 0.35; stroke-width: 1; }
        .beat { stroke: #8793a3; stroke-opacity: 0.3; stroke-width: 1; }
        .tick { stroke: #4a5565; stroke-width: 1; }
        .place { stroke: #1c2430; stroke-width: 1; stroke-dasharray: 5 4; stroke-opacity: 0.6; }
        .curve { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
        </style>
        """

    func drawHeader(into svg: inout SVGText) {
        svg.words(SVGText.fitted(title, width: 1540, size: 27), x: PictureLayout.margin, y: 46, style: "title")
        svg.words(SVGText.fitted(subtitle, width: 1540, size: 15), x: PictureLayout.margin, y: 72, style: "subtitle")
        drawLegend(into: &svg)
    }

    /// Each kind of line once, then waveform and pass.
    private func drawLegend(into svg: inout SVGText) {
        var x = PictureLayout.margin
        let y = 104.0
        var seen: Set<String> = []
        for curve in rows.flatMap(\.curves) where seen.insert(curve.name).inserted {
            let words = SVGText.fitted(curve.name, width: 200, size: 13)
            guard x + 60 + SVGText.width(of: words, size: 13) < 1150 else { break }
            svg.line(
                "<line x1=\"\(SVGText.number(x))\" y1=\"\(y - 4)\" x2=\"\(SVGText.number(x + 28))\" y2=\"\(y - 4)\" "
                    + "class=\"curve\" stroke=\"\(curve.colour)\"/>")
            svg.words(words, x: x + 36, y: y, style: "list")
            x += 60 + SVGText.width(of: words, size: 13)
        }
        svg.rectangle(x: x, y: y - 13, width: 28, height: 16, style: "waveform")
        svg.words("waveform", x: x + 36, y: y, style: "list")
        x += 36 + 90
        guard rows.contains(where: { $0.curves.contains { !$0.passes.isEmpty } }) else { return }
        svg.rectangle(x: x, y: y - 13, width: 28, height: 16, style: "pass")
        svg.words("written by a pass (numbers: see below)", x: x + 36, y: y, style: "list")
    }

    func drawRuler(layout: PictureLayout, into svg: inout SVGText) {
        let baseline = layout.panelsTop - 8
        let pixels = PictureLayout.right - PictureLayout.left
        svg.words("Time", x: PictureLayout.left - 24, y: baseline - 4, style: "axis", more: "text-anchor=\"end\"")
        let perSecond = pixels * Double(sampleRate) / Double(length)
        let steps = [0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600]
        let step = steps.first { $0 * perSecond >= 64 } ?? 7200
        var index = 0
        while Double(index) * step * Double(sampleRate) <= Double(length) {
            let seconds = Double(index) * step
            let x = layout.x(FramePosition(seconds * Double(sampleRate)))
            svg.stroke(x1: x, y1: baseline, x2: x, y2: layout.panelsTop, style: "tick")
            for panel in layout.panels {
                svg.stroke(x1: x, y1: panel.top, x2: x, y2: panel.bottom, style: "beat")
            }
            if x < PictureLayout.right - 12 {
                svg.words(
                    clock(seconds, step: step), x: x, y: baseline - 4, style: "ruler", more: "text-anchor=\"middle\"")
            }
            index += 1
        }
        drawBars(layout: layout, y: baseline - 24, into: &svg)
    }

    private func drawBars(layout: PictureLayout, y: Double, into svg: inout SVGText) {
        guard let framesPerBar, framesPerBar > 0 else { return }
        svg.words("Bar", x: PictureLayout.left - 24, y: y, style: "axis", more: "text-anchor=\"end\"")
        let perBar = (PictureLayout.right - PictureLayout.left) * Double(framesPerBar) / Double(length)
        var step: FramePosition = 1
        while Double(step) * perBar < 40 { step *= 2 }
        var bar: FramePosition = 0
        while bar * framesPerBar < length {
            let x = layout.x(bar * framesPerBar)
            svg.stroke(x1: x, y1: y - 11, x2: x, y2: y + 3, style: "tick")
            if x < PictureLayout.right - 24 { svg.words("\(bar + 1)", x: x + 5, y: y, style: "ruler") }
            bar += step
        }
    }

    /// `0:05`, or `0:00.5` where the ruler's steps are parts of a second.
    private func clock(_ seconds: Double, step: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        let (minutes, rest) = (tenths / 600, tenths % 600 / 10)
        let short = "\(minutes):\(rest < 10 ? "0" : "")\(rest)"
        return step < 1 ? "\(short).\(tenths % 10)" : short
    }

    func drawMarkers(layout: PictureLayout, into svg: inout SVGText) {
        var labels = LabelRows(rows: 2)
        for marker in markers.sorted(by: { $0.position < $1.position })
        where (0...length).contains(marker.position) {
            let x = layout.x(marker.position)
            for panel in layout.panels {
                svg.stroke(x1: x, y1: panel.top, x2: x, y2: panel.bottom, style: "place")
            }
            let words = SVGText.fitted(marker.name, width: Swift.min(220, PictureLayout.right - x), size: 13)
            let end = x + 12 + SVGText.width(of: words, size: 13)
            guard !words.isEmpty, let row = labels.place(from: x, to: end) else { continue }
            let y = layout.rulerTop + 18 - Double(row) * 16
            svg.line(
                "<path d=\"M\(SVGText.number(x)) \(SVGText.number(y + 3))v-12l7 4l-7 4\" fill=\"#1c2430\"/>")
            svg.words(words, x: x + 10, y: y, style: "marker")
        }
    }

    /// All passes in their order, three beside one another.
    func drawPassList(top: Double, into svg: inout SVGText) {
        for (index, pass) in listedPasses.enumerated() {
            let x = PictureLayout.margin + Double(index % 3) * 520
            let y = top + Double(index / 3) * 26
            drawBadge(pass.number, x: x + 9, y: y - 4, into: &svg)
            let from = Double(pass.range.lowerBound) / Double(sampleRate)
            let to = Double(pass.range.upperBound) / Double(sampleRate)
            let words = "\(pass.label) (\(clock(from, step: 0.1))–\(clock(to, step: 0.1)))"
            svg.words(SVGText.fitted(words, width: 480, size: 13), x: x + 26, y: y, style: "list")
        }
    }

    /// Each pass once, over all that it wrote, with the words of all its lanes.
    var listedPasses: [Pass] {
        var passes: [Int: (labels: [String], range: Range<FramePosition>)] = [:]
        for pass in rows.flatMap(\.curves).flatMap(\.passes) {
            var known = passes[pass.number] ?? ([], pass.range)
            if !known.labels.contains(pass.label) { known.labels.append(pass.label) }
            let low = Swift.min(known.range.lowerBound, pass.range.lowerBound)
            known.range = low..<Swift.max(known.range.upperBound, pass.range.upperBound)
            passes[pass.number] = known
        }
        return passes.sorted { $0.key < $1.key }.map { number, known in
            Pass(number: number, label: known.labels.joined(separator: "; "), range: known.range)
        }
    }
}
