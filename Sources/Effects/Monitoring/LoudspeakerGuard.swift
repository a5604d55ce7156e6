import Vectors

/// The last thing before the loudspeakers: notices a runaway, lets no NaN pass, and clips to ±1.
///
/// A runaway is a signal above +24 dBFS for two seconds, with no pause of 50 ms in it: feedback through a plug-in, a bad
/// file. NaN and infinity count as that loud. It mutes the monitor until it is cleared by hand.
///
/// - Thread: audio.
struct LoudspeakerGuard {
    private let pause: Int
    private let patience: Int
    /// Frames since the last loud one.
    private var since: Int
    /// Frames that the runaway has lasted.
    private var lasted = 0
    private var fade = StereoFade(frames: 64)
    private(set) var isRunaway = false
    /// Frames that were clipped since the last ``takeClipped()``.
    private var clippedFrames = 0

    init(sampleRate: Int) {
        pause = sampleRate / 20
        patience = 2 * sampleRate
        since = pause
    }

    @_noLocks @_noAllocation
    mutating func reset() {
        clear()
        while fade.position != 0 { _ = fade.next(false) }
    }

    @_noLocks @_noAllocation
    mutating func clear() {
        isRunaway = false
        lasted = 0
        since = pause
    }

    /// Takes the signal: non-finite samples (NaN, or beyond 2⁶⁰) become silence, and so does a runaway.
    @_noLocks @_noAllocation
    mutating func inspect(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
        // +24 dBFS.
        let loud: Float = 15.848932
        for frame in 0..<frames {
            let l = left[frame].magnitude
            let r = right[frame].magnitude
            let isLoud = l > loud || r > loud || l.isNaN || r.isNaN
            if isLoud {
                since = 0
                if !(l < 0x1p60) { left[frame] = 0 }
                if !(r < 0x1p60) { right[frame] = 0 }
            } else if since < pause {
                since = since &+ 1
            }
            lasted = since < pause ? lasted &+ 1 : 0
            if lasted >= patience { isRunaway = true }
            if isRunaway || fade.position != 0 {
                let share = 1 - fade.next(isRunaway)
                left[frame] *= share
                right[frame] *= share
            }
        }
    }

    /// Clips, as the very last.
    @_noLocks @_noAllocation
    mutating func clip(_ left: UnsafeMutablePointer<Float>, _ right: UnsafeMutablePointer<Float>, _ frames: Int) {
        for frame in 0..<frames {
            if left[frame].magnitude > 1 || right[frame].magnitude > 1 { clippedFrames = clippedFrames &+ 1 }
            left[frame] = LoudspeakerGuard.clipped(left[frame])
            right[frame] = LoudspeakerGuard.clipped(right[frame])
        }
    }

    /// Frames beyond full scale since the last call.
    @_noLocks @_noAllocation
    mutating func takeClipped() -> Int {
        let frames = clippedFrames
        clippedFrames = 0
        return frames
    }

    /// Within ±1; a NaN is silence.
    @_noLocks @_noAllocation @inline(__always)
    private static func clipped(_ x: Float) -> Float {
        guard x >= -1 else { return x < -1 ? -1 : 0 }
        return x > 1 ? 1 : x
    }
}
