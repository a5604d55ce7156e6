extension MeterScreen {
    /// Which side of a meter a line shows.
    enum Side { case both, left, right }

    /// How the lines of strips are divided: first the name, then the bar, then figures, as many as there is room for.
    struct Columns {
        let width: Int
        private let name: Int
        private let bar: Int
        private let figures: [Figure]
        private let hasControls: Bool

        /// A figure's column. The order of the cases is that on the screen.
        enum Figure: CaseIterable {
            case peak, rms, held, clips, gate, compressor, deEsser

            var title: String {
                switch self {
                case .peak: "peak"
                case .rms: "rms"
                case .held: "hold"
                case .clips: "clip"
                case .gate: "gate"
                case .compressor: "comp"
                case .deEsser: "d-s"
                }
            }

            var width: Int {
                switch self {
                case .peak, .rms, .held: 6
                case .clips, .gate, .compressor, .deEsser: 5
                }
            }

            /// The order in which they are left out on a narrow terminal.
            static let leastNeeded: [Figure] = [.deEsser, .gate, .held, .compressor, .clips, .rms, .peak]
        }

        /// Marker and number.
        private static let head = 5
        private static let leastBar = 12

        init(width: Int, hasControls: Bool = false) {
            self.width = width
            // How a strip is set matters more than figures of its meter; on the narrowest terminals there is its name.
            let controls = hasControls && width >= Columns.head + 10 + Controls.width + 1 ? Controls.width : 0
            var figures = Figure.allCases
            var dropped = Figure.leastNeeded[...]
            let name = min(24, max(10, width / 7))
            func room() -> Int { width - Columns.head - name - controls - 1 - figures.reduce(0) { $0 + $1.width } }
            while room() < Columns.leastBar, let least = dropped.popFirst() { figures.removeAll { $0 == least } }
            self.name = name
            self.figures = figures
            self.hasControls = controls > 0
            bar = max(1, min(60, room()))
        }

        /// The scale above the bars, and the titles of the figures.
        ///
        /// - Parameter note: what stands above the names.
        func header(_ note: String) -> String {
            var scale = ""
            for level in stride(from: -60, to: 0, by: bar >= 48 ? 6 : bar >= 24 ? 12 : 30) {
                scale = MeterText.fit(scale, (level + 60) * bar / 60) + "\(level)"
            }
            let titles = figures.map { MeterText.pad($0.title, $0.width) }.joined()
            let controls = hasControls ? Controls.header : ""
            return MeterScreen.cut(
                MeterText.fit(note, Columns.head + name) + controls + " " + MeterText.fit(scale, bar) + titles, width)
        }

        func line(_ strip: Strip, side: Side = .both) -> String {
            let meter = strip.meter
            let (peak, rms) =
                switch side {
                case .both: (meter.peak, meter.rms)
                case .left: (meter.peakLeft, meter.rmsLeft)
                case .right: (meter.peakRight, meter.rmsRight)
                }
            let head = (strip.isSelected ? "▸" : " ") + MeterText.pad(strip.number, 3) + " "
            // Settings hold for both sides.
            let controls = hasControls ? (side == .right ? nil : strip.controls)?.text : ""
            let title = side == .both ? strip.name : "\(strip.name) \(side == .left ? "L" : "R")"
            let bar = MeterText.bar(rms: rms, peak: peak, held: side == .both ? meter.held : peak, cells: self.bar)
            // What counts for both sides stands on the first line.
            let figures = figures.map { figure in
                let text =
                    switch figure {
                    case .peak: MeterText.level(peak, figure.width)
                    case .rms: MeterText.level(rms, figure.width)
                    case .held: side == .right ? "" : MeterText.level(meter.held, figure.width)
                    case .clips: side == .right || meter.clips == 0 ? "" : "\(min(meter.clips, 999))!"
                    case .gate: reduction(meter.gate, strip.hasGate && side != .right)
                    case .compressor: reduction(meter.compressor, strip.hasCompressor && side != .right)
                    case .deEsser: reduction(meter.deEsser, strip.hasDeEsser && side != .right)
                    }
                return MeterText.pad(text, figure.width)
            }.joined()
            let set = controls ?? String(repeating: " ", count: Controls.width)
            return MeterScreen.cut(head + MeterText.fit(title, name) + set + " " + bar + figures, width)
        }

        private func reduction(_ value: Double, _ isShown: Bool) -> String {
            isShown ? MeterText.reduction(value, 4) : ""
        }
    }
}
