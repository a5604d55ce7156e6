import Desk
import Foundation
import SessionStore

/// The end of a command that has changed a session: nothing is left behind without a word.
extension Studio {
    /// How long there is to make room for what is not stored, in s: a person takes longer than a program.
    private static var patience: Double { isatty(STDIN_FILENO) == 1 ? 120 : 15 }

    /// Gives the session free. What is not stored yet is said first, and there is time to make room for it; an interruption
    /// leaves without it.
    ///
    /// - Parameter tell: one line for the user.
    /// - Throws: a failure that names what is lost.
    func leave(tell: (String) -> Void) throws {
        if let unstored = desk.unstored {
            tell(
                "not stored yet: \(unstored.labels.joined(separator: ", ")): \(unstored.reason); make room, and it is stored; "
                    + "Ctrl-C leaves without it")
            Interruption.withdraw()
            let deadline = Date().addingTimeInterval(Studio.patience)
            var last = Date.distantPast
            while desk.unstored != nil, !Interruption.isRequested, Date() < deadline {
                if Date().timeIntervalSince(last) >= 0.5 {
                    _ = desk.storeAgain()
                    last = Date()
                }
                usleep(20_000)
            }
            for notice in desk.takeNotices() { tell(notice) }
        }
        let lost = desk.unstored
        store.closeTelling(tell)
        if let lost {
            throw Failure(
                .inputOutput,
                "gainrider: lost, for it could not be stored: \(lost.labels.joined(separator: ", ")): \(lost.reason)")
        }
    }
}

extension SessionStore {
    /// Closes the session; that there is no new backup is told, and no failure: everything is stored.
    func closeTelling(_ tell: (String) -> Void = { Terminal.error.line("gainrider: \($0)") }) {
        do { try close() } catch { tell("\(error)") }
    }
}
