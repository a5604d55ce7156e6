import CRealtime
import Units
public import Vectors

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
    var depth = Vector(repeating: -1)
    /// Largest reduction since the last ``clearReduction()``, in octaves.
    var deepest = Vector(repeating: 0)
    var fade = StageSwitch()
    var split = BandSplit()
    /// What the coefficients were computed from.
    var tuned = Vector(repeating: .infinity)
    /// The share of the remaining distance that the reduction covers in a frame when it grows.
    let rise: Vector
    /// The same when it shrinks.
    let fall: Vector
    /// log₂ of π / fs.
    let anglePerHertz: Vector

    /// Time constant of growing reduction in seconds.
    public static var attackSeconds: Double {
        @_noLocks @_noAllocation get { 0.0005 }
    }

    /// Time constant of shrinking reduction in seconds.
    public static var releaseSeconds: Double {
        @_noLocks @_noAllocation get { 0.04 }
    }

    /// Out of circuit in all columns, with its coefficients up to date.
    var isResting = VectorMask(repeating: false)

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        rise = Ballistics.share(Vector(repeating: Float(1 / (DeEsser.attackSeconds * Double(sampleRate)))))
        fall = Ballistics.share(Vector(repeating: Float(1 / (DeEsser.releaseSeconds * Double(sampleRate)))))
        anglePerHertz = Vector(repeating: Float(PortableMath.log2(.pi / Double(sampleRate))))
    }

    /// Positions of the parameters over a block.
    ///
    /// - Thread: audio.
    public struct Parameters {
        public let on: VectorRow
        public let frequency: VectorRow
        public let threshold: VectorRow
        public let range: VectorRow

        /// - Parameters:
        ///   - on: 0.5 and above is on.
        ///   - frequency: log₂ Hz.
        ///   - threshold: dB.
        ///   - range: dB, 0 or more.
        @_noLocks @_noAllocation
        public init(on: VectorRow, frequency: VectorRow, threshold: VectorRow, range: VectorRow) {
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
        reset(VectorMask(repeating: true))
        depth = Vector(repeating: -1)
        tuned = Vector(repeating: .infinity)
        isResting = VectorMask(repeating: false)
        clearReduction()
    }

    /// Forgets what some columns heard.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ columns: VectorMask) {
        depth.replace(with: 0, where: columns .& (depth .>= 0))
        split.clear(columns)
    }

    /// Largest reduction in dB since the last ``clearReduction()``, 0 or more.
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
