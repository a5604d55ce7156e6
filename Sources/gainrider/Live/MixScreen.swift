import ALSAPCM
import Desk

/// The foot of the terminal while mixing: meters and a status line that are written over, and notices that scroll away above
/// them. With `--json` a line of figures instead; notices go to standard error then.
final class MixScreen {
    private let isJSON: Bool
    private let terminal = Terminal.output
    private var live: LiveMix?
    private var lastShown: Int64 = 0
    private var drawn: [String] = []

    /// Nanoseconds between two pictures.
    private static let interval: Int64 = 100_000_000
    /// Lines that are left for notices.
    private static let notices = 4

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Shows this from now on.
    func show(_ live: LiveMix) { self.live = live }

    /// A line above the meters.
    func tell(_ text: String) {
        guard !isJSON else { return Terminal.error.line(text) }
        terminal.write(erasure + text + "\n" + drawn.joined(separator: "\n"))
    }

    /// Shows the present, ten times a second.
    func refresh() {
        guard let live, isJSON || terminal.isTerminal, LiveMix.now - lastShown >= MixScreen.interval else { return }
        lastShown = LiveMix.now
        live.meters.update(at: Double(lastShown) / 1e9)
        if isJSON {
            terminal.line(MixStatus(live).line)
        } else {
            draw(live)
        }
    }

    /// Takes the meters away, so that what comes last stands alone.
    func end() {
        if !drawn.isEmpty { terminal.write(erasure) }
        drawn = []
    }

    private func draw(_ live: LiveMix) {
        // The last column stays free: some terminals go on to the next line there.
        let columns = terminal.columns - 1
        let rows = terminal.rows - MixScreen.notices
        let status = StatusLine(desk: live.desk, output: live.output).text(columns: columns)
        let lines = MeterScreen(live.studio, live.meters).lines(columns: columns, rows: rows - 1) + [status]
        let erasure = self.erasure
        drawn = lines
        terminal.write(erasure + lines.joined(separator: "\n"))
    }

    /// Goes to the beginning of what was drawn, and takes it away.
    private var erasure: String {
        guard terminal.isTerminal else { return "" }
        return (drawn.count > 1 ? "\u{1B}[\(drawn.count - 1)A" : "") + "\r\u{1B}[J"
    }
}
