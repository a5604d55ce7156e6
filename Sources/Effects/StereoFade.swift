public import Vectors

/// A switch of one node without a click: a straight fade of a fixed number of frames from the sample at which it changes.
///
/// Its steps are exact in binary, so a fade ends exactly at 0 or 1, and turning back in the middle retraces it.
///
/// - Thread: audio; setup makes it.
public struct StereoFade {
    /// 0 off … 1 on, as of the last frame.
    public private(set) var position: Float = 0
    private let step: Float

    /// - Parameter frames: length of a fade, a power of two.
    public init(frames: Float) { step = 1 / frames }

    /// Whether the switch is off and stays so over a block.
    @_noLocks @_noAllocation
    public func isOff(_ switches: Row) -> Bool { position == 0 && !switches.isMoving && !(switches[0] >= 0.5) }

    /// Begins where the switch stands instead of fading to it.
    @_noLocks @_noAllocation
    public mutating func snap(to switches: Row) { position = switches[0] >= 0.5 ? 1 : 0 }

    /// The fade's next position.
    @_noLocks @_noAllocation
    public mutating func next(_ isOn: Bool) -> Float {
        position = isOn ? Swift.min(1, position + step) : Swift.max(0, position - step)
        return position
    }
}
