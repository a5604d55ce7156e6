import Units

/// Values of parameters, with their range checked.
enum ValueReader {
    /// The position of a value such as `-6 dB`, `on` or `centre`.
    static func position(_ text: String, of spec: ParameterSpec) throws(AddressError) -> Float {
        let length = max(1, text.unicodeScalars.count)
        switch spec.reading(text) {
        case .position(let position): return position
        case .outOfRange(let found):
            throw AddressError(
                code: "value-out-of-range",
                message: "`\(spec.path)` is \(found), expected \(expected(spec))", offset: 0, length: length)
        case .notAValue:
            throw AddressError(
                code: "wrong-value",
                message: "`\(text)` is not a value of `\(spec.path)`, expected \(expected(spec))", offset: 0,
                length: length)
        }
    }

    /// `-inf dB to 12 dB`, ``12 dB/oct or 24 dB/oct``, ``on or off``.
    static func expected(_ spec: ParameterSpec) -> String {
        if spec.unit == .onOff { return "`on` or `off`" }
        if !spec.choices.isEmpty { return Suggestion.oneOf(spec.choices) }
        if !spec.steps.isEmpty {
            return spec.steps.map { spec.text(at: spec.scale.position(of: $0)) }.joined(separator: " or ")
        }
        let low = spec.text(at: spec.scale.position(of: spec.range.lowerBound))
        let high = spec.text(at: spec.scale.position(of: spec.range.upperBound))
        return "\(low) to \(high)"
    }

    /// A number with or without its unit.
    static func number(_ text: String, unit: String) -> Double? {
        var text = text
        if !unit.isEmpty, text.lowercased().hasSuffix(unit.lowercased()) { text = String(text.dropLast(unit.count)) }
        while text.hasSuffix(" ") { text.removeLast() }
        return ReadNumber.decimal(text)
    }

    /// The greatest step that leads anywhere: from one end of the range to the other.
    static func greatestStep(_ spec: ParameterSpec) -> Double {
        let low = spec.range.lowerBound
        return spec.range.upperBound - (low.isFinite ? low : -200)
    }

    /// For help texts.
    static func exampleStep(_ spec: ParameterSpec) -> String {
        switch spec.unit {
        case .pan, .quality: "0.1"
        case .hertz: "10 Hz"
        default: "1\(spec.suffix)"
        }
    }
}
