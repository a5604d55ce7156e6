/// Values as people write and read them: `-3.2 dB`, `-inf dB`, `80 Hz`, `on`, `centre`, `L50`, `R12`, `0.25`.
extension ParameterSpec {
    /// The text of a position for messages and displays, with its unit: two decimals at most, no trailing zeros.
    public func text(at position: Float) -> String {
        let value = scale.value(at: position)
        switch unit {
        case .onOff: return value >= 0.5 ? "on" : "off"
        case .pan:
            guard let percent: Int = ReadNumber.nearest(Swift.abs(value) * 100, in: 0...1_000_000) else {
                return ParameterSpec.short(value)
            }
            return percent == 0 ? "centre" : (value < 0 ? "L\(percent)" : "R\(percent)")
        case .choice: return choice(at: value)
        case .count, .quality: return ParameterSpec.short(value)
        case .ratio: return "\(ParameterSpec.short(value)):1"
        default: return "\(ParameterSpec.short(value)) \(unit.rawValue)"
        }
    }

    /// The shortest decimal number that reads back as exactly this position; `-inf` for silence, `on`/`off` for a switch.
    public func exactText(at position: Float) -> String {
        let value = scale.value(at: position)
        if unit == .onOff { return value >= 0.5 ? "on" : "off" }
        if value == -.infinity { return "-inf" }
        if unit == .choice { return choice(at: value) }
        for digits in 0...9 {
            let power = ParameterSpec.powersOfTen[digits]
            let candidate = (value * power).rounded() / power
            if scale.position(of: candidate).bitPattern == position.bitPattern {
                return ParameterSpec.plain(candidate)
            }
        }
        return "\(value)"
    }

    /// What stands behind a number that is written out: ` dB`, `:1`, nothing where the number says all.
    public var suffix: String {
        switch unit {
        case .pan, .onOff, .choice, .count, .quality: ""
        case .ratio: unit.rawValue
        default: " " + unit.rawValue
        }
    }

    private func choice(at value: Double) -> String {
        guard let index: Int = ReadNumber.nearest(value, in: 0...Int.max), choices.indices.contains(index) else {
            return ParameterSpec.short(value)
        }
        return choices[index]
    }

    static let powersOfTen: [Double] = [1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

    static func short(_ value: Double) -> String {
        guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
        return plain((value * 100).rounded() / 100)
    }

    /// Without `.0` and without `-0`.
    public static func plain(_ value: Double) -> String {
        let text = "\(value == 0 ? 0 : value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
