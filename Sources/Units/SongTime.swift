/// Places in the song as people read them.
public enum SongTime {
    /// `1:03.200`: minutes, seconds and milliseconds, to the nearest; ``TimeText`` reads it back.
    ///
    /// - Parameter rate: frames per second, above 0.
    public static func text(_ frame: FramePosition, rate: Int) -> String {
        let total = ReadNumber.scaled(frame, by: 1000, over: Int64(max(1, rate))) ?? 0
        func padded(_ number: Int64, _ digits: Int) -> String {
            let text = "\(number)"
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        return "\(total / 60_000):\(padded(total / 1000 % 60, 2)).\(padded(total % 1000, 3))"
    }
}
