import CRealtime
import Vectors

extension Gate {
    /// Coefficients made from times and corners, with the positions that they were made for.
    struct Tuning {
        var attack = Vector(repeating: .infinity)
        var hold = Vector(repeating: .infinity)
        var release = Vector(repeating: .infinity)
        var range = Vector(repeating: .infinity)
        var highPass = Vector(repeating: .infinity)
        var lowPass = Vector(repeating: .infinity)
        /// What the gain may rise by in a frame.
        var rise = Vector(repeating: 0)
        /// The share of itself that the gain keeps in a frame when it falls.
        var keep = Vector(repeating: 0)
        /// One more than the frames of the hold time.
        var frames = SIMD8<Int32>(repeating: 1)

        @_noLocks @_noAllocation
        init() {}
    }

    /// Octaves of a range in dB, 0…20; a NaN is no range.
    @_noLocks @_noAllocation @inline(__always)
    static func depth(_ range: Vector) -> Vector {
        var r = range.replacing(with: 0, where: .!(range .> 0))
        r.replace(with: 120, where: r .> 120)
        return r * LevelGain.octavesPerDecibel
    }

    /// Whether the coefficients in use are not those of the positions at a frame of the block.
    @_noLocks @_noAllocation @inline(__always)
    func isStale(_ p: Parameters, at frame: Int) -> Bool {
        let t = tuning
        return rt_any(
            Ballistics.change(p.attack[frame], t.attack) | Ballistics.change(p.hold[frame], t.hold)
                | Ballistics.change(p.release[frame], t.release) | Ballistics.change(p.range[frame], t.range)
                | Ballistics.change(p.highPass[frame], t.highPass) | Ballistics.change(p.lowPass[frame], t.lowPass))
    }

    /// Brings the coefficients of some columns up to a frame of the block.
    @_noLocks @_noAllocation @inline(never)
    mutating func tune(_ p: Parameters, at frame: Int, where columns: VectorMask) {
        tuning.attack.replace(with: p.attack[frame], where: columns)
        tuning.hold.replace(with: p.hold[frame], where: columns)
        tuning.release.replace(with: p.release[frame], where: columns)
        tuning.range.replace(with: p.range[frame], where: columns)
        let depth = Gate.depth(p.range[frame])
        var way = 1 - LevelGain.amplitude(octaves: -depth)
        way.replace(with: 0.1, where: way .< 0.1)
        let rise = way * Ballistics.rate(p.attack[frame], framesPerMillisecond)
        tuning.rise.replace(with: rise, where: columns)
        // ln 2 turns octaves into the exponent; 1 dB is the least.
        var octaves = depth
        octaves.replace(with: LevelGain.octavesPerDecibel, where: octaves .< LevelGain.octavesPerDecibel)
        let exponent = octaves * 0.6931472 * Ballistics.rate(p.release[frame], framesPerMillisecond)
        tuning.keep.replace(with: 1 - Ballistics.share(exponent), where: columns)
        // Milliseconds into whole frames, at most 4194303, without a conversion.
        var hold = p.hold[frame].replacing(with: 0, where: .!(p.hold[frame] .> 0))
        hold = hold * framesInMillisecond
        hold.replace(with: 4_194_302, where: hold .> 4_194_302)
        let whole = unsafeBitCast(hold + 12_582_912, to: SIMD8<Int32>.self) &- 0x4b40_0000
        tuning.frames.replace(with: whole &+ 1, where: columns)
        tuneFilters(p, at: frame, where: columns)
    }

    @_noLocks @_noAllocation @inline(__always)
    private mutating func tuneFilters(_ p: Parameters, at frame: Int, where columns: VectorMask) {
        let low = p.highPass[frame]
        let high = p.lowPass[frame]
        tuning.highPass.replace(with: low, where: columns)
        tuning.lowPass.replace(with: high, where: columns)
        // In circuit above log₂ of 10 Hz, below log₂ of 22 kHz, less a position's rounding; a NaN is out of circuit.
        highPass.tune(low, inCircuit: low .> 3.32193, anglePerHertz: anglePerHertz, where: columns)
        lowPass.tune(high, inCircuit: high .< 14.42521, anglePerHertz: anglePerHertz, where: columns)
    }

    /// Begins a block: columns that were reset take their parameters, and begin closed.
    @_noLocks @_noAllocation @inline(__always)
    mutating func enter(_ p: Parameters) {
        let isNew = gain .< 0
        guard Ballistics.any(isNew) else { return }
        tune(p, at: 0, where: isNew)
        gain.replace(with: LevelGain.amplitude(octaves: -Gate.depth(p.range.first)), where: isNew)
    }

    /// Coefficients over a block without sound, or in which no column is on.
    @_noLocks @_noAllocation @inline(__always)
    mutating func follow(_ p: Parameters, frames: Int, at frame: Int64) {
        let mask = Block.coefficientFrames &- 1
        var start = (Block.coefficientFrames &- Int(frame & Int64(mask))) & mask
        while start < frames {
            if isStale(p, at: start) { tune(p, at: start, where: VectorMask(repeating: true)) }
            start &+= Block.coefficientFrames
        }
    }
}
