/// Values as people write and read them: `-3.2 dB`, `-inf dB`, `80 Hz`, `on`, `centre`, `L50`, `R12`, `0.25`.
extension ParameterSpec {
    /// The text of a position for messages and displays, with its unit: two decimals at most, no trailing zeros.
    public func text(at position: Float) -> String {
        let value = scale.value(at: position)
        switch unit {
        case .onOff: return value >= 0.5 ? "on" : "off"
        case .pan:
            let percent = Int((Swift.abs(value) * 100).rounded())
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

    /// The position that a text names, or `nil` if it is not a value of this parameter. The unit may be left out. Range is
    /// not checked here, so that a message can name the range: see `range`.
    public func position(text: String) -> Float? {
        let words = text.split(separator: " ").map(String.init)
        guard var word = words.first, words.count <= 2 else { return nil }
        if unit == .choice, words.count == 1,
            let index = choices.firstIndex(where: { $0.lowercased() == word.lowercased() })
        {
            return Float(index)
        }
        if words.count == 2, words[1].lowercased() != unit.rawValue.lowercased() { return nil }
        if words.count == 1, !unit.rawValue.isEmpty, word.lowercased().hasSuffix(unit.rawValue.lowercased()) {
            word = String(word.dropLast(unit.rawValue.count))
        }
        switch word.lowercased() {
        case "on" where unit == .onOff, "true" where unit == .onOff: return 1
        case "off" where unit == .onOff, "false" where unit == .onOff: return 0
        case "centre" where unit == .pan, "center" where unit == .pan: return 0
        case "-inf", "-∞": return scale == .fader ? Scale.silence : nil
        default: break
        }
        if unit == .pan, let side = word.first, side == "L" || side == "R", let percent = Double(word.dropFirst()) {
            return Float((side == "L" ? -percent : percent) / 100)
        }
        guard let value = Double(word), value.isFinite, scale != .whole || value == value.rounded() else {
            return nil
        }
        return scale.position(of: value)
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
        let index = Int(value.rounded())
        return choices.indices.contains(index) ? choices[index] : ParameterSpec.short(value)
    }

    static let powersOfTen: [Double] = [1, 10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

    static func short(_ value: Double) -> String {
        guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
        return plain((value * 100).rounded() / 100)
    }

    /// Without `.0` and without `-0`.
    static func plain(_ value: Double) -> String {
        let text = "\(value == 0 ? 0 : value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
