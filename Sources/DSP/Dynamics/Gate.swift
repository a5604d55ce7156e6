import CRealtime
import Units
public import Vectors

/// Gate and expander of eight strips, both sides by the louder one.
///
/// At the threshold it opens; below it, less the hysteresis, it stays open for the hold time. Closed it lets through the
/// range's level, or, with a ratio below 100, `(level − threshold) · (ratio − 1)` dB but no less than the range. An expander
/// holds each level that it lets through for the hold time, too.
///
/// Times go the whole way: from closed to open in the attack, on a straight line of amplitude; from open to closed in the
/// release, on a straight line of dB (a range below 1 dB counts as 1 dB here). So it arrives at its ends exactly.
///
/// It begins closed after ``reset()``, and open when it is switched on, so that a switch in the middle of a sound takes
/// nothing away.
///
/// - Thread: audio; setup makes it.
/// - Source: static curve as in D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design—A Tutorial
///   and Analysis", JAES 60 (2012), turned over at the threshold, without knee.
// Large: a vector for each coefficient and state of eight channels.
public struct Gate {
    /// Gain; below 0: closed, from the next block on.
    var gain = Vector(repeating: -1)
    /// Frames for which it still stays open; 0: closed.
    var opened = SIMD8<Int32>(repeating: 0)
    /// Frames for which an expander still holds its gain.
    var held = SIMD8<Int32>(repeating: 0)
    /// Least gain since the last ``clearReduction()``.
    var lowest = Vector(repeating: 1)
    var fade = StageSwitch()
    var highPass = DetectorFilter()
    var lowPass = DetectorFilter()
    var tuning = Tuning()
    var standing = Standing()
    /// Out of circuit in all columns, with its coefficients up to date.
    var isResting = VectorMask(repeating: false)
    /// In circuit, and a still block may be rendered by `renderCalm`: all rows are constant and made, no column expands, and
    /// the side chain has no filter.
    var isCalm = VectorMask(repeating: false)
    /// log₂ of the frames in a millisecond.
    let framesPerMillisecond: Vector
    let framesInMillisecond: Vector
    /// log₂ of π / fs.
    let anglePerHertz: Vector

    /// - Parameter sampleRate: frames per second, 8000 or more.
    public init(sampleRate: Int) {
        framesPerMillisecond = Vector(repeating: Float(PortableMath.log2(Double(sampleRate) / 1000)))
        framesInMillisecond = Vector(repeating: Float(Double(sampleRate) / 1000))
        anglePerHertz = Vector(repeating: Float(PortableMath.log2(.pi / Double(sampleRate))))
    }

    /// Positions of the parameters over a block.
    ///
    /// - Thread: audio.
    public struct Parameters {
        public let on: VectorRow
        public let threshold: VectorRow
        public let ratio: VectorRow
        public let range: VectorRow
        public let attack: VectorRow
        public let hold: VectorRow
        public let release: VectorRow
        public let hysteresis: VectorRow
        public let highPass: VectorRow
        public let lowPass: VectorRow

        /// - Parameters:
        ///   - on: 0.5 and above is on.
        ///   - threshold: dB.
        ///   - ratio: log₂ of 1…100; 100 is a gate.
        ///   - range: dB, 0 or more.
        ///   - attack: log₂ ms.
        ///   - hold: ms.
        ///   - release: log₂ ms.
        ///   - hysteresis: dB, 0 or more.
        ///   - highPass: log₂ Hz of the side chain's high-pass; 10 Hz and below: out of circuit.
        ///   - lowPass: log₂ Hz of the side chain's low-pass; 22 kHz and above: out of circuit.
        @_noLocks @_noAllocation
        public init(
            on: VectorRow, threshold: VectorRow, ratio: VectorRow, range: VectorRow, attack: VectorRow,
            hold: VectorRow,
            release: VectorRow, hysteresis: VectorRow, highPass: VectorRow, lowPass: VectorRow
        ) {
            self.on = on
            self.threshold = threshold
            self.ratio = ratio
            self.range = range
            self.attack = attack
            self.hold = hold
            self.release = release
            self.hysteresis = hysteresis
            self.highPass = highPass
            self.lowPass = lowPass
        }
    }

    /// Forgets the past: the next block takes the switch where it stands, and begins closed.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() {
        fade.reset()
        tuning = Tuning()
        standing = Standing()
        isResting = VectorMask(repeating: false)
        reset(VectorMask(repeating: true))
        clearReduction()
    }

    /// Forgets what some columns heard.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset(_ columns: VectorMask) {
        // Taken anew in the next block.
        standing.isCurrent = VectorMask(repeating: false)
        isCalm = VectorMask(repeating: false)
        isResting = VectorMask(repeating: false)
        gain.replace(with: -1, where: columns)
        opened.replace(with: 0, where: columns)
        held.replace(with: 0, where: columns)
        highPass.clear(columns)
        lowPass.clear(columns)
    }

    /// Largest reduction in dB since the last ``clearReduction()``, 0 or more.
    ///
    /// - Thread: audio.
    public var reduction: Vector {
        @_noLocks @_noAllocation @inline(__always) get {
            let level = LevelGain.log2(lowest) * -LevelGain.decibelsPerOctave
            return level.replacing(with: 0, where: .!(level .> 0))
        }
    }

    /// Begins to measure the reduction anew.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func clearReduction() { lowest = Vector(repeating: 1) }
}
