public import Automation
public import Units

/// A drawing of a ride: of each parameter that hands were on the lane before, the hands, what was heard, and the lane after.
///
/// Made to stand in a page: 830 units wide, with letters that can still be read there.
///
/// - Thread: any.
public struct RidePicture: Sendable {
    /// One parameter.
    public struct Panel: Sendable {
        /// What stands above it, such as `Vox fader`.
        public var name: String
        /// Gives scale, taper and unit.
        public var spec: ParameterSpec
        /// The lane, or the rest where there is none.
        public var before: (lane: Lane, rest: Float)
        public var after: (lane: Lane, rest: Float)
        /// Stretches of what sounded, on the song's time line.
        public var heard: [[Lane.Point]]
        /// Session frames at which hands were on.
        public var held: [Range<FramePosition>]
        /// Session frames that passes wrote.
        public var written: [Range<FramePosition>]

        public init(
            name: String, spec: ParameterSpec, before: (lane: Lane, rest: Float), after: (lane: Lane, rest: Float),
            heard: [[Lane.Point]], held: [Range<FramePosition>], written: [Range<FramePosition>]
        ) {
            self.name = name
            self.spec = spec
            self.before = before
            self.after = after
            self.heard = heard
            self.held = held
            self.written = written
        }
    }

    public var title: String
    /// Frames from the song's start to its end, at least 1.
    public var length: FramePosition
    /// Frames per second.
    public var sampleRate: Int
    /// Session frames that were played, stretch by stretch.
    public var played: [Range<FramePosition>]
    public var panels: [Panel]

    public init(
        title: String, length: FramePosition, sampleRate: Int, played: [Range<FramePosition>], panels: [Panel]
    ) {
        self.title = title
        self.length = Swift.max(1, length)
        self.sampleRate = sampleRate
        self.played = played
        self.panels = panels
    }

    /// The picture as a complete SVG file, as high as its panels need.
    public func svg() -> String {
        let height = RideLayout.top + Double(panels.count) * RideLayout.pitch + RideLayout.foot
        var svg = SVGText()
        svg.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        let (width, bottom) = (SVGText.number(RideLayout.width), SVGText.number(height))
        svg.line(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(bottom)\" "
                + "viewBox=\"0 0 \(width) \(bottom)\" role=\"img\">")
        svg.line("<title>\(SVGText.escaped(title))</title>")
        svg.line(RidePicture.style)
        svg.rectangle(x: 0, y: 0, width: RideLayout.width, height: height, style: "page")
        drawHead(into: &svg)
        for (number, panel) in panels.enumerated() {
            let layout = RideLayout(number: number, length: length, travel: travel(of: panel))
            draw(panel, in: layout, into: &svg)
        }
        drawRuler(height: height, into: &svg)
        svg.line("</svg>")
        return svg.text
    }
}

/// Where the parts of one panel lie, in SVG units.
struct RideLayout {
    static let width = 830.0
    static let left = 56.0
    static let right = 814.0
    /// Of the first panel: title and legend stand above.
    static let top = 60.0
    /// From one panel to the next.
    static let pitch = 196.0
    /// The ruler's room below the last.
    static let foot = 26.0
    /// Of the curve's field, and between its edge and the extreme values.
    static let height = 132.0
    static let inset = 6.0

    let handTop: Double
    let curveTop: Double
    /// What of the control's travel, 0…1, the field shows.
    let travel: ClosedRange<Double>
    private let length: FramePosition

    init(number: Int, length: FramePosition, travel: ClosedRange<Double>) {
        self.travel = travel
        handTop = RideLayout.top + Double(number) * RideLayout.pitch + 22
        curveTop = handTop + 24
        self.length = length
    }

    var bottom: Double { curveTop + RideLayout.height }

    /// Units of the page from one end of a control's travel to the other.
    var wholeHeight: Double {
        (RideLayout.height - 2 * RideLayout.inset) / (travel.upperBound - travel.lowerBound)
    }

    func y(travel place: Double) -> Double {
        bottom - RideLayout.inset - (place - travel.lowerBound) * wholeHeight
    }

    func x(_ frame: FramePosition) -> Double { RideLayout.x(frame, of: length) }

    /// The place on the page of a session frame; the song's ends for what lies outside.
    static func x(_ frame: FramePosition, of length: FramePosition) -> Double {
        left + Double(Swift.min(Swift.max(0, frame), length)) / Double(length) * (right - left)
    }
}
