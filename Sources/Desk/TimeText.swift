public import Units

/// The play head as people read it.
public enum TimeText {
    /// `01:23.4`: minutes, seconds and tenths, never rounded up.
    public static func minutes(_ position: FramePosition, sampleRate: Int) -> String {
        let tenths = position * 10 / Int64(sampleRate)
        let (minutes, rest) = (tenths / 600, tenths % 600)
        let seconds = rest / 10
        return "\(minutes < 10 ? "0" : "")\(minutes):\(seconds < 10 ? "0" : "")\(seconds).\(rest % 10)"
    }
}
