import Units

extension Thinning {
    /// What a person may write, for messages.
    public static let expected = "0.001 dB to 6 dB, or off"

    /// `0.05 dB`.
    public var words: String { "\(ParameterSpec.plain(decibels)) dB" }

    /// Reads `0.05 dB`, `0.05`, `on`, `off`; the outer `nil` if it is none of these.
    public static func reading(_ text: String) -> Thinning?? {
        switch text.lowercased() {
        case "off", "false": return .some(nil)
        case "on", "true": return Thinning()
        default:
            var number = text.lowercased()[...]
            if number.hasSuffix("db") { number = number.dropLast(2) }
            if number.hasSuffix(" ") { number = number.dropLast() }
            guard let decibels = ReadNumber.decimal(String(number)), range.contains(decibels) else { return nil }
            return Thinning(decibels: decibels)
        }
    }
}
