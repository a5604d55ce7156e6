import Memory
public import Vectors

/// A stereo echo, by time or tempo, with filters in its feedback.
///
/// The first echo is the input itself; each further one has gone through the filters once more. With ping-pong the input
/// is summed to the left and the echoes change sides, each as much softer as the feedback says.
///
/// A new time fades over within 1024 frames; a slow change, up to one frame in 32, is followed like a tape machine would, with its
/// bend of pitch.
///
/// Memory: 4 s of both sides, that is 1.5 MiB at 48 kHz and 5.9 MiB at 192 kHz.
///
/// - Thread: audio; setup makes it.
public struct Delay: ~Copyable {
    /// Positions of the parameters over a block. A NaN counts as a parameter's lowest position.
    public struct Parameters {
        /// 0.5 and above: in circuit. Out of circuit, the input passes.
        public let on: Row
        /// log₂ ms, 0…log₂ 4000; at sample rates below 34 kHz at least 34 frames.
        public let time: Row
        /// Number of a ``NoteValue``, 0…14; 0: by `time`. A note longer than 4 s is halved until it fits.
        public let sync: Row
        /// Beats (quarter notes) per minute, 20…999; 120 if it is none of these.
        public let tempo: Float
        /// Percent, 0…95.
        public let feedback: Row
        /// log₂ Hz of a low-pass of 6 dB/oct in the feedback, log₂ 500 … log₂ 20000; above 10 kHz it opens, at 20 kHz it is
        /// out of the way.
        public let tone: Row
        /// log₂ Hz of a high-pass of 6 dB/oct in the feedback, log₂ 20 … log₂ 1000.
        public let lowCut: Row
        /// 0.5 and above: echoes change sides.
        public let pingPong: Row
        /// Percent, 0…100: 0 is the input, 100 the echoes alone.
        public let mix: Row

        @_noLocks @_noAllocation
        public init(
            on: Row, time: Row, sync: Row, tempo: Float, feedback: Row, tone: Row, lowCut: Row, pingPong: Row,
            mix: Row
        ) {
            self.on = on
            self.time = time
            self.sync = sync
            self.tempo = tempo
            self.feedback = feedback
            self.tone = tone
            self.lowCut = lowCut
            self.pingPong = pingPong
            self.mix = mix
        }
    }

    var left: DelayLine
    var right: DelayLine
    let rows: FixedMemory<Vector>
    var standby = Standby()
    var tap = EchoTap()
    var settings = Settings()
    let sampleRate: Double

    /// - Parameter sampleRate: frames per second, 8000 or more.
    /// - Thread: setup.
    public init(sampleRate: Int) {
        self.sampleRate = Double(sampleRate)
        left = DelayLine(frames: 4 * sampleRate + 8)
        right = DelayLine(frames: 4 * sampleRate + 8)
        rows = FixedMemory(repeating: Vector(repeating: 0), count: 8 * 4)
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
