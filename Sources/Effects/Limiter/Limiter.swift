import CRealtime
import Memory
import Units
public import Vectors

/// True-peak limiter with look-ahead for the master: keeps its output at or below the ceiling, between samples too.
///
/// Peaks are found on the waveform that a converter makes of the samples (``PeakOversampler``), both channels are turned
/// down together, and the gain moves smoothly through a window of `2 · box − 1` frames around each peak (``GainCurve``). While
/// nothing exceeds the ceiling and the input gain is 0 dB, the samples pass with their bits, ``latency`` frames later.
///
/// A limiter that has never been switched on delays nothing and costs nothing. The first switching-on puts the delay in
/// circuit, where it remains after switching off, so that nothing jumps later: see ``isDelaying``.
///
/// A NaN passes, and is forgotten as soon as it has passed; it never gets into the gain.
///
/// - Thread: audio; setup makes it.
/// - Source: ITU-R BS.1770-4, Annex 2 (true peak); D. Giannoulis, M. Massberg, J. Reiss, "Digital dynamic range compressor
///   design", JAES 60(6), 2012 (release); the window's minimum followed by its mean is common practice.
// Large: the parts of one look-ahead, and where each of them stands.
public struct Limiter: ~Copyable {
    /// Positions over a block.
    public struct Parameters {
        /// 0 or 1.
        let on: Row
        /// Gain before the limiter in dB, 0…24.
        let gain: Row
        /// dBTP, −20…0.
        let ceiling: Row
        /// Time constant of the return after a single peak: log₂ ms, 0…10 (1…1000 ms).
        let release: Row

        /// - Thread: audio.
        @_noLocks @_noAllocation
        public init(on: Row, gain: Row, ceiling: Row, release: Row) {
            self.on = on
            self.gain = gain
            self.ceiling = ceiling
            self.release = release
        }
    }

    /// Room for four rows of a block: ceilings or gains, fades, and both channels.
    let scratch: FixedMemory<Float>
    /// Input left and right, and the same behind the input gain.
    var sound: SampleRows
    var oversampler = PeakOversampler()
    var curve: GainCurve
    var hold: PeakHold
    var fade = StereoFade(frames: 256)
    /// Frames since the delay was put in circuit, until it has been faded in; see ``insertionFrames``.
    var inserted: Int
    var isAwake = false
    var snaps = true
    /// Frames of silence at the end of the input.
    var silence: Int
    var lowest: Float = 1

    /// Frames by which sound is late while ``isDelaying``: 104 at 44.1 and 48 kHz (2.2 ms).
    ///
    /// - Thread: any.
    public let latency: Int

    /// Whether the delay is in circuit: from the first switching-on, or from the start if it was made so.
    ///
    /// - Thread: audio.
    public private(set) var isDelaying: Bool

    /// - Parameters:
    ///   - sampleRate: frames per second, 8000 or more.
    ///   - isDelaying: delay from the start, also while off; so a render begins as a live session went on.
    public init(sampleRate: Int, isDelaying: Bool) {
        curve = GainCurve(sampleRate: sampleRate)
        latency = PeakOversampler.delay + curve.delay
        self.isDelaying = isDelaying
        sound = SampleRows(rows: 4, past: latency + Block.frames)
        hold = PeakHold()
        inserted = latency + 256
        silence = 1 << 20
        scratch = FixedMemory(repeating: 0, count: 4 * Limiter.scratchRow)
    }

    static var scratchRow: Int {
        @_noLocks @_noAllocation @inline(__always) get { 80 }
    }

    /// Like new, except that the delay stays in circuit.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        forget()
        isAwake = false
        snaps = true
        lowest = 1
        inserted = insertionFrames
    }

    /// The largest reduction since it was cleared, in dB, 0 or more.
    ///
    /// - Thread: audio.
    public var reduction: Float {
        @_noLocks @_noAllocation get { lowest < 1 ? Float(0 - Level.decibels(gain: Double(lowest))) : 0 }
    }

    /// Begins a new measurement of ``reduction``.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearReduction() { lowest = 1 }

    /// Whether a block of silence gives silence and changes nothing, so that it need not be rendered.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func isIdle(_ p: Parameters) -> Bool {
        if snaps || p.on.isMoving { return false }
        let isOn = p.on[0] >= 0.5
        if !isAwake { return !isOn && (!isDelaying || silence > 4 &* latency) }
        guard isOn && fade.position == 1 && inserted >= insertionFrames else { return false }
        guard curve.isAtRest && silence > 4 &* latency else { return false }
        return !p.release.isMoving && curve.isTuned(to: p.release[0])
    }

    /// Renders a block in place.
    ///
    /// - Parameters:
    ///   - left: samples, nominal range ±1; likewise `right`.
    ///   - frames: 1…64.
    ///   - frame: play-line frame of the first one.
    /// - Complexity: O(frames).
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int,
        at frame: Int64
    ) {
        var start = 0
        if snaps {
            snaps = false
            fade.snap(to: p.on)
            if fade.position == 1 {
                isDelaying = true
                wake(p, 0)
            }
        }
        while start < frames {
            var end = frames
            if isAwake {
                end = stretch(p.on, from: start, frames: frames)
                renderAwake(p, left + start, right + start, start, end, at: frame &+ Int64(start))
                if fade.position == 0 && inserted >= insertionFrames { isAwake = false }
            } else {
                end = firstOn(p.on, from: start, frames: frames)
                if isDelaying { renderDelay(left + start, right + start, end &- start) }
                if end < frames {
                    if !isDelaying {
                        isDelaying = true
                        forget()
                        inserted = 0
                    }
                    wake(p, end)
                }
            }
            start = end
        }
    }
}
