/// What a hand did to one control, without any bytes in it.
public struct ControlEvent: Sendable, Hashable {
    /// Index of the control in the decoder's `controls`.
    public var control: Int
    /// Its name in the mapping, such as `fader/1`.
    public var name: String
    /// Nanoseconds, as the message was stamped.
    public var time: Int64
    public var change: Change

    public enum Change: Sendable, Hashable {
        /// An absolute control stands at a travel, 0…1 between its end points.
        ///
        /// - Parameters:
        ///   - step: the number that the device sent.
        ///   - isJitter: a step back within the dead-band, or the same step again. The value is true, but it is no sign of
        ///     a hand: it neither begins nor prolongs a motion touch.
        case moved(to: Double, step: Int, isJitter: Bool)
        /// An encoder was turned by so many ticks, acceleration included; plus is clockwise. Never 0.
        case turned(ticks: Int)
        /// A button went down. Velocity 0…1, above 0; 1 if the device has none.
        case pressed(velocity: Double)
        case released
        /// A hand is on the control, by its touch message or its touch button.
        case touched
        case untouched
    }

    public init(control: Int, name: String, time: Int64, change: Change) {
        self.control = control
        self.name = name
        self.time = time
        self.change = change
    }
}
