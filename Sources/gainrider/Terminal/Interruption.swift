import ArgumentParser
import Foundation
import Synchronization

/// Set by SIGINT, SIGTERM and SIGHUP: the command ends cleanly at the next occasion.
///
/// A command that has no occasion within a second, since a file, a disk or a device does not answer, is ended where it stands. That
/// harms nothing: what is stored is whole at every moment, and what is only half written bears no name yet.
enum Interruption {
    // Proof: one word that a handler only ever sets to 1; it may write nothing larger (sig_atomic_t).
    nonisolated(unsafe) private static var flag: sig_atomic_t = 0
    /// Somebody has seen the request, and is on the way out.
    private static let isHeeded = Atomic<Bool>(false)
    /// Seconds that a request may go unseen, and that the end of the command may take then, unless the request was withdrawn.
    private static let patience = (unseen: 0.9, leaving: 15.0)
    private static let requests = [SIGINT, SIGTERM, SIGHUP]
    /// Sent to the main thread, so that a call of it that waits for somebody returns.
    private static let nudge = SIGURG
    // Proof: made once, before the handler is, and never freed; sem_post may be called from a handler, and nothing else here.
    nonisolated(unsafe) private static let bell: UnsafeMutablePointer<sem_t> = {
        let bell = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        sem_init(bell, 0, 0)
        return bell
    }()
    /// Whether the guardian is there.
    private static let isGuarded: Bool = {
        let main = pthread_self()
        let guardian = Thread { while true { waitForRequest(of: main) } }
        guardian.name = "gainrider-leave"
        guardian.start()
        return true
    }()

    /// From now on; called on the main thread before it makes others.
    ///
    /// The system gives a signal to the main thread unless that blocks it, even while it hangs in a file and cannot act on it: so
    /// the main thread blocks these signals, and the guardian thread, which is always free, takes them and interrupts it.
    static func watch() {
        _ = bell
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { _ in
            Interruption.flag = 1
            sem_post(Interruption.bell)
        }
        // Without SA_RESTART: a call that waits for somebody returns.
        for number in requests { sigaction(number, &action, nil) }
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(nudge, &action, nil)
        _ = isGuarded
        mask(SIG_BLOCK)
    }

    /// Starts another program, which takes all signals itself: it would inherit what this thread does not take.
    static func launching(_ start: () throws -> Void) rethrows {
        mask(SIG_UNBLOCK)
        defer { mask(SIG_BLOCK) }
        try start()
    }

    private static func mask(_ how: Int32) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in requests { sigaddset(&signals, number) }
        pthread_sigmask(how, &signals, nil)
    }

    static var isRequested: Bool {
        guard flag != 0 else { return false }
        isHeeded.store(true, ordering: .relaxed)
        return true
    }

    static func request() { flag = 1 }

    /// Folders that were made for files that are not there yet.
    private static let madeFolders = Mutex<[String]>([])

    /// A folder was made: a command that is ended where it stands takes it away again, if nothing has come into it.
    static func noteMade(_ folder: String) { madeFolders.withLock { $0.append(folder) } }

    /// Withdraws the request: the next one ends the program for good.
    static func withdraw() {
        flag = 0
        isHeeded.store(false, ordering: .relaxed)
    }

    /// Throws the exit code of an interrupted command.
    static func check() throws { if isRequested { throw ExitCode(130) } }

    /// The guardian's turn: a request that nobody sees in time ends the program.
    private static func waitForRequest(of main: pthread_t) {
        while sem_wait(bell) != 0 {}
        let asked = Date()
        while flag != 0 {
            let isHeeded = isHeeded.load(ordering: .relaxed)
            if !isHeeded { pthread_kill(main, nudge) }
            guard -asked.timeIntervalSinceNow < (isHeeded ? patience.leaving : patience.unseen) else {
                let words = "gainrider: interrupted; it was left at once, since a file or a device does not answer\n"
                _ = words.withCString { write(STDERR_FILENO, $0, strlen($0)) }
                madeFolders.withLock { for folder in $0.reversed() { rmdir(folder) } }
                _exit(130)
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
    }
}
