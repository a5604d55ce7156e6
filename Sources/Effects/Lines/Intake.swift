import CRealtime
import Vectors

/// Takes an effect's input into rows.
///
/// - Thread: audio.
enum Intake {
    /// Copies a side's stretch into `dry`; `heard`, which the effect processes, gets the same with 0 for samples that are NaN or
    /// of a magnitude of 10⁶ (120 dBFS) and above. Both end in zeros up to a whole vector.
    ///
    /// `heard` fades with the effect: otherwise an effect switched on in the middle of a sound would repeat the sudden start as a
    /// click.
    ///
    /// - Parameter fades: the block's fade; `index` is the stretch's place in it.
    @_noLocks @_noAllocation @inline(__always)
    static func take(
        _ samples: UnsafeMutablePointer<Float>, into dry: UnsafeMutablePointer<Vector>,
        heard: UnsafeMutablePointer<Vector>, fades: Row, from index: Int, frames: Int
    ) {
        let vectors = (frames &+ 7) >> 3
        dry[vectors &- 1] = Vector(repeating: 0)
        rt_copy(UnsafeMutableRawPointer(dry).assumingMemoryBound(to: Float.self), samples, frames)
        for vector in 0..<vectors {
            let x = dry[vector]
            heard[vector] = Vector(repeating: 0).replacing(with: x, where: Standby.magnitude(x) .< 1e6)
        }
        guard fades.isMoving else { return }
        let samples = UnsafeMutableRawPointer(heard).assumingMemoryBound(to: Float.self)
        for frame in 0..<frames { samples[frame] *= fades[index &+ frame] }
    }
}
