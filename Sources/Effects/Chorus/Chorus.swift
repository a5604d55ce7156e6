import Memory
public import Vectors

/// A stereo chorus of up to four voices, each the input again, delayed by a few milliseconds that slowly rise and fall.
///
/// The depth is one of pitch: at 100 % a voice bends by up to half a semitone each way whatever the rate, but never by more
/// than 6 ms each way, which bounds it below 0.8 Hz. Both sides hear their own input; the width sets their voices apart.
///
/// Memory: 20 ms of both sides, that is 8 KiB at 48 kHz and 32 KiB at 192 kHz.
///
/// - Thread: audio; setup makes it.
/// - Source: J. Dattorro, "Effect design, part 2: delay-line modulation and chorus", JAES 45(10), 1997.
public struct Chorus: ~Copyable {
    /// Positions of the parameters over a block. A NaN counts as a parameter's lowest position.
    public struct Parameters {
        /// 0.5 and above: in circuit. Out of circuit, the input passes.
        public let on: Row
        /// 1…4, in whole voices.
        public let voices: Row
        /// log₂ Hz, log₂ 0.05 … log₂ 5.
        public let rate: Row
        /// Percent, 0…100.
        public let depth: Row
        /// Percent, 0…100: 0 moves both sides alike, 100 sets their voices evenly between each other.
        public let width: Row
        /// Percent, 0…100: 0 is the input, 50 input and voices alike, 100 the voices alone.
        public let mix: Row

        @_noLocks @_noAllocation
        public init(on: Row, voices: Row, rate: Row, depth: Row, width: Row, mix: Row) {
            self.on = on
            self.voices = voices
            self.rate = rate
            self.depth = depth
            self.width = width
            self.mix = mix
        }
    }

    var left: DelayLine
    var right: DelayLine
    let rows: FixedMemory<Vector>
    /// How the voices' delays move in this cell: four left, four right; and where they end, in frames.
    let motions: FixedMemory<TapMotion>
    let delays: FixedMemory<Double>
    /// Gains of the four voices, and what they are at the cell's end.
    let gains: FixedMemory<GridRamp>
    let levels: FixedMemory<Float>
    var standby = Standby()
    var settings = Settings()
    let sampleRate: Double

    /// - Parameter sampleRate: frames per second, 8000 or more.
    /// - Thread: setup.
    public init(sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        left = DelayLine(frames: sampleRate / 50)
        right = DelayLine(frames: sampleRate / 50)
        rows = FixedMemory(repeating: Vector(repeating: 0), count: 7 * 4)
        motions = FixedMemory(repeating: TapMotion(), count: 8)
        delays = FixedMemory(repeating: 64, count: 8)
        gains = FixedMemory(repeating: GridRamp(), count: 4)
        levels = FixedMemory(repeating: 0, count: 4)
    }

    /// Forgets the past: the next block takes every parameter where it stands. Costs nothing.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func reset() { standby.reset() }

    /// Whether silence at the input gives silence, at no cost.
    ///
    /// - Thread: audio.
    public var isIdle: Bool {
        @_noLocks @_noAllocation get { standby.isResting }
    }

    /// Renders a block in place.
    ///
    /// - Parameters:
    ///   - left: up to ``Block/frames`` samples; `right` likewise.
    ///   - frame: play-line frame of the first one; no block crosses a multiple of ``Block/frames``.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ p: Parameters, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, frames: Int,
        at frame: Int64
    ) {
        if standby.enter(p.on, frames: frames) { return }
        var start = 0
        while start < frames {
            let isNew = standby.isResting
            if isNew {
                start = standby.wakes(left, right, from: start, frames: frames)
                if start == frames { return }
                wake(p, at: start, frame: frame &+ Int64(start))
            }
            let now = frame &+ Int64(start)
            let phase = Int(now & Int64(Block.coefficientFrames &- 1))
            if standby.hasJumped(to: now) { hold(at: settings.phase) }
            if phase == 0 && !isNew {
                follow(p, at: start)
                if standby.isResting { continue }
            }
            let end = standby.stretch(from: start, frames: frames, at: now)
            settings.phase = phase &+ end &- start
            renderStretch(left + start, right + start, frames: end &- start, phase: phase, from: start)
            if standby.weights[end &- 1] == 0 { standby.rest() }
            start = end
        }
    }
}
