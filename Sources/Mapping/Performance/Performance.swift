public import Automation

/// Time-stamped input for the whole path, and what is expected to come of it. Times are nanoseconds from the start.
public struct Performance: Sendable, Hashable {
    /// Devices that play in it.
    public var surfaces: [Surface]
    /// In order of time; events of one time in the order of the file.
    public var events: [Event]
    /// In the order of the file.
    public var expectations: [Expectation]

    public init(surfaces: [Surface] = [], events: [Event] = [], expectations: [Expectation] = []) {
        self.surfaces = surfaces
        self.events = events
        self.expectations = expectations
    }

    /// A device by the name that the events use.
    public struct Surface: Sendable, Hashable {
        public var name: String
        /// Name of a mapping, or a file beside the performance (ends in `.yaml`).
        public var mapping: String
        public var location: SourceLocation
        /// Which port of the device it is, from 1.
        public var port = 1
    }

    public struct Event: Sendable, Hashable {
        public var nanoseconds: Int64
        public var input: Input
        public var location: SourceLocation
    }

    public enum Input: Sendable, Hashable {
        case action(Action)
        /// Bytes from a device, one or more whole messages.
        case bytes(surface: String, [UInt8])
        /// What the device would send for a movement: ``ControlInput/bytes(for:)`` makes it once the mapping is known.
        case control(surface: String, control: String, ControlInput)
        /// The device's cable goes in or out. A performance begins with all of them in.
        case cable(surface: String, isIn: Bool)
    }

    /// When and what must hold. `from == to` for a moment.
    public struct Expectation: Sendable, Hashable {
        public var from: Int64
        public var to: Int64
        public var fact: Fact
        public var location: SourceLocation
    }

    public enum Fact: Sendable, Hashable {
        /// A value in the parameter's own unit, `-.infinity` for silence; at most `within` away, which is 0.005 unless said.
        case value(Target, Double, within: Double)
        case mode(AutomationScope, AutomationMode)
        /// Whether a command's state holds: `/transport/play: on`.
        case state(Action, Bool)
        /// Which strip is in slot 1.
        case bank(strip: Int)
        case selected(NodeReference)
        case layer(surface: String, String)
        /// At a moment: the last message with this status and number that the device got by then is this one.
        /// In a span: it was sent in that time.
        case sent(surface: String, [UInt8])
        /// Nothing was sent to the device in the 20 ms up to the moment, or in the span.
        case nothingSent(surface: String)
    }

    /// When the last event is.
    public var lastNanoseconds: Int64 {
        max(events.last?.nanoseconds ?? 0, expectations.map(\.to).max() ?? 0)
    }
}

/// A movement of a control, as a person says it.
public enum ControlInput: Sendable, Hashable {
    /// Of a fader or knob, 0…1 from end to end.
    case travel(Double)
    /// Of an encoder; positive is to the right.
    case ticks(Int)
    case press, release
    /// The hand on and off the cap, of a control with touch sense.
    case touch, letGo
}
