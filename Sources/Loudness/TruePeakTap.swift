import CEBUR128

/// libebur128's true peak of one channel, of those stretches alone that can hold a new one.
///
/// Where an estimate says that no higher one can be, the library is not asked: the same peak for a fraction of the cost.
final class TruePeakTap {
    private var state: UnsafeMutablePointer<ebur128_state>?
    /// The highest peak so far, as an amplitude.
    private(set) var peak = 0.0
    private let estimate: PeakEstimate
    /// Whether the frames before the next ones were left out.
    private var isStale = false

    /// Frames before the first new one that the filter looks back on.
    static let lookBack = PeakEstimate.lookBack
    /// Frames that are taken or left out together.
    private static let cell = 64

    init(sampleRate: Int) throws(LoudnessError) {
        estimate = PeakEstimate(sampleRate: sampleRate)
        state = ebur128_init(1, UInt(sampleRate), Int32(EBUR128_MODE_TRUE_PEAK.rawValue))
        guard let state else { throw .outOfMemory }
        // No K-weighting here.
        ebur128_set_channel(state, 0, Int32(EBUR128_UNUSED.rawValue))
    }

    deinit { ebur128_destroy(&state) }

    /// Hears more of the channel.
    ///
    /// - Parameter samples: finite, with ``lookBack`` samples before the first new one, and 7 readable ones behind the last.
    func listen(_ samples: UnsafePointer<Float>, frames: Int) {
        guard let state else { return }
        var start = 0
        while start < frames {
            let count = min(Self.cell, frames - start)
            let place = samples + start
            if estimate.mayExceed(Float(peak), place, count) {
                if isStale {
                    // These frames only fill the filter: peaks across the gap, which this call may find, are not read.
                    ebur128_add_frames_float(state, place - Self.lookBack, Self.lookBack)
                }
                isStale = false
                ebur128_add_frames_float(state, place, count)
                var found = 0.0
                ebur128_prev_true_peak(state, 0, &found)
                if found > peak { peak = found }
            } else {
                isStale = true
            }
            start += count
        }
    }
}
