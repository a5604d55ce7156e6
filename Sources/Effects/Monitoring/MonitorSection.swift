import CRealtime
import Memory
public import Vectors

/// What stands between the mix and the loudspeakers, and never in the bounce: choice of the source, mono, swap, translation
/// listening, level, dim, cut, and protection of loudspeakers and ears.
///
/// The mix is replaced by the reference file while `reference` is on (A/B; the gain that makes it as loud as the mix is given
/// from outside), and either is replaced by the listen bus (PFL, AFL) while `listen` is on. Then come mono, swap,
/// ``Translation``, level with dim and cut. All switches fade over 256 frames (5.3 ms at 48 kHz). With level at 0 dB and all
/// switches off the samples pass with their bits, as far as they lie within ±1.
///
/// A signal above +24 dBFS for two seconds mutes the loudspeakers until ``clearRunaway()``; NaN never passes; the output is
/// clipped to ±1.
///
/// - Thread: audio; setup makes it.
public struct MonitorSection: ~Copyable {
    /// Positions over a block.
    public struct Parameters {
        /// A fader's position: dB, −60…12, and below to silence (`Scale.fader`).
        let level: Row
        /// Switches, 0 or 1.
        let dim: Row
        let mono: Row
        let cut: Row
        let swap: Row
        /// Whether the listen bus is heard: 1 while any PFL or AFL is on.
        let listen: Row
        /// Whether the reference is heard.
        let reference: Row
        /// Gain of the reference in dB, −60…24.
        let referenceGain: Row
        /// dB by which dim lowers the level, −60…0; −20 is usual.
        let dimLevel: Row
        /// Number of a ``Translation``.
        let translation: Row

        /// - Thread: audio.
        @_noLocks @_noAllocation
        public init(
            level: Row, dim: Row, dimLevel: Row, mono: Row, cut: Row, swap: Row, listen: Row, reference: Row,
            referenceGain: Row, translation: Row
        ) {
            self.level = level
            self.dim = dim
            self.dimLevel = dimLevel
            self.mono = mono
            self.cut = cut
            self.swap = swap
            self.listen = listen
            self.reference = reference
            self.referenceGain = referenceGain
            self.translation = translation
        }
    }

    /// Samples that may take the mix's place: both channels for as many frames as are rendered.
    public struct Source {
        let left: UnsafePointer<Float>
        let right: UnsafePointer<Float>

        /// - Thread: audio; the memory must outlive the call of `render`.
        @_noLocks @_noAllocation
        public init(left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
            self.left = left
            self.right = right
        }
    }

    /// Gains, a switch's weights, other gains, and a row of silence.
    private let scratch: FixedMemory<Float>
    private var listenFade = StereoFade(frames: 256)
    private var referenceFade = StereoFade(frames: 256)
    private var monoFade = StereoFade(frames: 256)
    private var swapFade = StereoFade(frames: 256)
    private var dimFade = StereoFade(frames: 256)
    private var cutFade = StereoFade(frames: 256)
    private var chain: TranslationChain
    private var protection: LoudspeakerGuard
    private var snaps = true

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        scratch = FixedMemory(repeating: 0, count: 4 * 80)
        chain = TranslationChain(sampleRate: sampleRate)
        protection = LoudspeakerGuard(sampleRate: sampleRate)
    }

    /// Like new: the next block takes the switches where they stand.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        snaps = true
        protection.reset()
    }

    /// Whether a runaway has muted the loudspeakers.
    ///
    /// - Thread: audio.
    public var isRunaway: Bool {
        @_noLocks @_noAllocation get { protection.isRunaway }
    }

    /// Frames since the last call that were beyond full scale at the output, and were clipped.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func takeClipped() -> Int { protection.takeClipped() }

    /// Opens the loudspeakers again after a runaway, with a fade.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearRunaway() { protection.clear() }

    /// Whether the listen bus is needed for the next block: it is switched on, or still fading out.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func needsListen(_ p: Parameters) -> Bool { !listenFade.isOff(p.listen) }

    /// Whether the reference is needed for the next block.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public func needsReference(_ p: Parameters) -> Bool { !referenceFade.isOff(p.reference) }

    /// Makes of the mix what the loudspeakers get, in place.
    ///
    /// - Parameters:
    ///   - left: the mix; likewise `right`. Must not be a source's memory.
    ///   - listen: the listen bus; nil counts as silence. Likewise `reference`.
    ///   - frames: 1…64.
    /// - Complexity: O(frames).
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, listen: Source?,
        reference: Source?, frames: Int
    ) {
        if snaps { snap(p) }
        if needsReference(p) {
            let gains = scratch + 160
            LevelRow.fill(gains, with: p.referenceGain, from: 0, frames: frames, low: -60, high: 24)
            replace(
                left, right, reference, gains,
                MonitorSection.weights(&referenceFade, p.reference, scratch + 80, frames), frames)
        }
        if needsListen(p) {
            let gains = scratch + 160
            for frame in 0..<frames { gains[frame] = 1 }
            replace(
                left, right, listen, gains, MonitorSection.weights(&listenFade, p.listen, scratch + 80, frames),
                frames)
        }
        protection.inspect(left, right, frames)
        if !monoFade.isOff(p.mono) {
            let weights = MonitorSection.weights(&monoFade, p.mono, scratch + 80, frames)
            for frame in 0..<frames {
                let middle = (left[frame] + right[frame]) * 0.5
                left[frame] = MonitorSection.blend(left[frame], middle, weights[frame])
                right[frame] = MonitorSection.blend(right[frame], middle, weights[frame])
            }
        }
        if !swapFade.isOff(p.swap) {
            let weights = MonitorSection.weights(&swapFade, p.swap, scratch + 80, frames)
            for frame in 0..<frames {
                let (l, r) = (left[frame], right[frame])
                left[frame] = MonitorSection.blend(l, r, weights[frame])
                right[frame] = MonitorSection.blend(r, l, weights[frame])
            }
        }
        chain.render(p.translation, left: left, right: right, frames: frames)
        turn(p, left, right, frames)
        protection.clip(left, right, frames)
    }

    /// Applies level, dim and cut.
    @_noLocks @_noAllocation
    private mutating func turn(
        _ p: Parameters, _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int
    ) {
        let gains = scratch.start
        LevelRow.fillFader(gains, with: p.level, frames: frames)
        if !dimFade.isOff(p.dim) {
            let dims = scratch + 160
            LevelRow.fill(dims, with: p.dimLevel, from: 0, frames: frames, low: -60, high: 0)
            let weights = MonitorSection.weights(&dimFade, p.dim, scratch + 80, frames)
            for frame in 0..<frames { gains[frame] *= MonitorSection.blend(1, dims[frame], weights[frame]) }
        }
        if !cutFade.isOff(p.cut) {
            let weights = MonitorSection.weights(&cutFade, p.cut, scratch + 80, frames)
            for frame in 0..<frames { gains[frame] *= 1 - weights[frame] }
        }
        for frame in 0..<frames {
            left[frame] *= gains[frame]
            right[frame] *= gains[frame]
        }
    }

    @_noLocks @_noAllocation
    private mutating func snap(_ p: Parameters) {
        snaps = false
        listenFade.snap(to: p.listen)
        referenceFade.snap(to: p.reference)
        monoFade.snap(to: p.mono)
        swapFade.snap(to: p.swap)
        dimFade.snap(to: p.dim)
        cutFade.snap(to: p.cut)
        chain.reset(to: p.translation[0])
    }

    /// Puts a source in the place of what is there.
    @_noLocks @_noAllocation
    private func replace(
        _ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ source: Source?,
        _ gains: UnsafeMutablePointer<Float>, _ weights: Row, _ frames: Int
    ) {
        var fromLeft = UnsafePointer(scratch + 240)
        var fromRight = fromLeft
        if let source {
            fromLeft = source.left
            fromRight = source.right
        }
        for frame in 0..<frames {
            left[frame] = MonitorSection.blend(left[frame], fromLeft[frame] * gains[frame], weights[frame])
            right[frame] = MonitorSection.blend(right[frame], fromRight[frame] * gains[frame], weights[frame])
        }
    }

    /// A switch's fade over a block.
    @_noLocks @_noAllocation
    private static func weights(
        _ fade: inout StereoFade, _ switches: Row, _ row: UnsafeMutablePointer<Float>, _ frames: Int
    ) -> Row {
        for frame in 0..<frames { row[frame] = fade.next(switches[frame] >= 0.5) }
        return Row(row, stride: 1)
    }

    /// `a` at weight 0 and `b` at weight 1, exactly, so that the source that is faded out leaves no trace, even if it is NaN.
    @_noLocks @_noAllocation @inline(__always)
    private static func blend(_ a: Float, _ b: Float, _ weight: Float) -> Float {
        guard weight < 1 else { return b }
        return weight > 0 ? a + weight * (b - a) : a
    }
}
