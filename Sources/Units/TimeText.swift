/// Times as people write them: `1.5 s`, `120 ms`, `2 min`, `1:30`, `1:03.2`, `1:02:03.5`.
///
/// Decimal and exact: no binary fraction moves a time by a sample.
///
/// - Thread: any.
public enum TimeText {
    /// What may stand behind a number, longest first, with its nanoseconds.
    private static let units: [(text: String, nanoseconds: Int64)] = [
        ("min", 60_000_000_000), ("ms", 1_000_000), ("s", 1_000_000_000),
    ]

    /// Nanoseconds of a text that says its unit or has the form of a clock; `nil` for anything else, for a part of a nanosecond,
    /// and for more than 30 years.
    public static func nanoseconds(_ text: some StringProtocol) -> Int64? {
        if text.contains(":") { return clock(text) }
        let lower = text.lowercased()
        guard let unit = units.first(where: { lower.hasSuffix($0.text) }) else { return nil }
        var number = lower.dropLast(unit.text.count)
        if number.last == " " { number.removeLast() }
        return decimal(number, of: unit.nanoseconds)
    }

    /// The frame nearest to a time.
    ///
    /// - Parameter rate: frames per second, above 0.
    public static func frames(_ text: some StringProtocol, rate: Int) -> FramePosition? {
        nanoseconds(text).flatMap {
            ReadNumber.scaled($0, by: Int64(truncatingIfNeeded: rate), over: 1_000_000_000)
        }
    }

    /// `1:03.2`, `1:02:03.5`: seconds and, with hours, minutes stay below 60.
    private static func clock(_ text: some StringProtocol) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let seconds = decimal(parts[parts.count - 1], of: 1_000_000_000),
            seconds < 60_000_000_000, parts[parts.count - 1].prefix(while: { $0 != "." }).count <= 2
        else { return nil }
        var minutes: Int64 = 0
        for (index, part) in parts.dropLast().enumerated() {
            guard part.utf8.allSatisfy({ (48...57).contains($0) }),
                let number: Int64 = ReadNumber.whole(part, in: 0...(index == 0 ? 999_999 : 59))
            else { return nil }
            minutes = minutes * 60 + number
        }
        return ReadNumber.product(minutes, 60_000_000_000).flatMap { ReadNumber.sum($0, seconds) }
    }

    /// Digits with at most one point, times the worth of a unit.
    private static func decimal(_ text: some StringProtocol, of unit: Int64) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts[0].count <= 9,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let whole = ReadNumber.whole(parts[0], in: 0...Int64.max), let time = ReadNumber.product(whole, unit)
        else { return nil }
        guard parts.count == 2 else { return time }
        // Zeros at the end say nothing.
        var digits = parts[1]
        while digits.last == "0" { digits = digits.dropLast() }
        guard digits.count <= 11 else { return nil }
        var rest: Int64 = 0
        var worth = unit
        for digit in digits {
            guard worth % 10 == 0, let value = digit.wholeNumberValue else { return nil }
            worth /= 10
            rest += worth * Int64(truncatingIfNeeded: value)
        }
        return ReadNumber.sum(time, rest)
    }
}
