import ALSAPCM
import Desk
import Mapping
public import Page
import Units

/// The console page beside the real hands.
extension LiveMix {
    /// Serves the page from now on: its orders are taken in every turn of the loop.
    public func serve(_ page: Page) {
        self.page = (
            page,
            PageDesk(hub: page.hub, studio: studio, meters: meters, unmapped: unmapped) { [unowned self] in
                reload($0)
            }
        )
    }

    /// Nanoseconds between two moments at which orders of the page act. Each moment is a cut in what the engine renders: somebody who
    /// sends without end would otherwise cut a block into as many pieces as the desk has turns in it.
    private static let pageNanoseconds: Int64 = 5_000_000

    /// When orders of the page may act again; 0: at once.
    var pageDelay: Int64 { page == nil ? 0 : max(0, nextPage - clock()) }

    /// Carries out what clients of the page have ordered.
    func takePage() {
        guard let page, pageDelay == 0 else { return }
        if page.desk.carryOut(at: frame(of: clock())) { nextPage = clock() + LiveMix.pageNanoseconds }
    }

    func tellPage() {
        guard let page else { return }
        let isTold = page.desk.publish(
            at: Double(clock()) / 1e9, noSound: output.absence?.words, xruns: output.gaps)
        if isTold { page.page.nudge() }
    }

    /// A line for people, here and on the page.
    public func say(_ line: String) {
        page?.page.hub.tell(line)
        tell(line)
    }
}
