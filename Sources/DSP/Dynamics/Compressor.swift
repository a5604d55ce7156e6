import CRealtime
public import Lanes
import Units

/// Compressor of eight strips, both sides by the louder one: feed-forward, in the log domain, of a channel or a bus.
///
/// Attack and release are the times in which the reduction in dB goes 63 % (1 − 1/e) of its way. The RMS detector takes the
/// mean square over 10 ms (a one-pole) before that: a sine counts 3 dB less than its peak, a square wave the same.
///
/// - Thread: audio; setup makes it.
/// - Source: D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design—A Tutorial and Analysis",
///   JAES 60 (2012): gain computer with soft knee eq. (4), smooth branching peak detector eq. (16), in the log domain after
///   the gain computer as fig. 7c.
// Large: a vector for each coefficient and state of eight channels.
public struct Compressor {
    /// Reduction in octaves at the beginning of the session's cell of 64 frames; below 0: none, and parameters are taken anew.
    ///
    /// What was gone since is kept apart: so small a number loses nothing in the sum, however slow the release is.
    var depth = Lanes(repeating: -1)
    /// What the reduction has grown by since.
    var change = Lanes(repeating: 0)
    /// Mean square.
    var square = Lanes(repeating: 0)
    /// Largest reduction since the last ``clearReduction()``, in octaves.
    var deepest = Lanes(repeating: 0)
    var fade = StageSwitch()
    var highPass = DetectorFilter()
    var tuning = Tuning()
    var standing = Standing()
    /// Out of circuit in all lanes, with nothing left to follow.
    var isResting = LaneMask(repeating: false)
    /// A compressor that measures peaks as they come, with all that stands made already: as long as nothing is told anew.
    var isCalm = LaneMask(repeating: false)
    /// The share of its way that the mean square goes in a frame.
    let squareShare: Lanes
    /// log₂ of the frames in a millisecond.
    let framesPerMillisecond: Lanes
    /// log₂ of π / fs.
    let anglePerHertz: Lanes

    /// Time constant of the RMS detector in seconds.
    public static var squareSeconds: Double {
        @_noLocks @_noAllocation get { 0.01 }
    }

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        squareShare = Ballistics.share(Lanes(repeating: Float(1 / (Compressor.squareSeconds * Double(sampleRate)))))
        framesPerMillisecond = Lanes(repeating: Float(PortableMath.log2(Double(sampleRate) / 1000)))
        anglePerHertz = Lanes(repeating: Float(PortableMath.log2(.pi / Double(sampleRate))))
    }

    /// Positions of the parameters over a block.
    ///
    /// - Thread: audio.
    public struct Parameters {
        public let on: LaneRow
        public let threshold: LaneRow
        public let ratio: LaneRow
        public let attack: LaneRow
        public let release: LaneRow
        public let knee: LaneRow
        public let makeup: LaneRow
        public let mix: LaneRow
        public let detector: LaneRow
        public let highPass: LaneRow

        /// - Parameters:
        ///   - on: 0.5 and above is on.
        ///   - threshold: dB.
        ///   - ratio: log₂, 0 or more.
        ///   - attack: log₂ ms.
        ///   - release: log₂ ms.
        ///   - knee: width in dB, 0 or more.
        ///   - makeup: dB.
        ///   - mix: per cent, 0 (dry) … 100.
        ///   - detector: below 0.5 peak, from there on RMS.
        ///   - highPass: log₂ Hz of the side chain's high-pass; 10 Hz and below: out of circuit.
        @_noLocks @_noAllocation
        public init(
            on: LaneRow, threshold: LaneRow, ratio: LaneRow, attack: LaneRow, release: LaneRow, knee: LaneRow,
            makeup: LaneRow, mix: LaneRow, detector: LaneRow, highPass: LaneRow
        ) {
            self.on = on
            self.threshold = threshold
            self.ratio = ratio
            self.attack = attack
            self.release = release
            self.knee = knee
            self.makeup = makeup
            self.mix = mix
            self.detector = detector
            self.highPass = highPass
        }
    }

    /// Forgets the past: the next block takes the switch where it stands.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        fade.reset()
        reset(LaneMask(repeating: true))
        depth = Lanes(repeating: -1)
        tuning = Tuning()
        standing = Standing()
        isResting = LaneMask(repeating: false)
        isCalm = LaneMask(repeating: false)
        clearReduction()
    }

    /// Forgets what some lanes heard.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ lanes: LaneMask) {
        depth.replace(with: 0, where: lanes .& (depth .>= 0))
        change.replace(with: 0, where: lanes)
        square.replace(with: 0, where: lanes)
        highPass.clear(lanes)
    }

    /// Largest reduction in dB since the last ``clearReduction()``, 0 or more; before makeup and mix.
    ///
    /// - Thread: audio.
    public var reduction: Lanes {
        @_noLocks @_noAllocation @inline(__always) get { deepest * LevelGain.decibelsPerOctave }
    }

    /// Begins to measure the reduction anew.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearReduction() { deepest = Lanes(repeating: 0) }
}
