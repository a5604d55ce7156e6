import Automation
import MixModel
import SessionStore

extension AutomationDesk {
    /// A value that was set by a hand or an action is not kept where a lane rules the parameter in its present mode: that is said,
    /// once until modes change.
    func tellIfRuled(_ index: Int32) {
        let index = controlled(index)
        let id = id(of: index)
        let mode = mode(ruling: id).asHeld(byFader: id.role.isFader)
        // A trim is no value that is kept anywhere else.
        guard id.trimmed == nil, mode.policy.followsLane, session.document.lanes[id]?.isEmpty == false else { return }
        // While it rolls it is written; in stop, latch is primed and writes it from the next start.
        let isWritten =
            transport.isRolling ? mode.policy.starts != .never : mode.policy.onRelease == .keepWriting
        guard !isWritten, told.rules.insert(index).inserted else { return }
        say(session.document.words(forRuled: id))
    }
}
