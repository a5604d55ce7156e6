/// What a parameter is, whichever node it belongs to: its role's path, unit, range, default, scale and taper.
public struct ParameterSpec: Sendable, Hashable {
    /// The unit that people read and write.
    public enum Unit: String, Sendable, CaseIterable {
        case decibels = "dB"
        case hertz = "Hz"
        case milliseconds = "ms"
        case seconds = "s"
        case percent = "%"
        /// Written `3:1`.
        case ratio = ":1"
        /// The Q of a filter; written as a number.
        case quality = "Q"
        case decibelsPerOctave = "dB/oct"
        /// −1…1, left to right.
        case pan = ""
        case onOff = "on/off"
        /// One of ``ParameterSpec/choices``.
        case choice = "choice"
        /// A whole number.
        case count = "count"
    }

    /// Address below the strip, such as `eq/2/gain`.
    public let path: String
    public let unit: Unit
    public let scale: Scale
    /// Range of values, in the unit. The fader's lower end is `-.infinity`.
    public let range: ClosedRange<Double>
    /// Value of a new strip, in the unit.
    public let initial: Double
    /// Steps of a parameter that has only certain values, in rising order; empty for a continuous one.
    public let steps: [Double]
    /// Names of the values 0, 1, 2…; empty where values are numbers.
    public let choices: [String]
    public let taper: Taper
    /// One line for people.
    public let summary: String

    public init(
        _ path: String, _ unit: Unit, _ scale: Scale, _ range: ClosedRange<Double>, initial: Double,
        steps: [Double] = [], choices: [String] = [], taper: Taper? = nil, _ summary: String
    ) {
        self.path = path
        self.unit = unit
        self.scale = scale
        self.range = range
        self.initial = initial
        self.steps = steps
        self.choices = choices
        self.taper =
            taper
            ?? .linear(Double(scale.position(of: range.lowerBound)), Double(scale.position(of: range.upperBound)))
        self.summary = summary
    }

    /// Whether a change is a step at its sample: switches and stepped parameters.
    public var isStepped: Bool { !scale.isContinuous || !steps.isEmpty }

    /// Position of the default value.
    public var initialPosition: Float { scale.position(of: initial) }

    /// Position of the end of its range.
    public var highest: Float { scale.position(of: range.upperBound) }

    /// The nearest position that the parameter can take.
    public func clamped(_ position: Float) -> Float {
        let low = scale.position(of: range.lowerBound)
        let high = scale.position(of: range.upperBound)
        let inside = position.isNaN ? initialPosition : Swift.min(Swift.max(position, low), high)
        guard let first = steps.first else { return scale.isContinuous ? inside : scale.position(of: Double(inside)) }
        var nearest = first
        for step in steps
        where Swift.abs(scale.position(of: step) - inside) < Swift.abs(scale.position(of: nearest) - inside) {
            nearest = step
        }
        return scale.position(of: nearest)
    }

    /// The position for a control's travel, 0…1, by the parameter's own taper.
    public func position(travel: Double) -> Float { clamped(taper.position(travel: travel)) }
    /// The travel, 0…1, that a control shows for a position.
    public func travel(position: Float) -> Double { taper.travel(position: position) }
}
