import Units

/// The labelled values of a parameter's axis.
struct AxisTick: Sendable, Hashable {
    /// 0…1 along the axis.
    var travel: Double
    var label: String

    /// As many as there is room for, the most telling first: the ends, zero, then what lies between.
    ///
    /// - Parameters:
    ///   - height: of the axis from travel 0 to 1.
    ///   - spacing: least distance of two labels.
    static func ticks(for spec: ParameterSpec, height: Double, spacing: Double = 17) -> [AxisTick] {
        var result: [AxisTick] = []
        for value in candidates(for: spec) where spec.range.contains(value) {
            let travel = spec.travel(position: spec.scale.position(of: value))
            if result.contains(where: { abs($0.travel - travel) * height < spacing }) { continue }
            result.append(AxisTick(travel: travel, label: label(value, spec)))
        }
        return result.sorted { $0.travel < $1.travel }
    }

    /// Values in order of importance.
    private static func candidates(for spec: ParameterSpec) -> [Double] {
        let (low, high) = (spec.range.lowerBound, spec.range.upperBound)
        if spec.unit == .onOff { return [0, 1] }
        if !spec.steps.isEmpty { return spec.steps }
        switch spec.scale {
        case .fader: return [0, low, high, -10, -20, -40, -30, -60, 6, -5, -50]
        case .logarithmic:
            var values = [low, high]
            for mantissa in [1.0, 2, 5] {
                var value = mantissa / 1000
                while value <= high {
                    values.append(value)
                    value *= 10
                }
            }
            return values
        default:
            if spec.unit == .pan { return [0, low, high, low / 2, high / 2] }
            if spec.unit == .decibels { return [low, high, 0] + (-10...10).map { Double($0) * 12 } }
            let fractions = [0.5, 0.25, 0.75].map { low + (high - low) * $0 }
            return (low < 0 && high > 0 ? [0] : []) + [low, high] + fractions.map { $0.rounded() }
        }
    }

    private static func label(_ value: Double, _ spec: ParameterSpec) -> String {
        switch spec.unit {
        case .onOff: return value >= 0.5 ? "on" : "off"
        case .pan: return value == 0 ? "C" : (value < 0 ? "L" : "R") + plain(abs(value) * 100)
        case .hertz: return value >= 1000 ? plain(value / 1000) + "k" : plain(value)
        default:
            if value == -.infinity { return "−∞" }
            let sign = value < 0 ? "−" : (value > 0 && spec.unit == .decibels ? "+" : "")
            return sign + plain(abs(value))
        }
    }

    private static func plain(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : SVGText.number(value)
    }
}
