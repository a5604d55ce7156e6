import Units

/// How long a movement takes to its new value, for the movements of one control.
///
/// As long as the hand took since the one before, 2 to 20 ms. Movements that come late, all at once after the machine stood still,
/// are one movement of 20 ms together: each alone would be a jump of 2 ms.
struct MoveRamp {
    private var last: FramePosition?
    /// Frames that the newest movement took; all that it moves takes as long.
    private var since = Int64.max
    /// Where the glide of late movements ends.
    private var glideEnd: FramePosition = .min

    /// The length of a movement that begins at a frame.
    ///
    /// - Parameters:
    ///   - isLate: it should have acted earlier.
    ///   - shortest: frames of 2 ms.
    ///   - longest: frames of 20 ms.
    mutating func length(at frame: FramePosition, isLate: Bool, shortest: Int64, longest: Int64) -> Int64 {
        if frame != last {
            since = last.map { frame - $0 } ?? .max
            last = frame
        }
        if isLate {
            glideEnd = frame + longest
            return longest
        }
        // What follows a late movement does not cut its glide short.
        return min(max(since, shortest, glideEnd > frame ? glideEnd - frame : 0), longest)
    }
}
