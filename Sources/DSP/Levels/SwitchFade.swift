public import Lanes

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

    private var position = Lanes(repeating: 0)
    private let step: Float

    /// - Parameter frames: length of a fade, a power of two.
    public init(frames: Float) { step = 1 / frames }

    /// The fade over a block.
    ///
    /// - Parameters:
    ///   - switches: positions of the switch; 0.5 and above is on.
    ///   - snap: begin at the switch's first position instead of fading to it.
    ///   - scratch: room for a block.
    /// - Returns: 0 (off) … 1 (on).
    /// - Thread: audio.
    @_noLocks @_noAllocation
    public mutating func render(
        _ switches: LaneRow, snap: Bool, scratch: UnsafeMutablePointer<Lanes>, frames: Int
    ) -> LaneRow {
        let first = Lanes(repeating: 0).replacing(with: 1, where: switches.first .>= 0.5)
        if snap { position = first }
        if !switches.isMoving && position == first {
            scratch[0] = position
            return LaneRow(constant: scratch)
        }
        var current = position
        for frame in 0..<frames {
            let target = Lanes(repeating: 0).replacing(with: 1, where: switches[frame] .>= 0.5)
            var change = target - current
            change.replace(with: step, where: change .> step)
            change.replace(with: -step, where: change .< -step)
            current += change
            scratch[frame] = current
        }
        position = current
        return LaneRow(moving: scratch)
    }
}
