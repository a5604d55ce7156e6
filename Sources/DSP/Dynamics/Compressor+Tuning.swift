import CRealtime
import Vectors

extension Compressor {
    /// Coefficients made from the times and the corner, with the positions that they were made for.
    struct Tuning {
        var attack = Vector(repeating: .infinity)
        var release = Vector(repeating: .infinity)
        var highPass = Vector(repeating: .infinity)
        /// The share of the remaining distance that the reduction covers in a frame when it grows.
        var rise = Vector(repeating: 0)
        /// The same when it shrinks.
        var fall = Vector(repeating: 0)

        @_noLocks @_noAllocation
        init() {}
    }

    /// Whether the coefficients in use are not those of the positions at a frame of the block.
    @_noLocks @_noAllocation @inline(__always)
    func isStale(_ p: Parameters, at frame: Int) -> Bool {
        rt_any(
            Ballistics.change(p.attack[frame], tuning.attack) | Ballistics.change(p.release[frame], tuning.release)
                | Ballistics.change(p.highPass[frame], tuning.highPass))
    }

    /// Brings the coefficients of some columns up to a frame of the block.
    @_noLocks @_noAllocation @inline(never)
    mutating func tune(_ p: Parameters, at frame: Int, where columns: VectorMask) {
        tuning.attack.replace(with: p.attack[frame], where: columns)
        tuning.release.replace(with: p.release[frame], where: columns)
        tuning.highPass.replace(with: p.highPass[frame], where: columns)
        let rise = Ballistics.share(Ballistics.rate(p.attack[frame], framesPerMillisecond))
        let fall = Ballistics.share(Ballistics.rate(p.release[frame], framesPerMillisecond))
        tuning.rise.replace(with: rise, where: columns)
        tuning.fall.replace(with: fall, where: columns)
        // In circuit above log₂ of 10 Hz plus a position's rounding; a NaN is out of circuit.
        highPass.tune(
            p.highPass[frame], inCircuit: p.highPass[frame] .> 3.32193, anglePerHertz: anglePerHertz, where: columns)
    }

    /// Begins a block: columns that were reset take their parameters.
    @_noLocks @_noAllocation @inline(__always)
    mutating func enter(_ p: Parameters) {
        let isNew = depth .< 0
        guard Ballistics.any(isNew) else { return }
        tune(p, at: 0, where: isNew)
        depth.replace(with: 0, where: isNew)
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
