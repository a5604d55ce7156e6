import ALSAPCM
import Desk
import Mapping
public import Page
import Units

/// The console page beside the real hands.
extension LiveMix {
    /// The page, and its side of the desk.
    struct PageSide {
        let page: Page
        let desk: PageDesk
        /// Nanoseconds of the clock from which its orders are taken again.
        var nextOrders: Int64 = 0
    }

    /// Serves the page from now on: its orders are taken in every turn of the loop.
    public func serve(_ page: Page) {
        let desk = PageDesk(hub: page.hub, studio: studio, meters: meters, unmapped: plugged.unmapped) {
            [unowned self] in reload($0)
        }
        self.page = PageSide(page: page, desk: desk)
    }

    /// Nanoseconds between two moments at which orders of the page act. Each moment is a cut in what the engine renders: somebody who
    /// sends without end would otherwise cut a block into as many pieces as the desk has turns in it.
    private static let pageNanoseconds: Int64 = 5_000_000

    /// When orders of the page may act again; 0: at once.
    var pageDelay: Int64 { page.map { max(0, $0.nextOrders - clock()) } ?? 0 }

    /// Carries out what clients of the page have ordered.
    func takePage() {
        guard let page, pageDelay == 0 else { return }
        if page.desk.carryOut(at: frame(of: clock())) {
            self.page?.nextOrders = clock() + LiveMix.pageNanoseconds
        }
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
        rig.tell(line)
    }
}
