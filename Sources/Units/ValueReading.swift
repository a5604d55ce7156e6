/// What a text says about a parameter.
public enum ValueReading: Sendable, Hashable {
    /// A value that the parameter can have, as a position on its scale.
    case position(Float)
    /// A value, but none that the parameter can have; as a message should name it.
    case outOfRange(String)
    /// No value of this kind at all.
    case notAValue
}

extension ParameterSpec.Unit {
    /// What may stand behind a number, with its worth in this unit. A number alone is in the unit itself.
    public var spellings: [(text: String, factor: Double)] {
        switch self {
        case .decibels, .decibelsPerOctave, .percent, .ratio, .quality: [(rawValue, 1)]
        case .hertz: [("kHz", 1000), ("Hz", 1)]
        case .milliseconds: [("ms", 1), ("min", 60_000), ("s", 1000)]
        case .seconds: [("ms", 0.001), ("min", 60), ("s", 1)]
        case .pan, .onOff, .choice, .count: []
        }
    }

    /// Seconds in the unit, of a time.
    fileprivate var seconds: Double? {
        switch self {
        case .milliseconds: 0.001
        case .seconds: 1
        default: nil
        }
    }
}

extension ParameterSpec {
    /// Reads a value as people write it: `-6 dB`, `-inf`, `3 kHz`, `120 ms`, `1.5 s`, `4:1`, `L70`, `centre`, `on`, a name, or a
    /// number alone, which is in the parameter's own unit. Nothing is clamped into range.
    public func reading(_ text: String) -> ValueReading {
        if let word = words(text) { return word }
        guard let value = number(text) else { return .notAValue }
        return reading(value, written: text)
    }

    /// A number in the parameter's own unit.
    ///
    /// - Parameter text: as it was written.
    public func reading(_ value: Double, written text: @autoclosure () -> String) -> ValueReading {
        switch scale {
        // Their scales would round these to valid values.
        case .onOff where value != 0 && value != 1: return outOfRange(value, text())
        case .whole where value != value.rounded(): return .notAValue
        case .logarithmic where value <= 0: return outOfRange(value, text())
        default: break
        }
        let position = scale.position(of: value)
        return takes(position) ? .position(position) : outOfRange(value, text())
    }

    /// Whether the parameter can stand at a position. A line between two values in range may round one last bit beyond its
    /// end; that is no mistake.
    public func takes(_ position: Float) -> Bool {
        guard position.isFinite else { return false }
        let nearest = clamped(position)
        return nearest == position || !isStepped && Swift.abs(nearest - position) <= position.ulp
    }

    /// Values that are words.
    private func words(_ text: String) -> ValueReading? {
        let word = text.lowercased()
        switch unit {
        case .choice: return choices.firstIndex { $0.lowercased() == word }.map { .position(Float($0)) }
        case .onOff where word == "on" || word == "true": return .position(1)
        case .onOff where word == "off" || word == "false": return .position(0)
        case .pan where word == "centre" || word == "center": return .position(0)
        case .pan where word.first == "l" || word.first == "r":
            guard let percent = ReadNumber.decimal(word.dropFirst()), percent >= 0 else { return .notAValue }
            let position = Float((word.first == "l" ? -percent : percent) / 100)
            return takes(position) ? .position(position) : .outOfRange(text)
        case .decibels where ["-inf", "-∞", "-inf db", "-∞ db", "-infdb", "-∞db"].contains(word):
            guard scale == .fader else { return .notAValue }
            return takes(Scale.silence) ? .position(Scale.silence) : .outOfRange(text)
        default: return nil
        }
    }

    /// A number in the parameter's unit, with or without one behind it.
    private func number(_ text: String) -> Double? {
        if unit.seconds != nil, text.contains(":") {
            guard let nanoseconds = TimeText.nanoseconds(text), let seconds = unit.seconds else { return nil }
            return Double(nanoseconds) / 1e9 / seconds
        }
        let word = text.lowercased()
        for spelling in unit.spellings where word.hasSuffix(spelling.text.lowercased()) {
            var number = text.dropLast(spelling.text.count)
            if number.last == " " { number.removeLast() }
            return ReadNumber.decimal(number).map { $0 * spelling.factor }
        }
        return ReadNumber.decimal(text)
    }

    /// Names a value with its unit; an extreme one as it was written.
    private func outOfRange(_ value: Double, _ text: String) -> ValueReading {
        guard Swift.abs(value) < 1e6 else { return .outOfRange(text) }
        switch unit {
        case .onOff, .choice, .count, .quality: return .outOfRange(text)
        case .pan: return .outOfRange(self.text(at: Float(value)))
        default: return .outOfRange(ParameterSpec.short(value) + suffix)
        }
    }

    /// A step of the parameter, such as `3 dB` or `1 kHz`, in its unit; `nil` if it is none.
    public func step(_ text: String) -> Double? { number(text).flatMap { $0.isFinite ? $0 : nil } }
}
