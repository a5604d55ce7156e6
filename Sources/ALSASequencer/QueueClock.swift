internal import CALSA

/// Now, on the system's monotonic clock, in nanoseconds.
func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Turns the stamps of the sequencer's queue into times of the monotonic clock.
///
/// The queue counts the ticks of a kernel timer and adds the time since the last tick, so its distance to the monotonic clock
/// wanders by the lateness of a tick (tens of microseconds on hardware). It is measured anew for every batch of events.
struct QueueClock {
    private let status: OpaquePointer

    init?() {
        var status: OpaquePointer?
        guard snd_seq_queue_status_malloc(&status) == 0, let status else { return nil }
        self.status = status
    }

    func free() { snd_seq_queue_status_free(status) }

    /// Monotonic time minus queue time, in nanoseconds; `nil` if the queue does not run (then the time of reading must do).
    func offset(_ handle: SequencerHandle) -> Int64? {
        var best: (width: Int64, offset: Int64)?
        // The narrowest of up to three brackets: an interruption between the two readings would shift all events.
        for _ in 0..<3 {
            let before = monotonicNanoseconds()
            guard snd_seq_get_queue_status(handle.sequencer, handle.queue, status) == 0,
                let time = snd_seq_queue_status_get_real_time(status)
            else { return nil }
            let after = monotonicNanoseconds()
            let width = after - before
            let queue = Int64(time.pointee.tv_sec) * 1_000_000_000 + Int64(time.pointee.tv_nsec)
            guard queue > 0 else { return nil }
            if best == nil || width < best?.width ?? 0 { best = (width, (before + after) / 2 - queue) }
            if width < 20_000 { break }
        }
        return best?.offset
    }
}
