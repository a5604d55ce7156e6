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

    /// `  9. 1. 1.000`: bars of four beats, beats, sixteenths and ticks of 1/240 of a sixteenth, as ten digits with points.
    ///
    /// - Parameter tempo: quarter notes a minute.
    public static func bars(_ position: FramePosition, sampleRate: Int, tempo: Double) -> String {
        // What falls on a beat but for the rounding of a frame is on it.
        let ticks = Int64((Double(position) * tempo * 16 / Double(sampleRate) + 0.01).rounded(.down))
        func padded(_ number: Int64, _ width: Int, with fill: String) -> String {
            let digits = "\(number)"
            return String(repeating: fill, count: max(0, width - digits.count)) + digits
        }
        return padded(ticks / 3840 + 1, 3, with: " ") + "." + padded(ticks / 960 % 4 + 1, 2, with: " ") + "."
            + padded(ticks / 240 % 4 + 1, 2, with: " ") + "." + padded(ticks % 240, 3, with: "0")
    }
}
