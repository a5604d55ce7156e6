/// Conversion of numbers from texts and files.
///
/// Nothing here traps: the result is `nil` for anything that is not a number, or is outside of what the caller can take.
///
/// - Thread: any.
public enum ReadNumber {
    /// A number as people write it: sign, digits, a point, an exponent; no hexadecimal, never infinite.
    public static func decimal(_ text: some StringProtocol) -> Double? {
        guard text.utf8.contains(where: isDigit), text.utf8.allSatisfy({ isDigit($0) || signs.contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }

    /// A whole number inside a range: digits with or without a sign.
    public static func whole<Number: FixedWidthInteger>(
        _ text: some StringProtocol, in range: ClosedRange<Number>
    ) -> Number? {
        guard let number = Number(text), range.contains(number) else { return nil }
        return number
    }

    /// Whether a text is a whole number, of any size: for messages that tell "no number" from "out of range".
    public static func isWhole(_ text: some StringProtocol) -> Bool {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.utf8.allSatisfy(isDigit)
    }

    /// The whole number nearest to a value, if it lies inside a range; halves go away from zero.
    public static func nearest<Number: FixedWidthInteger>(_ value: Double, in range: ClosedRange<Number>) -> Number? {
        guard let number = Number(exactly: value.rounded()), range.contains(number) else { return nil }
        return number
    }

    /// A sum that fits its type.
    public static func sum<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Number? {
        let (sum, overflows) = a.addingReportingOverflow(b)
        return overflows ? nil : sum
    }

    /// A difference that fits its type.
    public static func difference<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Number? {
        let (difference, overflows) = a.subtractingReportingOverflow(b)
        return overflows ? nil : difference
    }

    /// A product that fits its type.
    public static func product<Number: FixedWidthInteger>(_ a: Number, _ b: Number) -> Number? {
        let (product, overflows) = a.multipliedReportingOverflow(by: b)
        return overflows ? nil : product
    }

    /// `value · factor / divisor`, rounded to the nearest whole number; `nil` if that does not fit or cannot be divided.
    public static func scaled(_ value: Int64, by factor: Int64, over divisor: Int64) -> Int64? {
        guard divisor > 0 else { return nil }
        let product = Int128(value) * Int128(factor)
        let half = Int128(divisor) / 2
        return Int64(exactly: (product < 0 ? product - half : product + half) / Int128(divisor))
    }

    private static let signs = Array("+-.eE".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
