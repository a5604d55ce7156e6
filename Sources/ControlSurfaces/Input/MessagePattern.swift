/// A message with a free number in it.
public enum MessagePattern: Sendable, Hashable {
    /// Note on and off; the number is the velocity, 0 for off.
    case note(Int, channel: Int?)
    case controlChange(Int, channel: Int?)
    /// 14 bits in two controllers, 0…16383.
    case controlChangePair(high: Int, low: Int, channel: Int?, order: PairOrder)
    case pitchBend(channel: Int?)
    case channelPressure(channel: Int?)
    case polyPressure(Int, channel: Int?)
    /// Pressed when this program number arrives.
    case programChange(Int, channel: Int?)
    /// Data entry of a registered or non-registered parameter number.
    case parameter(ParameterNumber, channel: Int?)
    /// A message that is the same but for the places of its number.
    case systemExclusive(SysExPattern)
    /// Pressed when this byte arrives: FA start, FB continue, FC stop.
    case realTime(UInt8)
    /// One number of another message is a press, and one its release; `nil`: released at once.
    indirect case only(MessagePattern, press: Int, release: Int?)

    /// Which half of a pair the device sends first.
    public enum PairOrder: String, Sendable, CaseIterable {
        case highFirst = "msb-first"
        case lowFirst = "lsb-first"
        /// Not said: the first pair shows it.
        case any
    }

    /// Greatest number that the message can carry.
    public var maximum: Int {
        switch self {
        case .pitchBend, .controlChangePair: 16_383
        case .parameter(let number, _): number.isCoarse ? 127 : 16_383
        case .systemExclusive(let pattern): pattern.maximum
        case .only(let message, _, _): message.maximum
        default: 127
        }
    }

    /// Bits of the number.
    public var bits: Int { maximum == 127 ? 7 : maximum == 16_383 ? 14 : 21 }

    /// The message without the choice of a number.
    public var message: MessagePattern { if case .only(let message, _, _) = self { message } else { self } }

    /// Whether it only ever says that something was pressed.
    public var isPress: Bool {
        switch self {
        case .programChange, .realTime, .only: true
        case .systemExclusive(let pattern): !pattern.hasNumber
        default: false
        }
    }

    /// Whether nothing tells when the press is over.
    public var hasNoRelease: Bool {
        if case .only(_, _, let release) = self { release == nil } else { isPress }
    }

    /// What an arriving number means to this pattern. For ``only(_:press:release:)`` the press is the greatest number and the
    /// release 0; `nil` if the number belongs to another control.
    public func meaning(of number: Int) -> Int? {
        guard case .only(let message, let press, let release) = self else { return number }
        return number == press ? message.maximum : number == release ? 0 : nil
    }
}

/// The address of a parameter that is sent by data entry: controllers 98 to 101 choose it, 6 and 38 carry its number, 96 and 97
/// move it by one.
public struct ParameterNumber: Sendable, Hashable {
    /// RPN (controllers 101 and 100); else NRPN (99 and 98).
    public var isRegistered: Bool
    /// 0…16382; 16383 is none.
    public var number: Int
    /// Controller 6 alone, 7 bits.
    public var isCoarse: Bool

    public init(isRegistered: Bool, number: Int, isCoarse: Bool = false) {
        self.isRegistered = isRegistered
        self.number = number
        self.isCoarse = isCoarse
    }
}
