import Automation
import Foundation
import MixModel
import Testing
import Units

@testable import Demonstration

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct `Automation picture` {
    static let rate: FramePosition = 48_000

    static func lane(_ points: [(seconds: Double, value: Double)], _ role: Role) -> Lane {
        Lane(
            points: points.map { (FramePosition($0.seconds * 48_000), role.spec.scale.position(of: $0.value)) },
            stepped: role.spec.isStepped)
    }

    static func picture(
        names: [String] = ["Voice"], curves: [AutomationPicture.Curve], markers: [Marker] = []
    ) -> AutomationPicture {
        AutomationPicture(
            title: names[0], length: 40 * rate, sampleRate: Int(rate), framesPerBar: 2 * rate,
            rows: names.map {
                AutomationPicture.Row(name: $0, waveform: [.init(low: -0.5, high: 0.25)], curves: curves)
            }, markers: markers)
    }

    @Test func `it is well-formed whatever things are called`() throws {
        let awkward = "<Snare> & \"Rim\" 'n' \u{1}\u{FFFF} тон 🎚"
        let curve = AutomationPicture.Curve(
            name: awkward, spec: Role.fader.spec, lane: Self.lane([(0, 0), (10, -.infinity)], .fader), rest: 0,
            passes: [.init(number: 1, label: awkward, range: 0..<Self.rate)])
        let picture = Self.picture(
            names: [awkward], curves: [curve], markers: [Marker(name: awkward, position: 3 * Self.rate)])
        let parser = XMLParser(data: Data(picture.svg().utf8))
        let isWellFormed = parser.parse()
        #expect(isWellFormed, "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    }

    @Test func `it is drawn for no rows, no waveform, one frame and a song of a day`() {
        let pictures = [
            AutomationPicture(title: "", length: 0, sampleRate: 48_000, rows: []),
            AutomationPicture(
                title: "A", length: 1, sampleRate: 8000, framesPerBar: 1,
                rows: [.init(name: "A", waveform: [.init(low: -.nan, high: .infinity)], curves: [])]),
            AutomationPicture(
                title: "B", length: 86_400 * Self.rate, sampleRate: 48_000, framesPerBar: 2 * Self.rate,
                rows: [.init(name: "B", waveform: [], curves: [])]),
        ]
        for picture in pictures {
            let text = picture.svg()
            let isWellFormed = XMLParser(data: Data(text.utf8)).parse()
            #expect(isWellFormed)
            #expect(!text.contains("nan") && !text.contains("inf"))
        }
    }

    // swift-format-ignore
    /// Points of a lane, the second to look at, and the travel that the line must have there.
    static let places: [(Role, [(Double, Double)], seconds: Double, travel: Double)] = [
        (.fader, [(0, 0)],                  20, 0.8),
        (.fader, [(0, 0)],                  0,  0.8),
        (.fader, [(0, -20), (20, 0)],       10, 0.64375),
        (.fader, [(0, 12), (20, -.infinity)], 30, 0),
        (.pan,   [(0, -1), (40, 1)],        30, 0.75),
        (.mute,  [(0, 0), (10, 1)],         9.99, 0),
        (.mute,  [(0, 0), (10, 1)],         10, 1),
        (.hpfFrequency, [(0, 10), (40, 1000)], 20, 0.5),
    ]

    @Test(arguments: places)
    func `the line has the lane's value at its place`(
        role: Role, points: [(Double, Double)], seconds: Double, travel: Double
    ) throws {
        let curve = AutomationPicture.Curve(
            name: "x", spec: role.spec, lane: Self.lane(points.map { ($0.0, $0.1) }, role), rest: 0)
        let layout = PictureLayout(Self.picture(curves: [curve]))
        let panel = layout.panels[0]
        let line = CurveLine.points(of: curve, in: panel, layout: layout)
        let x = layout.x(FramePosition(seconds * 48_000))
        let after = try #require(line.lastIndex { $0.x <= x })
        let (a, b) = (line[after], line[min(after + 1, line.count - 1)])
        let y = b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : a.y
        #expect(abs(y - panel.y(travel: travel)) < 0.05)
    }

    @Test func `a straight ride needs few points and a step stands upright`() {
        let ride = AutomationPicture.Curve(
            name: "x", spec: Role.pan.spec, lane: Self.lane([(0, -1), (40, 1)], .pan), rest: 0)
        let step = AutomationPicture.Curve(
            name: "x", spec: Role.mute.spec, lane: Self.lane([(0, 0), (10, 1), (20, 0)], .mute), rest: 0)
        let layout = PictureLayout(Self.picture(curves: [ride, step]))
        #expect(CurveLine.points(of: ride, in: layout.panels[0], layout: layout).count == 2)
        let line = CurveLine.points(of: step, in: layout.panels[1], layout: layout)
        #expect(line.count == 6)
        #expect(abs(line[2].x - line[1].x) < 0.01)
    }

    @Test func `an empty lane is a dashed line at its static value`() {
        let curve = AutomationPicture.Curve(name: "Fader", spec: Role.fader.spec, lane: Lane(), rest: -10)
        let picture = Self.picture(curves: [curve])
        let layout = PictureLayout(picture)
        let line = CurveLine.points(of: curve, in: layout.panels[0], layout: layout)
        #expect(line.count == 2)
        #expect(line[0].y == layout.panels[0].y(travel: Role.fader.spec.travel(position: -10)))
        #expect(picture.svg().contains("stroke-dasharray=\"6 5\""))
    }

    @Test(arguments: Role.allCases) func `an axis has its ends and no two labels touch`(role: Role) {
        let ticks = AxisTick.ticks(for: role.spec, height: 118)
        #expect(ticks.first?.travel == 0)
        #expect(ticks.last?.travel == 1)
        for (a, b) in zip(ticks, ticks.dropFirst()) { #expect((b.travel - a.travel) * 118 >= 17) }
    }

    @Test func `a fader's axis reads in dB`() {
        let labels = AxisTick.ticks(for: Role.fader.spec, height: 118).map(\.label)
        #expect(labels == ["−∞", "−40", "−20", "−10", "0", "+12"])
    }

    @Test func `labels of passes do not lie on each other`() {
        var rows = LabelRows(rows: 2)
        let placed = [(0.0, 50.0), (10, 60), (20, 70), (50, 90)].map { rows.place(from: $0.0, to: $0.1) }
        #expect(placed == [0, 1, nil, 0])
    }

    @Test func `a pass that wrote several lanes is listed once, over all of them`() {
        let curves = [("pan", 0, 10), ("mute", 5, 20), ("pan", 7, 8)].map { label, from, to in
            AutomationPicture.Curve(
                name: "x", spec: Role.pan.spec, lane: Lane(), rest: 0,
                passes: [.init(number: 3, label: label, range: FramePosition(from)..<FramePosition(to))])
        }
        let listed = Self.picture(curves: curves).listedPasses
        #expect(listed == [.init(number: 3, label: "pan; mute", range: 0..<20)])
    }

    @Test func `what a lane says after the song is not drawn`() {
        let end = 40 * Self.rate
        let lane = Lane(points: [(0, -0.5), (end, 0.5)], stepped: true)
        let curve = AutomationPicture.Curve(name: "x", spec: Role.pan.spec, lane: lane, rest: 0)
        let layout = PictureLayout(Self.picture(curves: [curve]))
        let line = CurveLine.points(of: curve, in: layout.panels[0], layout: layout)
        #expect(line.count == 2)
        #expect(line.allSatisfy { $0.y == layout.panels[0].y(travel: 0.25) })
        #expect(line.last?.x == PictureLayout.right)
    }

    @Test(arguments: [(0, "0"), (1.5, "1.5"), (-0.25, "-0.25"), (0.004, "0"), (.nan, "0")])
    func `numbers are short`(value: Double, text: String) {
        #expect(SVGText.number(value) == text)
    }
}
