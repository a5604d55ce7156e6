import Units

extension TableReader {
    /// Times with their unit: `250ms`, `250 ms` or `0.25s`. Nothing is rounded.
    enum Duration {
        private static let millisecond: Int64 = 1_000_000

        /// Whole milliseconds inside a range; anything else is reported.
        static func read(_ text: YAMLText, _ name: String, in range: ClosedRange<Int>, _ findings: Findings) -> Int? {
            guard let time = nanoseconds(text, name, in: range, findings) else { return nil }
            guard time % millisecond == 0 else {
                findings.error(
                    "wrong-value", at: text.location, "`\(name)` is `\(text.text)`, expected whole milliseconds")
                return nil
            }
            return Int(exactly: time / millisecond)
        }

        /// - Parameter range: in milliseconds.
        static func nanoseconds(
            _ text: YAMLText, _ name: String, in range: ClosedRange<Int>, _ findings: Findings
        ) -> Int64? {
            let limits = "\(range.lowerBound) ms to \(range.upperBound) ms"
            guard !text.text.contains(":"), let time = TimeText.nanoseconds(text.text) else {
                findings.error(
                    "wrong-value", at: text.location,
                    "`\(name)` is `\(text.text)`, expected a time such as `250ms`, \(limits)")
                return nil
            }
            guard Double(range.lowerBound) * 1e6 <= Double(time), Double(time) <= Double(range.upperBound) * 1e6
            else {
                findings.error(
                    "value-out-of-range", at: text.location,
                    "`\(name)` is \(ParameterSpec.plain(Double(time) / 1e6)) ms, expected \(limits)")
                return nil
            }
            return time
        }
    }
}
