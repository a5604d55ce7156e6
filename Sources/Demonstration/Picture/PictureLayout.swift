import Units

/// Where everything in an ``AutomationPicture`` lies, in SVG units.
struct PictureLayout {
    static let width = 1600.0
    /// Left and right edge of the time line.
    static let left = 212.0
    static let right = 1568.0
    /// Left edge of names.
    static let margin = 28.0
    /// Height of a panel with a curve, of one with a switch, of one with a waveform alone.
    static let curveHeight = 132.0
    static let switchHeight = 40.0
    static let waveformHeight = 64.0
    /// Between a panel's edge and its extreme values, so that a line at the end of the range can be seen whole.
    static let inset = 7.0

    /// One panel: a curve, or a row's waveform if the row has none.
    struct Panel {
        var row: Int
        /// `nil` for a waveform alone.
        var curve: Int?
        var top: Double
        var height: Double

        var bottom: Double { top + height }

        /// The height on the page of a control's travel, 0 at the bottom and 1 at the top.
        func y(travel: Double) -> Double {
            bottom - PictureLayout.inset - travel * (height - 2 * PictureLayout.inset)
        }
    }

    let length: FramePosition
    let panels: [Panel]
    /// Top of the ruler, top of the first panel, bottom of the last.
    let rulerTop = 138.0
    let panelsTop = 214.0
    let panelsBottom: Double

    init(_ picture: AutomationPicture) {
        length = picture.length
        var panels: [Panel] = []
        var y = panelsTop
        for (number, row) in picture.rows.enumerated() {
            if row.curves.isEmpty {
                panels.append(Panel(row: number, curve: nil, top: y, height: PictureLayout.waveformHeight))
                y += PictureLayout.waveformHeight
            }
            for (index, curve) in row.curves.enumerated() {
                if index > 0 { y += 8 }
                let height = curve.spec.unit == .onOff ? PictureLayout.switchHeight : PictureLayout.curveHeight
                panels.append(Panel(row: number, curve: index, top: y, height: height))
                y += height
            }
            y += 24
        }
        self.panels = panels
        panelsBottom = panels.last?.bottom ?? panelsTop
    }

    /// The place on the page of a session frame; the song's ends for what lies outside.
    func x(_ frame: FramePosition) -> Double {
        let share = Double(Swift.min(Swift.max(0, frame), length)) / Double(length)
        return PictureLayout.left + share * (PictureLayout.right - PictureLayout.left)
    }
}

/// Finds places for labels side by side so that none lies on another.
struct LabelRows {
    private var ends: [Double]

    init(rows: Int) { ends = [Double](repeating: -.infinity, count: rows) }

    /// The first row with room from `start` to `end`, or `nil`. Ask in order of `start`.
    mutating func place(from start: Double, to end: Double) -> Int? {
        guard let row = ends.firstIndex(where: { $0 <= start }) else { return nil }
        ends[row] = end
        return row
    }
}
