/// Notices a device that takes samples faster than real time: a file, ALSA's `null`. The song would rush by, and occupy a whole
/// processor.
///
/// Counted in windows of a second, so that a card whose clock is a little fast never adds up to one.
///
/// - Thread: audio.
struct PaceWatch {
    /// Nanoseconds of a window.
    static let window: Int64 = 1_000_000_000
    /// Frames that may be taken ahead of time: devices made of software fill buffers of their own first.
    let slack: Int64
    let sampleRate: Int64
    private var begin: Int64 = 0
    private var frames: Int64 = 0

    /// - Parameters:
    ///   - buffer: frames of the device's buffer.
    ///   - sampleRate: frames per second.
    init(buffer: Int, sampleRate: Int) {
        slack = Int64(buffer) + Int64(sampleRate) / 4
        self.sampleRate = Int64(sampleRate)
    }

    /// The device is started anew.
    mutating func restart(at nanoseconds: Int64) { (begin, frames) = (nanoseconds, 0) }

    /// The device has taken so many frames.
    ///
    /// - Returns: whether it is not paced.
    mutating func took(_ count: Int, at nanoseconds: Int64) -> Bool {
        frames += Int64(count)
        let elapsed = nanoseconds - begin
        guard elapsed < PaceWatch.window else {
            restart(at: nanoseconds)
            return false
        }
        return frames > elapsed * sampleRate / 1_000_000_000 + slack
    }
}
