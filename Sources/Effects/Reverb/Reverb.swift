import Memory
import Units
public import Vectors

/// A stereo reverberator: a feedback delay network of sixteen lines, with early reflections before it.
///
/// The sound goes through the pre-delay and through all-passes, which turn a click into a dense burst; early reflections are
/// tapped on the way. Sixteen lines of mutually prime lengths, each with an all-pass, are mixed by a lossless Hadamard matrix; a
/// shelf in each attenuates by what the decay asks for at its length. The lines' delays are slowly modulated, so that no tone stands
/// out of the tail.
///
/// A change of size glides, by at most a frame in 32, so the tail bends a little for up to two seconds instead of breaking.
///
/// The level of the tail grows by 1.5 dB with each doubling of the decay; a mono click at 2 s and 50 % has unit energy.
///
/// Memory: 2.4 s of samples in all, that is below 0.6 MiB at 48 kHz and 2 MiB at 192 kHz.
///
/// - Thread: audio; setup makes it.
/// - Source: J.-M. Jot and A. Chaigne, "Digital delay networks for designing artificial reverberators", AES preprint 3030, 1991;
///   M. R. Schroeder, "Natural sounding artificial reverberation", JAES 10(3), 1962 (all-passes).
// Large: a member for each part of the network of delays.
public struct Reverb: ~Copyable {
    /// Positions of the parameters over a block. A NaN counts as a parameter's lowest position.
    public struct Parameters {
        /// 0.5 and above: in circuit. Out of circuit, the input passes.
        public let on: Row
        /// Percent, 0…100, in whole percents: the lines are 11…25 ms long at 0, 54…123 ms at 100, and an all-pass longer.
        public let size: Row
        /// log₂ s of the time in which the tail falls by 60 dB at middle frequencies: log₂ 0.1 … log₂ 20.
        public let decay: Row
        /// Percent, 0…100: how much sooner high frequencies die, up to ten times above 3 kHz.
        public let damping: Row
        /// ms, 0…250.
        public let predelay: Row
        /// Percent, 0…100: 0 is one and the same tail on both sides, 100 two unrelated ones.
        public let width: Row
        /// dB, −60…6, of the early reflections; −60 is none.
        public let early: Row
        /// Percent, 0…100, of the lines' slow movement: up to a quarter of a millisecond each way.
        public let modulation: Row
        /// Percent, 0…100: 0 is the input, 100 the reverberation alone.
        public let mix: Row

        @_noLocks @_noAllocation
        public init(
            on: Row, size: Row, decay: Row, damping: Row, predelay: Row, width: Row, early: Row, modulation: Row,
            mix: Row
        ) {
            self.on = on
            self.size = size
            self.decay = decay
            self.damping = damping
            self.predelay = predelay
            self.width = width
            self.early = early
            self.modulation = modulation
            self.mix = mix
        }
    }

    /// The feedback lines, then all-passes, then two lines of pre-delay and two of early reflections, then all-passes of lines.
    let lines: FixedMemory<DelayLine>
    /// Rows of a stretch.
    let rows: FixedMemory<Vector>
    /// How the lines' and early taps' delays move in this cell.
    let motions: FixedMemory<TapMotion>
    /// Delays by size, see `ReverbTuning.delays(sampleRate:)`.
    let table: FixedMemory<Int32>
    /// Delays of lines and early taps, without modulation, at the cell's end; then the lines' with it.
    let delays: FixedMemory<Double>
    let diffusers: FixedMemory<Int>
    /// Phases of the lines' modulation at the cell's end, then their increments a frame.
    let phases: FixedMemory<UInt32>
    /// Gains of the early taps.
    let tapGains: FixedMemory<Float>
    /// Signs of the lines in the left output, the right output, and of their inputs.
    let signs: FixedMemory<Float>
    var standby = Standby()
    var damping = ReverbDamping()
    var settings = Settings()
    var predelay = EchoTap()
    let sampleRate: Double

    /// - Parameter sampleRate: frames per second, 8000 or more.
    /// - Thread: setup.
    public init(sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        let count = ReverbTuning.scaled
        let delayTable = ReverbTuning.delays(sampleRate: sampleRate)
        let diffuserDelays = ReverbTuning.diffuserDelays(sampleRate: sampleRate)
        table = FixedMemory(delayTable)
        diffusers = FixedMemory(diffuserDelays)
        let atFullSize = [Int](delayTable.suffix(count).map(Int.init))
        var lengths = atFullSize.prefix(ReverbTuning.lines).map { $0 + sampleRate / 2000 }
        lengths += diffuserDelays
        lengths += [Int](repeating: sampleRate / 4 + 8, count: 2)
        lengths += [Int](repeating: (atFullSize[16..<32].max() ?? 0) + 8, count: 2)
        lengths += atFullSize.suffix(ReverbTuning.lines).map { $0 + 8 }
        lines = FixedMemory(count: lengths.count) { DelayLine(frames: lengths[$0]) }
        rows = FixedMemory(repeating: Vector(repeating: 0), count: 40 * 4)
        motions = FixedMemory(repeating: TapMotion(), count: count)
        delays = FixedMemory(repeating: 64, count: count + ReverbTuning.lines)
        let increments = ReverbTuning.rates.map { UInt32($0 / Double(sampleRate) * 0x1p32) }
        phases = FixedMemory([UInt32](repeating: 0, count: ReverbTuning.lines) + increments)
        tapGains = FixedMemory(ReverbTuning.tapGains)
        signs = FixedMemory(ReverbTuning.signs)
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

    /// Reverberates a block in place.
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
