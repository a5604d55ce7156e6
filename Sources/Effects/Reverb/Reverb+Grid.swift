import CRealtime
import Memory
import Units
import Vectors

extension Reverb {
    /// What the parameters come to, as of the last point of the grid.
    // Large: a value for each parameter, and what is made of it.
    struct Settings {
        var direct = GridRamp()
        var cross = GridRamp()
        var early = GridRamp()
        var late = GridRamp()
        var mix = GridRamp()
        /// Positions that the rest was computed from.
        var decay: Float = 0
        var damping: Float = -1
        var ratio: Float = 1
        var corner: Float = 0
        var lateGain: Float = 0
        var width: Float = -1
        var earlyLevel: Float = .infinity
        var directGain: Float = 0
        var crossGain: Float = 0
        var earlyGain: Float = 0
        /// Frames of modulation each way.
        var depth: Double = 0
        /// The size in percent, and whether the lines have it.
        var size = 50
        var hasArrived = false
        /// Frames since the cell's start, after the last stretch.
        var phase = 0

        @_noLocks @_noAllocation
        init() {}
    }

    /// Begins like new at a frame.
    @_noLocks @_noAllocation
    mutating func wake(_ p: Parameters, at index: Int, frame: Int64) {
        standby.wake(at: frame)
        for line in 0..<ReverbTuning.memories { lines[line].forget() }
        damping.low.state = Vector(repeating: 0)
        damping.high.state = Vector(repeating: 0)
        settings.decay = Curves.inside(p.decay[index], -3.3219281, 4.3219281)
        takeSize(p, at: index)
        let base = settings.size &* ReverbTuning.scaled
        for tap in 0..<ReverbTuning.scaled {
            delays[tap] = Double(table[base &+ tap])
            motions[tap] = TapMotion(from: delays[tap], to: delays[tap])
        }
        settings.hasArrived = true
        settings.depth = depthGoal(p, at: index)
        predelay.snap(to: predelayGoal(p, at: index))
        // Modulation by the play line: at normal speed the same place of a song sounds the same wherever playback began.
        let cell = frame & ~Int64(Block.coefficientFrames &- 1)
        let next = UInt32(truncatingIfNeeded: cell &+ Int64(Block.coefficientFrames))
        for line in 0..<ReverbTuning.lines {
            phases[line] =
                next &* phases[ReverbTuning.lines &+ line] &+ UInt32(truncatingIfNeeded: line &* 0x2F3A_61C7)
            delays[48 &+ line] = modulated(line)
            motions[line] = TapMotion(from: delays[48 &+ line], to: delays[48 &+ line])
        }
        tuneDamping(Curves.inside(p.damping[index], 0, 100))
        tuneOutput(p, at: index)
        settings.direct.snap(to: settings.directGain)
        settings.cross.snap(to: settings.crossGain)
        settings.early.snap(to: settings.earlyGain)
        settings.late.snap(to: settings.lateGain)
        settings.mix.snap(to: Curves.inside(p.mix[index], 0, 100) * 0.01)
    }

    /// At a point of the grid: follows the parameters, and rests when the tail has died.
    @_noLocks @_noAllocation
    mutating func follow(_ p: Parameters, at index: Int) {
        let memory = predelay.longest &+ Int(delays[15]) &+ Int(delays[31])
        let margin = diffusers[4] &+ diffusers[5] &+ Int(delays[40])
        if standby.hasDied(within: memory &+ 2 &* margin) {
            standby.rest()
            return
        }
        predelay.aim(at: predelayGoal(p, at: index))
        takeSize(p, at: index)
        let isMoving = moveLines(depthGoal(p, at: index))
        let decay = Curves.eased(settings.decay, to: Curves.inside(p.decay[index], -3.3219281, 4.3219281))
        let loss = Curves.eased(settings.damping, to: Curves.inside(p.damping[index], 0, 100))
        if isMoving || decay != settings.decay || loss != settings.damping {
            settings.decay = decay
            tuneDamping(loss)
        }
        tuneOutput(p, at: index)
        settings.direct.aim(at: settings.directGain)
        settings.cross.aim(at: settings.crossGain)
        settings.early.aim(at: settings.earlyGain)
        settings.late.aim(at: settings.lateGain)
        settings.mix.aim(at: Curves.inside(p.mix[index], 0, 100) * 0.01)
    }

    /// The time line has jumped: everything stops where it is until the next point of the grid.
    @_noLocks @_noAllocation
    mutating func hold(at phase: Int) {
        for tap in 0..<ReverbTuning.scaled { motions[tap].hold(at: phase) }
        predelay.hold(at: phase)
        settings.direct.hold(at: phase)
        settings.cross.hold(at: phase)
        settings.early.hold(at: phase)
        settings.late.hold(at: phase)
        settings.mix.hold(at: phase)
    }

    @_noLocks @_noAllocation
    private func predelayGoal(_ p: Parameters, at index: Int) -> Int {
        2 &+ Int(Double(Curves.inside(p.predelay[index], 0, 250)) * sampleRate * 0.001 + 0.5)
    }

    @_noLocks @_noAllocation
    private func depthGoal(_ p: Parameters, at index: Int) -> Double {
        Double(Curves.inside(p.modulation[index], 0, 100)) * sampleRate * 2.5e-6
    }

    @_noLocks @_noAllocation
    private mutating func takeSize(_ p: Parameters, at index: Int) {
        let size = Int(Curves.inside(p.size[index], 0, 100) + 0.5)
        if size != settings.size { settings.hasArrived = false }
        settings.size = size
    }

    @_noLocks @_noAllocation @inline(__always)
    private func modulated(_ line: Int) -> Double {
        delays[line] + settings.depth * Double(Curves.sine(phases[line]))
    }

    /// Moves lines and taps over the coming cell.
    ///
    /// - Returns: whether the size is still on its way.
    @_noLocks @_noAllocation
    private mutating func moveLines(_ depth: Double) -> Bool {
        let isGliding = !settings.hasArrived
        if isGliding {
            var rest = 0.0
            let base = settings.size &* ReverbTuning.scaled
            for tap in 0..<ReverbTuning.scaled {
                let start = delays[tap]
                let way = Double(table[base &+ tap]) - start
                let change = way > 1 ? 1 : (way < -1 ? -1 : way)
                delays[tap] = start + change
                rest += way > 0 ? way - change : change - way
                if tap >= 16 { motions[tap] = TapMotion(from: start, to: start + change) }
            }
            settings.hasArrived = rest == 0
        } else {
            // The cell after the last one of a glide.
            for tap in 16..<ReverbTuning.scaled where !motions[tap].isStanding {
                motions[tap] = TapMotion(from: delays[tap], to: delays[tap])
            }
        }
        let way = depth - settings.depth
        settings.depth += way > 0.25 ? 0.25 : (way < -0.25 ? -0.25 : way)
        for line in 0..<16 {
            phases[line] = phases[line] &+ phases[16 &+ line] &* 32
            let start = delays[48 &+ line]
            delays[48 &+ line] = modulated(line)
            motions[line] = TapMotion(from: start, to: delays[48 &+ line])
        }
        return isGliding
    }

    @_noLocks @_noAllocation
    private mutating func tuneDamping(_ loss: Float) {
        if loss != settings.damping {
            settings.damping = loss
            settings.ratio = ReverbDamping.ratio(loss)
            settings.corner = ReverbDamping.corner(loss, sampleRate: sampleRate)
        }
        // −60 dB is 2 to the power of −9.966.
        let perFrame = -9.965784284662087 / (PortableMath.exp2(Double(settings.decay)) * sampleRate)
        var low = Vector(repeating: 0)
        var high = Vector(repeating: 0)
        for line in 0..<8 {
            low[line] = Float(delays[line] + delays[32 &+ line])
            high[line] = Float(delays[8 &+ line] + delays[40 &+ line])
        }
        damping.low.tune(low, perFrame: Float(perFrame), ratio: settings.ratio, corner: settings.corner)
        damping.high.tune(high, perFrame: Float(perFrame), ratio: settings.ratio, corner: settings.corner)
        // The tail's energy is that of a geometric series. Half of it, in dB, is made up for, so that a long tail is louder
        // than a short one, but does not drown the mix.
        let perPass = PortableMath.exp2(2 * perFrame * (delays[7] + delays[39]))
        settings.lateGain = Float(0.35 * PortableMath.exp2(0.25 * PortableMath.log2(1 - perPass)))
    }

    @_noLocks @_noAllocation
    private mutating func tuneOutput(_ p: Parameters, at index: Int) {
        let width = Curves.inside(p.width[index], 0, 100)
        if width != settings.width {
            settings.width = width
            // Equal power, for uncorrelated sides.
            let (own, other) = (0.5 + width * 0.005, 0.5 - width * 0.005)
            let root = rt_sqrt(Vector(repeating: own * own + other * other))[0]
            settings.directGain = own / root
            settings.crossGain = other / root
        }
        let level = Curves.inside(p.early[index], -60, 6)
        if level != settings.earlyLevel {
            settings.earlyLevel = level
            settings.earlyGain = level > -60 ? Curves.gain(decibels: level) : 0
        }
    }
}
