import Memory
import Units
import Vectors

extension Chorus {
    /// What the parameters come to, as of the last point of the grid.
    struct Settings {
        var mix = GridRamp()
        /// Of the voices' movement, a whole turn being 2³²: at the cell's end, and a frame's.
        var turn: UInt32 = 0
        var increment: UInt32 = 0
        var rate: Float = .infinity
        /// Frames each way at a depth of 100 %.
        var reach = 0.0
        /// Frames each way at this depth.
        var swing = 0.0
        var voices = 1
        /// From one voice to the next, and from the left to the right.
        var spacing: UInt32 = 0
        var apart: UInt32 = 0
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
        takeMovement(p, at: index)
        // By the play line: at normal speed the same place of a song sounds the same wherever playback began.
        let cell = frame & ~Int64(Block.coefficientFrames &- 1)
        let next = UInt32(truncatingIfNeeded: cell &+ Int64(Block.coefficientFrames))
        settings.turn = next &* settings.increment
        for voice in 0..<8 {
            delays[voice] = goal(voice)
            motions[voice] = TapMotion(from: delays[voice], to: delays[voice])
        }
        for voice in 0..<4 {
            levels[voice] = voice < settings.voices ? level() : 0
            gains[voice].snap(to: levels[voice])
        }
        settings.mix.snap(to: Curves.inside(p.mix[index], 0, 100) * 0.01)
    }

    /// At a point of the grid: follows the parameters, and rests when the last voice is silent.
    @_noLocks @_noAllocation
    mutating func follow(_ p: Parameters, at index: Int) {
        if standby.hasDied(within: Int(sampleRate * 0.02)) {
            standby.rest()
            return
        }
        takeMovement(p, at: index)
        settings.turn = settings.turn &+ settings.increment &* UInt32(truncatingIfNeeded: Block.coefficientFrames)
        for voice in 0..<8 {
            // A jump of a parameter becomes a glide.
            let start = delays[voice]
            let way = goal(voice) - start
            delays[voice] = start + (way > 1 ? 1 : (way < -1 ? -1 : way))
            motions[voice] = TapMotion(from: start, to: delays[voice])
        }
        for voice in 0..<4 {
            let way = (voice < settings.voices ? level() : 0) - levels[voice]
            levels[voice] += way > 0.0625 ? 0.0625 : (way < -0.0625 ? -0.0625 : way)
            gains[voice].aim(at: levels[voice])
        }
        settings.mix.aim(at: Curves.inside(p.mix[index], 0, 100) * 0.01)
    }

    /// The time line has jumped: everything stops where it is until the next point of the grid.
    @_noLocks @_noAllocation
    mutating func hold(at phase: Int) {
        for voice in 0..<8 { motions[voice].hold(at: phase) }
        for voice in 0..<4 { gains[voice].hold(at: phase) }
        settings.mix.hold(at: phase)
    }

    @_noLocks @_noAllocation
    private mutating func takeMovement(_ p: Parameters, at index: Int) {
        settings.voices = Int(Curves.inside(p.voices[index], 1, 4) + 0.5)
        let rate = Curves.inside(p.rate[index], -4.321928, 2.321928)
        if rate != settings.rate {
            settings.rate = rate
            let hertz = PortableMath.exp2(Double(rate))
            settings.increment = UInt32(hertz / sampleRate * 0x1p32)
            // Three percent of speed: half a semitone, and within what a tap may move.
            let bound = 0.03 / (6.283185307179586 * hertz)
            settings.reach = (bound < 0.006 ? bound : 0.006) * sampleRate
        }
        settings.swing = settings.reach * Double(Curves.inside(p.depth[index], 0, 100)) * 0.01
        // Phases are evenly spaced over a turn; at full width those of the other side lie midway between them.
        switch settings.voices {
        case 1: settings.spacing = 0
        case 2: settings.spacing = 1 << 31
        case 3: settings.spacing = 1_431_655_765
        default: settings.spacing = 1 << 30
        }
        let share = 0x1p31 * 0.01 / Double(settings.voices)
        settings.apart = UInt32(Double(Curves.inside(p.width[index], 0, 100)) * share)
    }

    /// A voice's level for so many voices: equal power.
    @_noLocks @_noAllocation
    private func level() -> Float {
        switch settings.voices {
        case 1: return 1
        case 2: return 0.70710678
        case 3: return 0.57735027
        default: return 0.5
        }
    }

    /// Where a voice is to be at the cell's end, in frames.
    @_noLocks @_noAllocation @inline(__always)
    private func goal(_ voice: Int) -> Double {
        let number = voice & 3
        var turn = settings.turn &+ settings.spacing &* UInt32(truncatingIfNeeded: number)
        if voice >= 4 { turn = turn &+ settings.apart }
        // Uneven, so that the voices do not share a comb.
        let milliseconds = number == 0 ? 7.1 : (number == 1 ? 8.9 : (number == 2 ? 10.3 : 12.1))
        return milliseconds * 0.001 * sampleRate + settings.swing * Double(Curves.sine(turn))
    }
}
