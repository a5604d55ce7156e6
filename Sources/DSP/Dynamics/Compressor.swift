import CRealtime
import Units
public import Vectors

/// Compressor of eight strips, both sides by the louder one: feed-forward, in the log domain, of a channel or a bus.
///
/// Attack and release are the times in which the reduction in dB covers 63 % (1 − 1/e) of its distance. Before that the RMS
/// detector takes the mean square over 10 ms (a one-pole): a sine counts 3 dB less than its peak, a square wave as much.
///
/// - Thread: audio; setup makes it.
/// - Source: D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design—A Tutorial and Analysis",
///   JAES 60 (2012): gain computer with soft knee eq. (4), smooth branching peak detector eq. (16), in the log domain after
///   the gain computer as fig. 7c.
// Large: a vector for each coefficient and state of eight channels.
public struct Compressor {
    /// Reduction in octaves at the beginning of the cell of 64 frames; below 0: none, and parameters are taken anew.
    ///
    /// The change since then is kept apart, so that small steps of a slow release are not lost to rounding.
    var depth = Vector(repeating: -1)
    /// What the reduction has grown by since.
    var change = Vector(repeating: 0)
    /// Mean square.
    var square = Vector(repeating: 0)
    /// Largest reduction since the last ``clearReduction()``, in octaves.
    var deepest = Vector(repeating: 0)
    var fade = StageSwitch()
    var highPass = DetectorFilter()
    var tuning = Tuning()
    var standing = Standing()
    /// Out of circuit in all columns, with its coefficients up to date.
    var isResting = VectorMask(repeating: false)
    /// In circuit, and a still block may be rendered by `renderCalm`: all rows are constant and made, all columns measure
    /// peaks, and the side chain has no filter.
    var isCalm = VectorMask(repeating: false)
    /// The share of the remaining distance that the mean square covers in a frame.
    let squareShare: Vector
    /// log₂ of the frames in a millisecond.
    let framesPerMillisecond: Vector
    /// log₂ of π / fs.
    let anglePerHertz: Vector

    /// Time constant of the RMS detector in seconds.
    public static var squareSeconds: Double {
        @_noLocks @_noAllocation get { 0.01 }
    }

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        squareShare = Ballistics.share(Vector(repeating: Float(1 / (Compressor.squareSeconds * Double(sampleRate)))))
        framesPerMillisecond = Vector(repeating: Float(PortableMath.log2(Double(sampleRate) / 1000)))
        anglePerHertz = Vector(repeating: Float(PortableMath.log2(.pi / Double(sampleRate))))
    }

    /// Positions of the parameters over a block.
    ///
    /// - Thread: audio.
    public struct Parameters {
        public let on: VectorRow
        public let threshold: VectorRow
        public let ratio: VectorRow
        public let attack: VectorRow
        public let release: VectorRow
        public let knee: VectorRow
        public let makeup: VectorRow
        public let mix: VectorRow
        public let detector: VectorRow
        public let highPass: VectorRow

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
            on: VectorRow, threshold: VectorRow, ratio: VectorRow, attack: VectorRow, release: VectorRow,
            knee: VectorRow,
            makeup: VectorRow, mix: VectorRow, detector: VectorRow, highPass: VectorRow
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
        reset(VectorMask(repeating: true))
        depth = Vector(repeating: -1)
        tuning = Tuning()
        standing = Standing()
        isResting = VectorMask(repeating: false)
        isCalm = VectorMask(repeating: false)
        clearReduction()
    }

    /// Forgets what some columns heard.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ columns: VectorMask) {
        depth.replace(with: 0, where: columns .& (depth .>= 0))
        change.replace(with: 0, where: columns)
        square.replace(with: 0, where: columns)
        highPass.clear(columns)
    }

    /// Largest reduction in dB since the last ``clearReduction()``, 0 or more; before makeup and mix.
    ///
    /// - Thread: audio.
    public var reduction: Vector {
        @_noLocks @_noAllocation @inline(__always) get { deepest * LevelGain.decibelsPerOctave }
    }

    /// Begins to measure the reduction anew.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearReduction() { deepest = Vector(repeating: 0) }
}
