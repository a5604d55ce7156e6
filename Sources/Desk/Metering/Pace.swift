import Foundation

/// A thread that does the same thing again and again, at a pace, until it is told to stop.
// @unchecked: everything that changes is touched only while `condition` is locked.
final class Pace: @unchecked Sendable {
    /// As of nice(1), for the thread alone.
    private static let niceness: Int32 = 10

    private let condition = NSCondition()
    private var isRunning = false
    private var mustStop = false

    /// Starts the thread; nothing if it runs.
    ///
    /// - Parameters:
    ///   - name: for those who look at the threads of the process.
    ///   - seconds: between the end of one turn and the beginning of the next.
    ///   - turn: whether to go on.
    func start(_ name: String, every seconds: Double, _ turn: @escaping @Sendable () -> Bool) {
        condition.lock()
        defer { condition.unlock() }
        guard !isRunning else { return }
        isRunning = true
        mustStop = false
        let thread = Thread { [self] in
            // After the hands and everything else of the user: where one processor does all, what is measured can wait.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Pace.niceness)
            while turn(), !rest(seconds) {}
            condition.lock()
            isRunning = false
            condition.broadcast()
            condition.unlock()
        }
        thread.name = name
        thread.start()
    }

    /// Ends the thread and waits for its end.
    ///
    /// - Parameter patience: seconds to wait for a turn that does not end: one that hangs in a file.
    /// - Returns: whether the thread has ended; if not, it does when its turn ends.
    @discardableResult
    func stop(patience: Double = 10) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        mustStop = true
        condition.broadcast()
        let end = Date(timeIntervalSinceNow: patience)
        while isRunning { guard condition.wait(until: end) else { return !isRunning } }
        return true
    }

    /// Whether the thread is to end now, although its turn has not.
    var isStopping: Bool {
        condition.lock()
        defer { condition.unlock() }
        return mustStop
    }

    /// - Returns: whether it is over.
    private func rest(_ seconds: Double) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let end = Date(timeIntervalSinceNow: seconds)
        while !mustStop, condition.wait(until: end) {}
        return mustStop
    }
}
