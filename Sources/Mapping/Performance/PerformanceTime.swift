/// Times in performances: exact decimal seconds, so that no binary fraction moves an event by a sample.
enum PerformanceTime {
    /// One day.
    static let maximum: Int64 = 86_400_000_000_000

    /// Nanoseconds of `2`, `2.5` or `0.123456789`; `nil` for anything else.
    static func nanoseconds(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            parts[0].count <= 5, let seconds = Int64(parts[0])
        else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard parts[1].count <= 9, let digits = Int64(parts[1]) else { return nil }
            fraction = digits
            for _ in parts[1].count..<9 { fraction *= 10 }
        }
        let time = seconds * 1_000_000_000 + fraction
        return time <= maximum ? time : nil
    }

    /// `2`, or `2..3` in rising order.
    static func span(_ text: String) -> (from: Int64, to: Int64)? {
        if let time = nanoseconds(text) { return (time, time) }
        var rest = Substring(text), head = ""
        while let first = rest.first, !rest.hasPrefix("..") {
            head.append(first)
            rest = rest.dropFirst()
        }
        guard rest.hasPrefix(".."), let from = nanoseconds(head), let to = nanoseconds(rest.dropFirst(2)), from < to
        else { return nil }
        return (from, to)
    }
}
