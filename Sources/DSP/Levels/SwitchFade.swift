public import Vectors

/// A switch in the signal without a click: a straight fade of a fixed number of frames from the sample at which it changes.
///
/// Its steps are exact in binary, so a fade ends exactly at 0 or 1, and turning back in the middle retraces it.
///
/// - Thread: audio; setup makes it.
public struct SwitchFade {
    /// Frames of a fade of a gain, such as a mute.
    public static var gainFrames: Float {
        @_noLocks @_noAllocation get { 64 }
    }

    /// Frames of a crossfade between a stage and its input: longer, since low frequencies jump too.
    public static var stageFrames: Float {
        @_noLocks @_noAllocation get { 256 }
    }

    private var position = Vector(repeating: 0)
    /// Change per frame; the same in all columns.
    private var step: Vector

    /// - Parameter frames: length of a fade, a power of two.
    public init(frames: Float) { step = Vector(repeating: 1 / frames) }

    /// Whether every column has arrived at its switch and stays there over a block.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isSettled(_ switches: VectorRow) -> Bool {
        !switches.isMoving
            && isSame(position, Vector(repeating: 0).replacing(with: 1, where: switches.first .>= 0.5))
    }

    /// Whether every column is off and stays so over a block.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func isOff(_ switches: VectorRow) -> Bool {
        !switches.isMoving && !isAny((switches.first .>= 0.5) .| (position .!= 0))
    }

    /// The fade over a block in which it does not move.
    ///
    /// - Parameter scratch: room for a vector.
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public func standing(_ scratch: UnsafeMutablePointer<Vector>) -> VectorRow {
        scratch[0] = position
        return VectorRow(constant: scratch)
    }

    /// Moves the fade over a block that nobody hears.
    ///
    /// - Parameters: as in ``render(_:snap:scratch:frames:)``.
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func skip(_ switches: VectorRow, snap: VectorMask, frames: Int) {
        let first = Vector(repeating: 0).replacing(with: 1, where: switches.first .>= 0.5)
        position.replace(with: first, where: snap)
        if !switches.isMoving && isSame(position, first) { return }
        for frame in 0..<frames { advance(switches[frame]) }
    }

    /// The fade over a block.
    ///
    /// - Parameters:
    ///   - switches: positions of the switch; 0.5 and above is on.
    ///   - snap: columns that begin at the switch's first position instead of fading to it.
    ///   - scratch: room for a block.
    /// - Returns: 0 (off) … 1 (on).
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ switches: VectorRow, snap: VectorMask, scratch: UnsafeMutablePointer<Vector>, frames: Int
    ) -> VectorRow {
        let first = Vector(repeating: 0).replacing(with: 1, where: switches.first .>= 0.5)
        position.replace(with: first, where: snap)
        if !switches.isMoving && isSame(position, first) {
            scratch[0] = position
            return VectorRow(constant: scratch)
        }
        for frame in 0..<frames {
            advance(switches[frame])
            scratch[frame] = position
        }
        return VectorRow(moving: scratch)
    }

    /// The same, with all columns snapping or none.
    ///
    /// - Thread: audio.
    @_noLocks @_noAllocation @inline(__always)
    public mutating func render(
        _ switches: VectorRow, snap: Bool, scratch: UnsafeMutablePointer<Vector>, frames: Int
    ) -> VectorRow {
        render(switches, snap: VectorMask(repeating: snap), scratch: scratch, frames: frames)
    }

    @_noLocks @_noAllocation @inline(__always)
    private mutating func advance(_ switches: Vector) {
        var change = Vector(repeating: 0).replacing(with: 1, where: switches .>= 0.5) - position
        change.replace(with: step, where: change .> step)
        change.replace(with: -step, where: change .< -step)
        position += change
    }
}
