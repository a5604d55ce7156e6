import CRealtime
import Vectors

/// The switch of a stage of eight strips: a crossfade of 256 frames from the sample at which it changes.
///
/// Like ``SwitchFade``, but in one vector, so that a strip can move to another column; in the first block after ``reset()`` each
/// column takes its switch without a fade.
///
/// - Thread: audio; setup makes it.
struct StageSwitch {
    /// 0 off … 1 on; below 0: takes the switch's next position without a fade.
    private var position = Vector(repeating: -1)

    /// The next block begins at the switch's position instead of fading to it.
    @_noLocks @_noAllocation
    mutating func reset() { position = Vector(repeating: -1) }

    /// Columns that were off at the end of the last block.
    var wasOff: VectorMask {
        @_noLocks @_noAllocation @inline(__always) get { position .<= 0 }
    }

    /// Whether no column is or comes on in the block.
    @_noLocks @_noAllocation @inline(__always)
    func isOff(_ switches: VectorRow) -> Bool {
        if switches.isMoving { return false }
        let isOn = (switches.first .>= 0.5) .| (position .> 0)
        return !rt_any(unsafeBitCast(isOn, to: SIMD8<Int32>.self))
    }

    /// Whether nothing fades in the block.
    @_noLocks @_noAllocation @inline(__always)
    func isSettled(_ switches: VectorRow) -> Bool {
        if switches.isMoving { return false }
        let isFading = (position .>= 0) .& (position .!= StageSwitch.target(switches.first))
        return !rt_any(unsafeBitCast(isFading, to: SIMD8<Int32>.self))
    }

    /// Passes over a block in which nothing fades.
    @_noLocks @_noAllocation @inline(__always)
    mutating func skip(_ switches: VectorRow) {
        position.replace(with: StageSwitch.target(switches.first), where: position .< 0)
    }

    /// The fade over a block.
    ///
    /// - Parameters:
    ///   - switches: positions of the switch; 0.5 and above is on.
    ///   - scratch: room for a block.
    /// - Returns: 0 (off) … 1 (on).
    @_noLocks @_noAllocation @inline(__always)
    mutating func render(_ switches: VectorRow, scratch: UnsafeMutablePointer<Vector>, frames: Int) -> VectorRow {
        skip(switches)
        if isSettled(switches) {
            scratch[0] = position
            return VectorRow(constant: scratch)
        }
        var current = position
        for frame in 0..<frames {
            // Steps of 2⁻⁸ are exact, so a fade ends exactly at its end.
            var change = StageSwitch.target(switches[frame]) - current
            change.replace(with: 0x1p-8, where: change .> 0x1p-8)
            change.replace(with: -0x1p-8, where: change .< -0x1p-8)
            current += change
            scratch[frame] = current
        }
        position = current
        return VectorRow(moving: scratch)
    }

    @_noLocks @_noAllocation @inline(__always)
    private static func target(_ position: Vector) -> Vector {
        Vector(repeating: 0).replacing(with: 1, where: position .>= 0.5)
    }
}
