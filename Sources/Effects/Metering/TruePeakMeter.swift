import CRealtime
import Memory

/// True peak of one stereo node, by the limiter's oversampler: what a converter makes of the samples, not the samples.
///
/// It reads a sine below 0.45 of the sample rate within −0.01…+0.03 dB (EBU Tech 3341 asks for +0.2/−0.4 dB), and sound
/// above that on the high side. Where no sample comes near the highest peak so far nothing is searched, so it costs next to
/// nothing most of the time; at worst about 16 ns per frame.
///
/// The peak of a frame is known 42 frames after it: feed as many frames of silence to finish a file.
///
/// - Thread: audio, or any one thread; setup makes it.
/// - Source: ITU-R BS.1770-4, Annex 2; EBU Tech 3341, cases 15–23.
public struct TruePeakMeter: ~Copyable {
    private let peaks: FixedMemory<Float>
    private var sound = SampleRows(rows: 2, past: PeakOversampler.past)
    private var oversampler = PeakOversampler()
    private var hold = PeakHold()

    /// Highest magnitude since the last ``clear()``, as an amplitude, 0 or more; infinite after a NaN.
    public private(set) var peak: Float = 0

    public init() {
        peaks = FixedMemory(repeating: 0, count: 80)
    }

    /// Forgets peak and sound.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        sound.fill(0..<2, with: 0)
        oversampler.reset()
        hold.reset()
        peak = 0
    }

    /// Forgets the peak, which has been passed on; the sound goes on.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clear() { peak = 0 }

    /// Measures a block.
    ///
    /// - Parameters:
    ///   - left: samples, nominal range ±1; likewise `right`.
    ///   - frames: 1…64.
    /// - Complexity: O(frames).
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(left: UnsafePointer<Float>, right: UnsafePointer<Float>, frames: Int) {
        sound.makeRoom(frames)
        let l = sound.row(0)
        let r = sound.row(1)
        rt_copy(l, left, frames)
        rt_copy(r, right, frames)
        rt_clear(l + frames, 8)
        rt_clear(r + frames, 8)
        hold.listen(l, r, frames)
        if hold.peak == .infinity { peak = .infinity }
        if hold.peak * oversampler.bound > peak {
            oversampler.render(left: l, right: r, frames: frames, above: peak, peaks: peaks.start)
            for frame in 0..<frames where peaks[frame] > peak { peak = peaks[frame] }
        } else {
            oversampler.pass()
        }
        sound.advance(frames)
    }
}
