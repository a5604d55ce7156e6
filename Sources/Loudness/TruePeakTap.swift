import CEBUR128
import Glibc

/// libebur128's true peak of one channel, of those stretches alone that can hold a new one.
///
/// The library oversamples by a filter of which the sum of weights is known: between samples that lie below the highest peak
/// divided by that sum no higher one can be. Leaving those out gives the same peak for a fraction of the cost.
final class TruePeakTap {
    private var state: UnsafeMutablePointer<ebur128_state>?
    /// The highest peak so far, as an amplitude.
    private(set) var peak = 0.0
    /// No point between samples exceeds the highest sample by more than this factor.
    private let bound: Float
    /// Whether the frames before the next ones were left out.
    private var isStale = false

    /// Frames before the first new one that the filter looks back on.
    static let lookBack = 32
    /// Frames that are taken or left out together.
    private static let cell = 64
    /// Taps of the library's filter at the higher rate.
    private static let taps = 49

    init(sampleRate: Int) throws(LoudnessError) {
        bound = Float(Self.bound(sampleRate: sampleRate))
        state = ebur128_init(1, UInt(sampleRate), Int32(EBUR128_MODE_TRUE_PEAK.rawValue))
        guard let state else { throw .outOfMemory }
        // No K-weighting here.
        ebur128_set_channel(state, 0, Int32(EBUR128_UNUSED.rawValue))
    }

    deinit { ebur128_destroy(&state) }

    /// Hears more of the channel.
    ///
    /// - Parameter samples: finite, with ``lookBack`` samples before the first new one.
    func listen(_ samples: UnsafePointer<Float>, frames: Int) {
        guard let state else { return }
        var start = 0
        while start < frames {
            let count = min(Self.cell, frames - start)
            let place = samples + start
            if Float(peak) < bound * LaneScan.highest(place - Self.lookBack, Self.lookBack + count) {
                if isStale {
                    // Peaks across the gap are none: the call that makes them is not asked.
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

    /// The greatest sum of the magnitudes of weights that make one point.
    static func bound(sampleRate: Int) -> Double {
        let factor = sampleRate < 96_000 ? 4 : sampleRate < 192_000 ? 2 : 1
        guard factor > 1 else { return 1 }
        var sums = [Double](repeating: 0, count: factor)
        for tap in 0..<taps {
            let turn = Double.pi * (Double(tap) - Double(taps - 1) / 2) / Double(factor)
            let sinc = turn == 0 ? 1 : sin(turn) / turn
            let window = 0.5 * (1 - cos(2 * Double.pi * Double(tap) / Double(taps - 1)))
            sums[tap % factor] += abs(sinc * window)
        }
        // A little more, for the library reckons in single precision.
        return sums.reduce(1) { max($0, $1) } * 1.0001
    }
}
