import CRealtime
public import Lanes
import Units

/// De-esser of eight strips, both sides by the louder one: a high shelf that falls as far as the highs rise above the
/// threshold, without delay.
///
/// It listens to what lies above its frequency (12 dB per octave). Above the threshold it takes 1 dB for each dB, up to the
/// range. Reduction goes 63 % of its way (in dB) in 0.5 ms when it grows and in 40 ms when it shrinks. Without reduction the
/// output is the input exactly, since what is taken away is a part of the signal's own highs.
///
/// - Thread: audio; setup makes it.
/// - Source: the shelf is `(g s² + √(2 g) s + 1) / (s² + √2 s + 1)`, Butterworth in numerator and denominator, so its
///   magnitude √((1 + g² ω⁴) / (1 + ω⁴)) has no bump; from the state-variable filter of A. Simper, "Solving the continuous
///   SVF equations using trapezoidal integration" (Cytomic, 2013). Ballistics as ``Compressor``.
public struct DeEsser {
    /// Reduction in octaves, 0 or more; below 0: none, and the frequency is taken anew.
    var depth = Lanes(repeating: -1)
    /// Largest reduction since the last ``clearReduction()``, in octaves.
    var deepest = Lanes(repeating: 0)
    var fade = StageSwitch()
    var split = BandSplit()
    /// What the coefficients were computed from.
    var tuned = Lanes(repeating: .infinity)
    /// The share of its way that the reduction goes in a frame when it grows.
    let rise: Lanes
    /// The same when it shrinks.
    let fall: Lanes
    /// log₂ of π / fs.
    let anglePerHertz: Lanes

    /// Time constant of growing reduction in seconds.
    public static var attackSeconds: Double {
        @_noLocks @_noAllocation get { 0.0005 }
    }

    /// Time constant of shrinking reduction in seconds.
    public static var releaseSeconds: Double {
        @_noLocks @_noAllocation get { 0.04 }
    }

    /// Out of circuit in all lanes, with nothing left to follow.
    var isResting = LaneMask(repeating: false)

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        rise = Ballistics.share(Lanes(repeating: Float(1 / (DeEsser.attackSeconds * Double(sampleRate)))))
        fall = Ballistics.share(Lanes(repeating: Float(1 / (DeEsser.releaseSeconds * Double(sampleRate)))))
        anglePerHertz = Lanes(repeating: Float(PortableMath.log2(.pi / Double(sampleRate))))
    }

    /// Positions of the parameters over a block.
    ///
    /// - Thread: audio.
    public struct Parameters {
        public let on: LaneRow
        public let frequency: LaneRow
        public let threshold: LaneRow
        public let range: LaneRow

        /// - Parameters:
        ///   - on: 0.5 and above is on.
        ///   - frequency: log₂ Hz.
        ///   - threshold: dB.
        ///   - range: dB, 0 or more.
        @_noLocks @_noAllocation
        public init(on: LaneRow, frequency: LaneRow, threshold: LaneRow, range: LaneRow) {
            self.on = on
            self.frequency = frequency
            self.threshold = threshold
            self.range = range
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
        tuned = Lanes(repeating: .infinity)
        isResting = LaneMask(repeating: false)
        clearReduction()
    }

    /// Forgets what some lanes heard.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ lanes: LaneMask) {
        depth.replace(with: 0, where: lanes .& (depth .>= 0))
        split.clear(lanes)
    }

    /// Largest reduction in dB since the last ``clearReduction()``, 0 or more.
    ///
    /// - Thread: audio.
    public var reduction: Lanes {
        @_noLocks @_noAllocation get { deepest * LevelGain.decibelsPerOctave }
    }

    /// Begins to measure the reduction anew.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearReduction() { deepest = Lanes(repeating: 0) }
}
