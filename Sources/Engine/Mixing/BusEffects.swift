import Effects
import MixModel
import Vectors

/// The built-in effects of one bus, in the order in which they follow each other, before the stages of its strip.
///
/// - Thread: audio; setup makes it.
struct BusEffects: ~Copyable {
    private var chorus: Chorus
    private var delay: Delay
    private var reverb: Reverb
    private let tempo: Float

    /// - Parameter tempo: quarter notes a minute.
    init(sampleRate: Int, tempo: Double) {
        chorus = Chorus(sampleRate: sampleRate)
        delay = Delay(sampleRate: sampleRate)
        reverb = Reverb(sampleRate: sampleRate)
        self.tempo = Float(tempo)
    }

    /// Forgets what was heard.
    @_noLocks @_noAllocation
    mutating func reset() {
        chorus.reset()
        delay.reset()
        reverb.reset()
    }

    /// Renders a block in place.
    ///
    /// - Parameter rows: of the group in which the bus has a column, from the bus compressor's on.
    /// - Returns: whether there may be sound although nothing came in.
    @_noLocks @_noAllocation
    mutating func render(
        _ rows: UnsafePointer<VectorRow>, column: Int, left: UnsafeMutablePointer<Float>,
        right: UnsafeMutablePointer<Float>, frames: Int, at frame: Int64
    ) -> Bool {
        let bus = BusRows(rows, column: column)
        let wasSounding = !isIdle
        chorus.render(
            Chorus.Parameters(
                on: bus[.chorusOn], voices: bus[.chorusVoices], rate: bus[.chorusRate], depth: bus[.chorusDepth],
                width: bus[.chorusWidth], mix: bus[.chorusMix]),
            left: left, right: right, frames: frames, at: frame)
        delay.render(
            Delay.Parameters(
                on: bus[.delayOn], time: bus[.delayTime], sync: bus[.delaySync], tempo: tempo,
                feedback: bus[.delayFeedback], tone: bus[.delayTone], lowCut: bus[.delayLowCut],
                pingPong: bus[.delayPingPong], mix: bus[.delayMix]),
            left: left, right: right, frames: frames, at: frame)
        reverb.render(
            Reverb.Parameters(
                on: bus[.reverbOn], size: bus[.reverbSize], decay: bus[.reverbDecay], damping: bus[.reverbDamping],
                predelay: bus[.reverbPredelay], width: bus[.reverbWidth], early: bus[.reverbEarly],
                modulation: bus[.reverbModulation], mix: bus[.reverbMix]),
            left: left, right: right, frames: frames, at: frame)
        return wasSounding || !isIdle
    }

    /// Whether none of them could sound without input.
    var isIdle: Bool {
        @_noLocks @_noAllocation get { chorus.isIdle && delay.isIdle && reverb.isIdle }
    }

    /// The parameters of the master's limiter.
    ///
    /// - Parameter rows: of the master's group, in which it has the first column, from the bus compressor's on.
    @_noLocks @_noAllocation
    static func limiter(_ rows: UnsafePointer<VectorRow>) -> Limiter.Parameters {
        let master = BusRows(rows, column: 0, without: Role.limiterOn.index &- Role.reverbOn.index)
        return Limiter.Parameters(
            on: master[.limiterOn], gain: master[.limiterGain], ceiling: master[.limiterCeiling],
            release: master[.limiterRelease])
    }

    /// The parameters of one node, from the bus compressor's on.
    private struct BusRows {
        private let rows: UnsafePointer<VectorRow>
        private let column: Int
        private let before: Int

        /// - Parameter absent: roles between the bus compressor's and those asked for that the node does not have: the master has
        ///   the limiter in the place of a bus's effects.
        @_noLocks @_noAllocation
        init(_ rows: UnsafePointer<VectorRow>, column: Int, without absent: Int = 0) {
            self.rows = rows
            self.column = column
            before = Role.busCompOn.index &+ absent
        }

        subscript(role: Role) -> Row {
            @_noLocks @_noAllocation get { rows[role.index &- before].column(column) }
        }
    }
}
