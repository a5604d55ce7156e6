public import Automation
public import MixModel
public import Units

/// A drawing of a song's automation: every lane over the waveform that it moves, with the passes that wrote it.
///
/// Made to be opened by a person: seconds and bars along the top, values in the parameter's unit along the left, and
/// colours that colour-blind people can tell apart.
///
/// - Thread: any.
public struct AutomationPicture: Sendable {
    /// The extremes of a stretch of waveform; the stretches of one waveform divide the song into equal parts.
    public struct Column: Sendable, Hashable {
        /// Lowest and highest sample, nominal range ±1.
        public var low: Float
        public var high: Float

        public init(low: Float, high: Float) {
            self.low = low
            self.high = high
        }
    }

    /// What one recording pass wrote into a lane.
    public struct Pass: Sendable, Hashable {
        /// Number in the order of recording, from 1; the same in every lane that the pass wrote.
        public var number: Int
        /// A few words, such as `touch: vocal ride`.
        public var label: String
        /// Session frames.
        public var range: Range<FramePosition>

        public init(number: Int, label: String, range: Range<FramePosition>) {
            self.number = number
            self.label = label
            self.range = range
        }
    }

    /// One parameter's lane.
    public struct Curve: Sendable, Hashable {
        /// What stands beside the axis, such as `Fader`.
        public var name: String
        /// Gives scale, taper and unit.
        public var spec: ParameterSpec
        public var lane: Lane
        /// Position where the lane is empty: the static value.
        public var rest: Float
        public var passes: [Pass]

        public init(name: String, spec: ParameterSpec, lane: Lane, rest: Float, passes: [Pass] = []) {
            self.name = name
            self.spec = spec
            self.lane = lane
            self.rest = rest
            self.passes = passes
        }
    }

    /// One strip, bus or master with its lanes.
    public struct Row: Sendable, Hashable {
        public var name: String
        public var waveform: [Column]
        public var curves: [Curve]

        public init(name: String, waveform: [Column], curves: [Curve]) {
            self.name = name
            self.waveform = waveform
            self.curves = curves
        }
    }

    public var title: String
    /// A line below the title; may be empty.
    public var subtitle: String
    /// Frames from the song's start to its end, at least 1.
    public var length: FramePosition
    /// Frames per second.
    public var sampleRate: Int
    /// Frames in a bar, or `nil` to show no bars.
    public var framesPerBar: FramePosition?
    public var rows: [Row]
    public var markers: [Marker]

    public init(
        title: String, subtitle: String = "", length: FramePosition, sampleRate: Int,
        framesPerBar: FramePosition? = nil,
        rows: [Row], markers: [Marker] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.length = Swift.max(1, length)
        self.sampleRate = sampleRate
        self.framesPerBar = framesPerBar
        self.rows = rows
        self.markers = markers
    }

    /// The picture as a complete SVG file, 1600 units wide and as high as its rows need.
    public func svg() -> String {
        let layout = PictureLayout(self)
        let passes = listedPasses.count
        let listTop = layout.panelsBottom + 44
        let height = passes > 0 ? listTop + Double((passes - 1) / 3) * 26 + 30 : layout.panelsBottom + 30
        let (width, bottom) = (SVGText.number(PictureLayout.width), SVGText.number(height))
        var svg = SVGText()
        svg.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        svg.line(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(bottom)\" "
                + "viewBox=\"0 0 \(width) \(bottom)\" role=\"img\">")
        svg.line("<title>\(SVGText.escaped(title))</title>")
        svg.line(AutomationPicture.style)
        svg.line("<defs>")
        for row in rows.indices { svg.line(waveformShape(row: row)) }
        svg.line("</defs>")
        svg.rectangle(x: 0, y: 0, width: PictureLayout.width, height: height, style: "page")
        drawHeader(into: &svg)
        for panel in layout.panels { drawPanel(panel, layout: layout, into: &svg) }
        drawRuler(layout: layout, into: &svg)
        drawMarkers(layout: layout, into: &svg)
        drawPassList(top: listTop, into: &svg)
        svg.line("</svg>")
        return svg.text
    }
}
