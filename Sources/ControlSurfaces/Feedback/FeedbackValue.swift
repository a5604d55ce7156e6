/// What a control of the surface is to show. Each of its outputs takes what it can show and leaves the rest alone.
public enum FeedbackValue: Sendable, Hashable {
    /// Motors go there, rings show it; 0…1. `nil`: nothing to show, the ring is dark and the motor stays.
    case travel(Double?)
    /// The same of a value that rests in the middle, such as a pan: rings that can show it from there.
    case centred(Double)
    case lamp(Lamp)
    /// The same in a colour, on lamps that have several: off, it is dim in this colour.
    case light(Lamp, Colour)
    /// A level in dBFS: meters show it.
    case level(Double)
    /// Any text; it is made to fit.
    case text(String)

    /// What an output takes that knows no middle.
    var plain: FeedbackValue { if case .centred(let travel) = self { .travel(travel) } else { self } }

    public enum Lamp: String, Sendable, Hashable, CaseIterable { case off, on, blink }
}

/// How fast a device may be sent to.
public struct FeedbackRate: Sendable, Hashable {
    /// Time that a message takes, apart from its bytes.
    public var nanosecondsPerMessage: Int64
    public var nanosecondsPerByte: Int64
    /// Time that may be saved up while nothing is sent, so that a caller that wakes late loses nothing.
    public var burst: Int64

    public init(nanosecondsPerMessage: Int64, nanosecondsPerByte: Int64, burst: Int64 = 10_000_000) {
        self.nanosecondsPerMessage = max(nanosecondsPerMessage, 0)
        self.nanosecondsPerByte = max(nanosecondsPerByte, 0)
        self.burst = max(burst, 0)
    }

    /// By bytes alone.
    public init(bytesPerSecond: Int) {
        self.init(nanosecondsPerMessage: 0, nanosecondsPerByte: 1_000_000_000 / Int64(max(bytesPerSecond, 1)))
    }

    /// A message a millisecond: the cable is faster, the firmware of most devices is not.
    /// - Source: limits of devices as their makers and other programs state them: 1 ms a message is what the slowest bear.
    public static let usb = FeedbackRate(nanosecondsPerMessage: 1_000_000, nanosecondsPerByte: 0)
    /// 31.25 kBd, ten bits a byte: 3,125 bytes a second.
    public static let din = FeedbackRate(nanosecondsPerMessage: 0, nanosecondsPerByte: 320_000)
}
