internal import CALSA
internal import Glibc

/// A thread of its own for the period loop, ahead of all others where the system permits.
struct AudioThread {
    private let thread: pthread_t
    /// Runs under SCHED_FIFO.
    let isRealtime: Bool

    private let ending: Ending

    private final class Body {
        let run: () -> Void
        let ending: Ending
        init(_ run: @escaping () -> Void, _ ending: Ending) {
            self.run = run
            self.ending = ending
        }
    }

    /// Tells that a thread has come to its end.
    private final class Ending: @unchecked Sendable {
        // @unchecked: a semaphore is made for several threads.
        private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

        init() { sem_init(semaphore, 0, 0) }
        deinit {
            sem_destroy(semaphore)
            semaphore.deallocate()
        }

        func tell() { sem_post(semaphore) }

        /// - Returns: whether it was told within so many seconds.
        func wait(seconds: Int) -> Bool { calsa_wait(semaphore, Int32(seconds)) == 0 }
    }

    /// Starts the thread.
    ///
    /// - Parameter priority: of SCHED_FIFO, `1...99`; 0: an ordinary thread. Refused priorities fall back to ordinary.
    /// - Returns: `nil` if the system gives no thread at all.
    /// - Thread: control.
    init?(priority: Int, _ run: @escaping () -> Void) {
        var thread = pthread_t()
        let ending = Ending()
        if priority > 0, AudioThread.create(&thread, priority: priority, Body(run, ending)) {
            isRealtime = true
        } else if AudioThread.create(&thread, priority: 0, Body(run, ending)) {
            isRealtime = false
        } else {
            return nil
        }
        self.thread = thread
        self.ending = ending
    }

    /// Waits for the thread to end; a second time is an error.
    ///
    /// - Parameter patience: seconds. A thread that hangs in a device for longer is left to itself.
    /// - Returns: whether it has ended.
    func join(patience: Int) -> Bool {
        guard ending.wait(seconds: patience) else {
            pthread_detach(thread)
            return false
        }
        pthread_join(thread, nil)
        return true
    }

    private static func create(_ thread: inout pthread_t, priority: Int, _ body: Body) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        if priority > 0 {
            pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
            pthread_attr_setschedpolicy(&attributes, SCHED_FIFO)
            var parameter = sched_param(sched_priority: Int32(priority))
            pthread_attr_setschedparam(&attributes, &parameter)
        }
        let argument = Unmanaged.passRetained(body)
        let code = pthread_create(
            &thread, &attributes,
            {
                let body = Unmanaged<Body>.fromOpaque($0!).takeRetainedValue()
                body.run()
                body.ending.tell()
                return nil
            },
            argument.toOpaque())
        if code != 0 { argument.release() }
        return code == 0
    }
}
