import CRealtime
import Units
import Vectors

extension Delay {
    /// What the parameters come to, as of the last point of the grid.
    // Large: a value for each parameter, and what is made of it.
    struct Settings {
        var feedback = GridRamp()
        var crossing = GridRamp()
        var mix = GridRamp()
        /// How far the echoes change sides, 0…1, as of the cell's end.
        var crossed: Float = 0
        var tone: Float = 0
        var lowCut: Float = 0
        /// Poles of the feedback's filters.
        var upper: Float = 0
        var lower: Float = 0
        var lowerGain: Float = 1
        /// The filters' states: low-passes, then what the high-passes take away.
        var leftLow: Float = 0
        var rightLow: Float = 0
        var leftDeep: Float = 0
        var rightDeep: Float = 0
        /// The time in frames and what it was computed from.
        var frames = 0
        var time: Float = -1
        var sync = -1
        var tempo: Float = 0
        /// Frames since the cell's start, after the last stretch.
        var phase = 0

        @_noLocks @_noAllocation
        init() {}
    }

    /// Begins like new at a frame.
    @_noLocks @_noAllocation
    mutating func wake(_ p: Parameters, at index: Int, frame: Int64) {
        standby.wake(at: frame)
        left.forget()
        right.forget()
        settings.leftLow = 0
        settings.rightLow = 0
        settings.leftDeep = 0
        settings.rightDeep = 0
        takeTime(p, at: index)
        tap.snap(to: settings.frames)
        tune(Curves.inside(p.tone[index], 8.965784, 14.287713), Curves.inside(p.lowCut[index], 4.321928, 9.965785))
        settings.crossed = p.pingPong[index] >= 0.5 ? 1 : 0
        settings.crossing.snap(to: settings.crossed)
        settings.feedback.snap(to: Curves.inside(p.feedback[index], 0, 95) * 0.01)
        settings.mix.snap(to: Curves.inside(p.mix[index], 0, 100) * 0.01)
    }

    /// At a point of the grid: follows the parameters, and rests when the last echo has died.
    @_noLocks @_noAllocation
    mutating func follow(_ p: Parameters, at index: Int) {
        if standby.hasDied(within: tap.longest &+ Block.frames) {
            standby.rest()
            return
        }
        takeTime(p, at: index)
        tap.aim(at: settings.frames)
        let tone = Curves.eased(settings.tone, to: Curves.inside(p.tone[index], 8.965784, 14.287713))
        let lowCut = Curves.eased(settings.lowCut, to: Curves.inside(p.lowCut[index], 4.321928, 9.965785))
        if tone != settings.tone || lowCut != settings.lowCut { tune(tone, lowCut) }
        let way: Float = p.pingPong[index] >= 0.5 ? 0.125 : -0.125
        settings.crossed = Curves.inside(settings.crossed + way, 0, 1)
        settings.crossing.aim(at: settings.crossed)
        settings.feedback.aim(at: Curves.inside(p.feedback[index], 0, 95) * 0.01)
        settings.mix.aim(at: Curves.inside(p.mix[index], 0, 100) * 0.01)
    }

    /// The time line has jumped: everything stops where it is until the next point of the grid.
    @_noLocks @_noAllocation
    mutating func hold(at phase: Int) {
        tap.hold(at: phase)
        settings.crossing.hold(at: phase)
        settings.feedback.hold(at: phase)
        settings.mix.hold(at: phase)
    }

    @_noLocks @_noAllocation
    private mutating func takeTime(_ p: Parameters, at index: Int) {
        let time = Curves.inside(p.time[index], 0, 11.965784)
        let sync = Int(Curves.inside(p.sync[index], 0, 14) + 0.5)
        let isTempo = p.tempo >= 20 && p.tempo <= 999
        let tempo: Float = isTempo ? p.tempo : 120
        if time == settings.time && sync == settings.sync && tempo == settings.tempo { return }
        settings.time = time
        settings.sync = sync
        settings.tempo = tempo
        var seconds = NoteValue.beats(sync) * 60 / Double(tempo)
        while seconds > 4 { seconds *= 0.5 }
        if sync == 0 { seconds = PortableMath.exp2(Double(time)) * 0.001 }
        let frames = Int(seconds * sampleRate + 0.5)
        let longest = Int(sampleRate) &* 4
        settings.frames = frames < 34 ? 34 : (frames > longest ? longest : frames)
    }

    /// Poles for corners in log₂ Hz.
    @_noLocks @_noAllocation
    private mutating func tune(_ tone: Float, _ lowCut: Float) {
        settings.tone = tone
        settings.lowCut = lowCut
        // Open at 20 kHz: the pole goes to zero over the last octave.
        let opening = 14.287713 - tone
        settings.upper = pole(tone) * (opening < 1 ? opening : 1)
        // The bilinear high-pass of first order, written as what a low-pass leaves: its gain is (1 + p) / 2p.
        let t = Float(PortableMath.tan(turns: 0.5 * turns(lowCut)))
        settings.lower = (1 - t) / (1 + t)
        settings.lowerGain = 0.5 * (1 + settings.lower) / settings.lower
    }

    @_noLocks @_noAllocation
    private func turns(_ corner: Float) -> Double { PortableMath.exp2(Double(corner)) / sampleRate }

    /// The pole p of y ← p y + (1 − p) x with its −3 dB at a corner: 1 + h − √(h² + 2h), where h = 1 − cos ω.
    @_noLocks @_noAllocation
    private func pole(_ corner: Float) -> Float {
        let turns = turns(corner)
        let half = PortableMath.sinCos(turns: 0.5 * (turns < 0.49 ? turns : 0.49)).sin
        let h = Float(2 * half * half)
        return 1 + h - rt_sqrt(Vector(repeating: h * (h + 2)))[0]
    }
}
