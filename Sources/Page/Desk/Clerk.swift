import Foundation
import Glibc
import Synchronization

/// Does what takes long, one after another, on a thread of lower priority than all that sounds; it ends when nothing is left to do.
///
/// - Thread: any.
final class Clerk: Sendable {
    private let name: String
    private let state = Mutex(State())

    /// Most jobs that may wait: a client that asks on and on keeps nobody busy for long.
    static let most = 8
    /// As of nice(1), for the thread alone.
    private static let niceness: Int32 = 10

    private struct State {
        var waiting: [@Sendable () -> Void] = []
        var isWorking = false
    }

    /// - Parameter name: for those who look at the threads of the process.
    init(_ name: String) { self.name = name }

    /// Does something soon.
    ///
    /// - Returns: whether there was room for it.
    func take(_ work: @escaping @Sendable () -> Void) -> Bool {
        let (isTaken, mustStart) = state.withLock { state in
            guard state.waiting.count < Clerk.most else { return (false, false) }
            state.waiting.append(work)
            defer { state.isWorking = true }
            return (true, !state.isWorking)
        }
        if mustStart { start() }
        return isTaken
    }

    private func start() {
        let thread = Thread { [self] in
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Clerk.niceness)
            while let work = next() { work() }
        }
        thread.name = name
        thread.start()
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isWorking = false
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
