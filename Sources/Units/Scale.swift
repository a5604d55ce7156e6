/// The scale of a parameter: the line along which it is ramped, stored and compared.
///
/// A *value* is in the parameter's own unit (dB, Hz, −1…1) and is what people read and write. A *position* is the same
/// thing on the scale: lanes, ramps and the engine know positions only, as `Float`. Between two positions a ramp is a
/// straight line, so a ride of a fader is straight in dB and a sweep of a filter is straight in octaves.
public enum Scale: Sendable, Hashable {
    /// Position = value.
    case linear
    /// Position = dB from −60 dB up. Below, the position falls linearly with amplitude to `Scale.silence` at −∞ dB; both
    /// parts have the same slope at −60 dB, so that a fade to silence has no corner and arrives in finite time.
    case fader
    /// Position = log₂ of the value; for frequencies and times.
    case logarithmic
    /// 0 or 1; steps, never ramps.
    case onOff
    /// Position = whole number; steps, never ramps.
    case whole

    /// The position of −∞ dB on the fader's scale: −60 − 20/ln 10, where the tangent at −60 dB meets zero amplitude.
    public static let silence: Float = -68.68589
    /// dB from −60 dB down to `silence`.
    @usableFromInline static let tail = 8.68588963806504

    /// The position of a value. A NaN becomes the position of 0 (or silence).
    ///
    /// - Parameter value: in the parameter's unit; `-.infinity` is silence on the fader's scale.
    public func position(of value: Double) -> Float {
        switch self {
        case .linear: return value.isNaN ? 0 : Float(value)
        case .onOff: return value >= 0.5 ? 1 : 0
        case .whole: return value.isNaN ? 0 : Float(value.rounded())
        case .logarithmic: return Float(PortableMath.log2(value > 0 ? value : 1))
        case .fader:
            guard value < -60 || value.isNaN else { return Float(value) }
            let gain = Level.gain(decibels: value.isNaN ? -.infinity : value)
            guard gain > 0 else { return Scale.silence }
            return Swift.max(Scale.silence, Float(-60 + Scale.tail * (gain * 1000 - 1)))
        }
    }

    /// The value at a position, in the parameter's unit. The inverse of ``position(of:)``: converting a position to its
    /// value and back gives the same bits.
    public func value(at position: Float) -> Double {
        switch self {
        case .linear: return Double(position)
        case .whole: return Double(position).rounded()
        case .onOff: return position >= 0.5 ? 1 : 0
        case .logarithmic: return PortableMath.exp2(Double(position))
        case .fader:
            guard position < -60 else { return Double(position) }
            guard position > Scale.silence else { return -.infinity }
            return Level.decibels(gain: (1 + (Double(position) + 60) / Scale.tail) * 0.001)
        }
    }

    /// Whether a change of this parameter is a ramp; switches and whole numbers step.
    public var isContinuous: Bool { self != .onOff && self != .whole }
}
