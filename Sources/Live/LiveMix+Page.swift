import ALSAPCM
import Desk
import Mapping
public import Page
import Units

/// The console page beside the real hands.
extension LiveMix {
    /// Serves the page from now on: its orders are taken in every turn of the loop.
    public func serve(_ page: Page) {
        self.page = (page, PageDesk(hub: page.hub, studio: studio, meters: meters) { [unowned self] in reload($0) })
    }

    /// Carries out what clients of the page have ordered, and tells them the present.
    func takePage() {
        guard let page else { return }
        page.desk.carryOut(at: frame(of: clock()))
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
