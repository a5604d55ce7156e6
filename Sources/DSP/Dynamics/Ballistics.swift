import CRealtime
import Vectors

/// Conversion of times to coefficients per frame.
///
/// - Thread: any.
enum Ballistics {
    /// 1 / frames of a time.
    ///
    /// - Parameters:
    ///   - position: log₂ of the time in ms; a NaN counts as the shortest.
    ///   - framesPerMillisecond: log₂ of it.
    @_noLocks @_noAllocation @inline(__always)
    static func rate(_ position: Vector, _ framesPerMillisecond: Vector) -> Vector {
        var p = position.replacing(with: -10, where: .!(position .> -10))
        p.replace(with: 20, where: p .> 20)
        return LevelGain.exp2(-(p + framesPerMillisecond))
    }

    /// 1 − e⁻ᶻ, the share of the remaining distance that a one-pole covers in a frame; relative error below 2e-6.
    ///
    /// - Parameter z: frames over time constant, above 0.
    @_noLocks @_noAllocation @inline(__always)
    static func share(_ z: Vector) -> Vector {
        // By series: for a slow time e⁻ᶻ is so near 1 that the difference would be rounding error.
        var sum = Vector(repeating: 1.0 / 120)
        sum = sum * z - 1.0 / 24
        sum = sum * z + 1.0 / 6
        sum = sum * z - 0.5
        let small = z + z * (z * sum)
        let steep = z.replacing(with: 80, where: z .> 80)
        return (1 - LevelGain.exp2(steep * -1.442695)).replacing(with: small, where: z .< 0.125)
    }

    /// Whether two rows of positions differ in a bit: 0 where they do not. (A NaN equals itself here.)
    @_noLocks @_noAllocation @inline(__always)
    static func change(_ a: Vector, _ b: Vector) -> SIMD8<Int32> {
        unsafeBitCast(a, to: SIMD8<Int32>.self) ^ unsafeBitCast(b, to: SIMD8<Int32>.self)
    }

    /// Where a count is above 0.
    @_noLocks @_noAllocation @inline(__always)
    static func isLeft(_ count: SIMD8<Int32>) -> VectorMask {
        unsafeBitCast(rt_is_positive(count), to: VectorMask.self)
    }

    /// One less where a count is above 0.
    @_noLocks @_noAllocation @inline(__always)
    static func less(_ count: SIMD8<Int32>) -> SIMD8<Int32> { count &+ rt_is_positive(count) }

    @_noLocks @_noAllocation @inline(__always)
    static func any(_ mask: VectorMask) -> Bool { rt_any(unsafeBitCast(mask, to: SIMD8<Int32>.self)) }

    @_noLocks @_noAllocation @inline(__always)
    static func magnitude(_ x: Vector) -> Vector {
        unsafeBitCast(unsafeBitCast(x, to: SIMD8<Int32>.self) & 0x7fff_ffff, to: Vector.self)
    }

    @_noLocks @_noAllocation @inline(__always)
    static func larger(_ a: Vector, _ b: Vector) -> Vector { b.replacing(with: a, where: a .> b) }

    @_noLocks @_noAllocation @inline(__always)
    static func smaller(_ a: Vector, _ b: Vector) -> Vector { b.replacing(with: a, where: a .< b) }
}
