/// Says that the output clips: once, and again when it had stopped for a while.
///
/// A pure value: what was clipped, and time, are handed in.
struct ClipNews {
    /// Nanoseconds without clipping after which it is news again.
    static let window: Int64 = 60_000_000_000

    private var clipped = 0
    private var over = 0
    private var clippedAt: Int64?

    /// - Parameters:
    ///   - frames: clipped at the output so far.
    ///   - mixFrames: of the mix beyond full scale so far.
    ///   - now: nanoseconds that never go back.
    /// - Returns: what there is to say. What it means for a bounce depends on where it happens: in the mix, or after it.
    mutating func look(at frames: Int, mixFrames: Int, _ now: Int64) -> String? {
        defer { over = mixFrames }
        guard frames > clipped else { return nil }
        clipped = frames
        defer { clippedAt = now }
        if let clippedAt, now - clippedAt < ClipNews.window { return nil }
        return mixFrames > over ? ClipNews.ofMix : ClipNews.ofMonitors
    }

    static let ofMix =
        "the output clips: the mix is beyond full scale, which the loudspeakers cannot be. A bounce in floats keeps it, files of 16 or "
        + "24 bits clip it too; lower the master fader, or switch its limiter on"
    static let ofMonitors =
        "the output clips, and the mix does not: what is listened to is too loud for the loudspeakers; lower the monitors' level"
}
