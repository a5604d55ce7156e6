import Units

/// Times in performances: exact decimal seconds, so that no binary fraction moves an event by a sample.
enum PerformanceTime {
    /// One day.
    static let maximum: Int64 = 86_400_000_000_000

    /// Nanoseconds of `2`, `2.5` or `0.123456789`; `nil` for anything else.
    static func nanoseconds(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            parts[0].count <= 9, let seconds = ReadNumber.whole(parts[0], in: 0...maximum)
        else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard parts[1].count <= 9, let digits = ReadNumber.whole(parts[1], in: 0...maximum) else { return nil }
            fraction = digits
            for _ in parts[1].count..<9 { fraction *= 10 }
        }
        let time = seconds * 1_000_000_000 + fraction
        return time <= maximum ? time : nil
    }

    /// `2`, or `2..3` in rising order; anything else is reported.
    static func span(_ text: YAMLText, _ findings: Findings) -> (from: Int64, to: Int64)? {
        let ends = EventReader.dots(in: text.text).map { [$0.0, $0.1] } ?? [text.text]
        for end in ends where nanoseconds(end) == nil {
            let fault = Fault(of: end, in: text.text)
            findings.error(fault.code, at: text.location, fault.message, help: fault.help)
            return nil
        }
        let times = ends.compactMap(nanoseconds)
        guard let from = times.first, let to = times.last, times.count == 1 || from < to else {
            findings.error(
                "wrong-value", at: text.location, "`at` is `\(text.text)`, expected a span that ends after it begins",
                help: "write " + (ends[0] == ends[1] ? "`at: \(ends[0])`" : "`at: \(ends[1])..\(ends[0])`"))
            return nil
        }
        return (from, to)
    }

    /// Why a text is no time.
    private struct Fault {
        var code = "wrong-value"
        var message: String
        var help: String?

        /// - Parameters:
        ///   - end: of the span, or the whole.
        ///   - text: the whole, as it was written.
        init(of end: String, in text: String) {
            message = "`at` is `\(text)`, expected "
            let decimals = end.split(separator: ".", maxSplits: 1).dropFirst().first?.count ?? 0
            if let seconds = ReadNumber.decimal(end), seconds < 0 || seconds > 86_400 {
                code = "value-out-of-range"
                message += "0 to 86400 seconds, which is a day"
            } else if ReadNumber.decimal(end) != nil, decimals > 9 {
                message += "9 decimals at most, which are nanoseconds"
            } else if let nanoseconds = TimeText.nanoseconds(end) {
                message += "seconds without a unit"
                help = "write `\(ParameterSpec.plain(Double(nanoseconds) / 1e9))`"
            } else {
                message += "seconds such as `2.5` or a span such as `2..3`"
            }
        }
    }
}
