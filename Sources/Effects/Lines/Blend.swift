import CRealtime
import Vectors

/// Puts an effect's sound in place of its input, as far as mix and switch ask for.
///
/// - Thread: audio.
enum Blend {
    /// Writes a stretch.
    ///
    /// - Parameters:
    ///   - wet: a row; it is overwritten.
    ///   - fades: the block's fade; `index` is the stretch's place in it.
    @_noLocks @_noAllocation
    static func write(
        wet: UnsafeMutablePointer<Vector>, dry: UnsafeMutablePointer<Vector>, mix: GridRamp, fades: Row,
        from index: Int,
        phase: Int, frames: Int, to output: UnsafeMutablePointer<Float>
    ) {
        for vector in 0..<((frames &+ 7) >> 3) {
            var weight = mix.values(from: phase &+ vector &* 8)
            if fades.isMoving {
                for column in 0..<8 {
                    let frame = vector &* 8 &+ column
                    weight[column] *= fades[frame < frames ? index &+ frame : index]
                }
            }
            let input = dry[vector]
            let sound = wet[vector]
            // Exact at either end: the side that is not heard may be non-finite.
            let blend = (input + weight * (sound - input)).replacing(with: sound, where: weight .== 1)
            wet[vector] = blend.replacing(with: input, where: weight .== 0)
        }
        rt_copy(output, UnsafeMutableRawPointer(wet).assumingMemoryBound(to: Float.self), frames)
    }
}
