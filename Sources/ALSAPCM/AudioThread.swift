internal import CALSA
internal import Glibc

/// A thread of its own for the period loop, ahead of all others where the system permits.
struct AudioThread {
    private let thread: pthread_t
    /// Runs under SCHED_FIFO.
    let isRealtime: Bool

    private final class Body {
        let run: () -> Void
        init(_ run: @escaping () -> Void) { self.run = run }
    }

    /// Starts the thread.
    ///
    /// - Parameter priority: of SCHED_FIFO, `1...99`; 0: an ordinary thread. Refused priorities fall back to ordinary.
    /// - Returns: `nil` if the system gives no thread at all.
    /// - Thread: control.
    init?(priority: Int, _ run: @escaping () -> Void) {
        var thread = pthread_t()
        if priority > 0, AudioThread.create(&thread, priority: priority, Body(run)) {
            isRealtime = true
        } else if AudioThread.create(&thread, priority: 0, Body(run)) {
            isRealtime = false
        } else {
            return nil
        }
        self.thread = thread
    }

    /// Waits for the thread to end.
    func join() { pthread_join(thread, nil) }

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
                Unmanaged<Body>.fromOpaque($0!).takeRetainedValue().run(); return nil
            },
            argument.toOpaque())
        if code != 0 { argument.release() }
        return code == 0
    }
}
