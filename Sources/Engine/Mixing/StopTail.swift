import CRealtime

/// What follows a stop: the last sample, fading to nothing, so that a stop does not click. It is no part of the song.
///
/// - Thread: audio.
struct StopTail {
    private var left: Float = 0
    private var right: Float = 0
    private var rest = 0

    /// Frames of the fade.
    private static var frames: Int {
        @_noLocks @_noAllocation get { 64 }
    }

    /// Notes the last frame of a block that was rendered.
    @_noLocks @_noAllocation
    mutating func remember(left: Float, right: Float) {
        self.left = left
        self.right = right
        rest = StopTail.frames
    }

    /// Renders the fade and then silence.
    @_noLocks @_noAllocation
    mutating func render(
        left target: UnsafeMutablePointer<Float>, right other: UnsafeMutablePointer<Float>, frames: Int
    ) {
        var frame = 0
        while rest > 0 && frame < frames {
            rest &-= 1
            let gain = Float(rest) / Float(StopTail.frames)
            target[frame] = left * gain
            other[frame] = right * gain
            frame &+= 1
        }
        rt_clear(target + frame, frames &- frame)
        rt_clear(other + frame, frames &- frame)
    }
}
