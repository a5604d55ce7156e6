import Automation
import MixModel
import Units

/// The hand of a recalled snapshot: it moves what the snapshot has elsewhere, and gives way to every other hand.
extension AutomationDesk {
    /// The hand of a recall: it holds what it moves over the fade, and every other hand wins.
    static let recallHand = -3

    /// A hand that comes takes a parameter from the recall's.
    func yieldRecall(of index: Int32, to event: WriteGate.Event) {
        guard let hand = event.hand, hand != AutomationDesk.recallHand else { return }
        if gates[id(of: index)].hands.contains(hand) { endRecall(of: index) }
    }

    /// The recall's hand is off a parameter, and nothing else has changed yet.
    func endRecall(of index: Int32) {
        guard timers.yieldRecall(of: index) else { return }
        gates[id(of: index)].forget(AutomationDesk.recallHand)
    }

    /// Fades that are over: their hands let go.
    func endRecalls(upTo frame: FramePosition) {
        for due in timers.takeRecalls(upTo: frame) {
            handle(.release(AutomationDesk.recallHand), on: due.index, at: due.frame)
            // A fade that came to nothing in preview has isolated nothing.
            forgetUntried(id(of: due.index))
        }
    }
}
