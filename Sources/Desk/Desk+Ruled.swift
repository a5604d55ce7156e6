import Automation
import MixModel
import SessionStore

extension Desk {
    /// Says that a value set by an action is not kept, because a lane rules the parameter in its present mode; `nil` if it is.
    func ruling(over index: Int32) -> String? {
        let id = parameters[Int(index)].id
        guard document.isRuled(id) else { return nil }
        let policy = document.mode(of: id).asHeld(byFader: id.role == .fader).policy
        // While it rolls it is written; in stop, latch is primed and writes it from the next start.
        let isWritten = transport.isRolling ? policy.starts != .never : policy.onRelease == .keepWriting
        return isWritten ? nil : document.words(forRuled: id)
    }
}
