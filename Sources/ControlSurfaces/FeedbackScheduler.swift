/// What one connected device is to show, and what may be sent to it when.
///
/// A cache of what each output shows; what differs waits, the newest value alone, and goes out as fast as the device can
/// take it: motors before lamps, rings and text, and nothing waits long for the others. Nothing is sent twice. The echo
/// policy is kept here and nowhere else. Give it, in this order: every event of the device (``receive(_:)``), then what
/// came of it (``set(_:of:at:)``), then call ``drain(at:)`` and send; again when ``deadline`` has come.
public struct FeedbackScheduler: Sendable {
    public let controls: [ControlSpec]

    public init(controls: [ControlSpec], rate: FeedbackRate = .usb) {
        self.controls = controls
    }

    /// Who moved a control.
    public enum Origin: String, Sendable, Hashable, CaseIterable {
        case hand
        /// A motor reports where it was driven: no hand, and nothing may come of it.
        case motor
    }

    /// Takes an event of the device's own decoder, in order of time, and says whether a hand made it.
    public mutating func receive(_ event: ControlEvent) -> Origin { .hand }

    /// What a control is to show from now on.
    public mutating func set(_ value: FeedbackValue, of control: Int, at time: Int64) {}

    /// `false`: motors are sent nothing at all. On again, they go where they should be.
    public private(set) var areMotorsOn = true
    public mutating func setMotors(on: Bool, at time: Int64) {}

    /// Everything is to be sent again, what was never set as dark: on connection, and by command.
    public mutating func resync(at time: Int64) {}

    /// When ``drain(at:)`` has something to do; may be in the past. `nil`: nothing waits.
    public var deadline: Int64? { nil }

    /// Messages to be sent now, in order.
    public mutating func drain(at time: Int64) -> [[UInt8]] { [] }

    /// The last messages for a device: lamps and rings dark, texts blank; motors down if asked.
    public mutating func farewell(motorsDown: Bool = false) -> [[UInt8]] { [] }
}
