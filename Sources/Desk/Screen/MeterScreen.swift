import Texts

/// Meters as lines of text for a terminal: strips, the master, loudness, correlation, spectrum.
///
/// A pure value: what it shows is handed in, and it has as many lines and columns as it is told.
public struct MeterScreen: Sendable {
    /// One strip or bus.
    public struct Strip: Sendable {
        /// As people count: `3`, or `B1` for a bus.
        public var number: String
        public var name: String
        public var isSelected: Bool
        public var meter: HeldMeter
        /// Whether the stage is in circuit; else its reduction is left out.
        public var hasGate: Bool
        public var hasCompressor: Bool
        public var hasDeEsser: Bool
        /// How it is set; `nil`: its meter alone.
        public var controls: Controls?

        public init(
            number: String, name: String, isSelected: Bool = false, meter: HeldMeter, hasGate: Bool = false,
            hasCompressor: Bool = false, hasDeEsser: Bool = false,
            controls: Controls? = nil
        ) {
            self.number = number
            self.name = name
            self.isSelected = isSelected
            self.meter = meter
            self.hasGate = hasGate
            self.hasCompressor = hasCompressor
            self.hasDeEsser = hasDeEsser
            self.controls = controls
        }
    }

    /// All strips and buses, in their order.
    public var strips: [Strip]
    /// Index of the first one to show, where not all fit.
    public var first: Int
    /// The selected strip is shown wherever the bank is; else the bank, wherever the selected strip is.
    public var showsSelected: Bool
    public var master: Strip
    /// Whether the limiter is in circuit.
    public var hasLimiter: Bool
    public var mix: MixReading?
    /// What the monitors play, for people; `nil`: not said.
    public var monitors: String?

    public init(
        strips: [Strip], first: Int = 0, showsSelected: Bool = true, master: Strip, hasLimiter: Bool = false,
        mix: MixReading? = nil,
        monitors: String? = nil
    ) {
        self.strips = strips
        self.first = first
        self.showsSelected = showsSelected
        self.master = master
        self.hasLimiter = hasLimiter
        self.mix = mix
        self.monitors = monitors
    }

    /// The lines, none wider than `columns`, at most `rows`: what matters least is left out first.
    public func lines(columns: Int, rows: Int) -> [String] {
        let columns = Columns(width: columns, hasControls: master.controls != nil)
        var below = masterLines(columns)
        // Without room for two strips there is no spectrum.
        let spectrum = spectrumLines(columns.width)
        if rows >= below.count + spectrum.count + 3 { below += spectrum }
        guard rows > below.count else { return Array(below.prefix(max(0, rows))) }
        let room = rows - below.count - 1
        let shown = visible(room)
        guard !shown.isEmpty else { return below }
        return [columns.header(told(shown))] + strips[shown].map { columns.line($0) } + below
    }

    /// The strips for which there is room: from ``first`` on, the selected one among them.
    private func visible(_ room: Int) -> Range<Int> {
        let count = min(room, strips.count)
        guard count > 0 else { return 0..<0 }
        var start = min(max(0, first), strips.count - count)
        if showsSelected, let selected = strips.firstIndex(where: \.isSelected) {
            start = min(max(start, selected - count + 1), selected)
        }
        return start..<(start + count)
    }

    /// Which strips these are, where there are more: `9–24 of 64`.
    private func told(_ shown: Range<Int>) -> String {
        shown.count == strips.count || master.controls == nil
            ? "" : "\(shown.lowerBound + 1)–\(shown.upperBound) of \(strips.count)"
    }

    private func masterLines(_ columns: Columns) -> [String] {
        [columns.line(master, side: .left), columns.line(master, side: .right)] + loudnessLines(columns.width)
    }

    private func loudnessLines(_ width: Int) -> [String] {
        guard let mix else { return [] }
        func number(_ value: Double) -> String { MeterText.level(value, 5) }
        let limiter = hasLimiter ? "lim \(MeterText.reduction(master.meter.limiter, 4))" : nil
        let range = "LRA \(mix.range.map { MeterText.pad(MeterText.tenths($0), 4) } ?? "   -") LU"
        var parts = [
            "M \(number(mix.momentary))", "S \(number(mix.shortTerm))", "I \(number(mix.integrated)) LUFS", range,
            "TP \(number(mix.truePeak)) dBTP", limiter, mix.missedFrames > 0 ? "gaps" : nil,
        ].compactMap(\.self)
        // On a narrow terminal the range goes first, then the short term.
        func isTooLong() -> Bool { TextWidth.columns(parts.joined(separator: "  ")) + 2 > width }
        if isTooLong() { parts.removeAll { $0 == range } }
        if isTooLong() { parts.remove(at: 1) }
        var second = "corr \(MeterText.signed(mix.correlation))  \(MeterText.correlation(mix.correlation))"
        if let monitors { second += "   " + monitors }
        return [parts.joined(separator: "  "), second].map { MeterScreen.cut("  " + $0, width) }
    }

    private func spectrumLines(_ width: Int) -> [String] {
        guard let mix, !mix.spectrum.isEmpty, width >= 70 else { return [] }
        let (upper, lower) = MeterText.spectrum(mix.spectrum)
        var scale = ""
        for (band, text) in [
            (0, "20"), (2, "31"), (5, "63"), (8, "125"), (11, "250"), (14, "500"), (17, "1k"), (20, "2k"), (23, "4k"),
            (26, "8k"), (29, "16k Hz"),
        ] { scale = MeterText.fit(scale, 2 * band) + text }
        return ["  -32 \(upper)", "  -64 \(lower)", "      \(scale)"].map { MeterScreen.trimmed($0) }
    }

    static func cut(_ text: String, _ width: Int) -> String {
        trimmed(TextWidth.cut(text, columns: width))
    }

    static func trimmed(_ text: String) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return text
    }
}
