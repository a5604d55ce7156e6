// For `timespec`, which release builds find in this module.
internal import CALSA
internal import Glibc

/// The system's monotonic clock, which the sequencer's stamps, the device's stamps and the periods are all told in.
enum MonotonicClock {
    /// Now, in nanoseconds.
    ///
    /// - Thread: any; no system call on ordinary kernels.
    static var nanoseconds: Int64 { read(CLOCK_MONOTONIC) }

    /// Processor time that the calling thread has used, in nanoseconds.
    ///
    /// - Thread: any.
    static var threadNanoseconds: Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

    /// Sleeps until a moment of this clock; returns at once if it has gone by.
    ///
    /// - Thread: audio (the clock device's wait), outside the checked functions.
    static func sleep(until nanoseconds: Int64) {
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
