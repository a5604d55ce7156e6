import CRealtime
import Lanes

/// Takes an effect's input into rows.
///
/// - Thread: audio.
enum Intake {
    /// Copies a side's stretch into a row; a second one gets what the effect hears, which is the same but for what is no
    /// number, or absurd: that is not let in. Both end in zeros up to a whole vector.
    @_noLocks @_noAllocation @inline(__always)
    static func take(
        _ samples: UnsafeMutablePointer<Float>, into dry: UnsafeMutablePointer<Lanes>,
        heard: UnsafeMutablePointer<Lanes>, frames: Int
    ) {
        let vectors = (frames &+ 7) >> 3
        dry[vectors &- 1] = Lanes(repeating: 0)
        rt_copy(UnsafeMutableRawPointer(dry).assumingMemoryBound(to: Float.self), samples, frames)
        for vector in 0..<vectors {
            let x = dry[vector]
            heard[vector] = Lanes(repeating: 0).replacing(with: x, where: Standby.magnitude(x) .< 1e6)
        }
    }
}
