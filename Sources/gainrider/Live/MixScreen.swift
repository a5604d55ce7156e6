import ALSAPCM
import Desk
import Foundation
import Live
import Synchronization
import Units

/// The foot of the terminal while mixing: meters and a status line that are written over, and notices that scroll away above
/// them. With `--json` a line of figures instead; notices go to standard error then.
///
/// A terminal that is stopped, or a reader that is slow, must not hold up the hands: everything is written on a queue of its own,
/// and pictures are left out while it is busy.
final class MixScreen {
    private let isJSON: Bool
    private let terminal = Terminal.output
    private var live: LiveMix?
    private var lastShown: Int64 = 0
    private let foot = Writer()
    private let queue = DispatchQueue(label: "terminal", qos: .utility)
    private let waiting = Counter()

    private final class Counter: Sendable { let value = Atomic<Int>(0) }

    /// Nanoseconds between two pictures.
    private static let interval: Int64 = 100_000_000
    /// Lines that are left for notices.
    private static let notices = 4

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Shows this from now on.
    func show(_ live: LiveMix) {
        self.live = live
        live.studio.meter?.wantsSpectrum(isShowing)
    }

    /// Whether anything is shown beside notices.
    private var isShowing: Bool { isJSON || terminal.canGoBack }

    /// A line above the meters.
    func tell(_ text: String) {
        if isJSON {
            post { Terminal.error.line(text) }
        } else {
            post { [foot] in foot.write { $0.tell(VisibleText.lines(text)) } }
        }
    }

    private func post(_ write: @escaping @Sendable () -> Void) {
        waiting.value.add(1, ordering: .relaxed)
        queue.async { [waiting] in
            write()
            waiting.value.subtract(1, ordering: .relaxed)
        }
    }

    /// Shows the present, ten times a second.
    func refresh() {
        guard let live, isShowing, LiveMix.now - lastShown >= MixScreen.interval else { return }
        lastShown = LiveMix.now
        live.meters.update(at: Double(lastShown) / 1e9)
        guard waiting.value.load(ordering: .relaxed) == 0 else { return }
        if isJSON {
            let status = MixStatus(live)
            post { Terminal.output.write(JSONText.escaped(status.line) + "\n") }
        } else {
            draw(live)
        }
    }

    /// Takes the meters away, so that what comes last stands alone.
    func end() {
        post { [foot] in foot.write { $0.end() } }
    }

    /// Waits until everything is written.
    func flush() { queue.sync {} }

    /// What is shown is taken here; making a picture of it can wait for the hands.
    private func draw(_ live: LiveMix) {
        let size = Foot.Size(columns: terminal.columns, rows: terminal.rows)
        // The last column stays free: some terminals go on to the next line there.
        let columns = size.columns - 1
        let rows = size.rows - MixScreen.notices
        guard !live.showsKeys else {
            let keys = Key.list(columns: columns, rows: rows)
            return post { [foot] in foot.write { $0.draw(keys, size: size) } }
        }
        let status = StatusLine(live).text(columns: columns)
        let shown = live.shownStrips
        let screen = MeterScreen(live.studio, live.meters, first: shown.first, showsSelected: shown.showsSelected)
        post { [foot] in
            foot.write { $0.draw(screen.lines(columns: columns, rows: rows - 1) + [status], size: size) }
        }
    }

    /// The foot and its terminal.
    // @unchecked: belongs to the queue.
    private final class Writer: @unchecked Sendable {
        private let terminal = Terminal.output
        private lazy var foot = Foot(canGoBack: terminal.canGoBack)

        func write(_ change: (inout Foot) -> String) { terminal.write(change(&foot)) }
    }
}
