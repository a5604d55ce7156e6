import MIDI

/// What a message is about, without its number: the key by which a message finds its control.
struct MessageKey: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case note, controller, program, bend, pressure, polyPressure, registered, nonRegistered, realTime
    }
    var kind: Kind
    var channel: Int
    /// Note, controller or program; 0 for bend and channel pressure.
    var index: Int = 0

    /// The key of a message and the number it carries; `nil` for system messages.
    static func reading(_ message: Message) -> (key: MessageKey, number: Int)? {
        switch message {
        case .noteOn(let channel, let note, let velocity):
            (MessageKey(kind: .note, channel: channel, index: note), velocity)
        // The release velocity says nothing of where the control stands.
        case .noteOff(let channel, let note, _): (MessageKey(kind: .note, channel: channel, index: note), 0)
        case .polyPressure(let channel, let note, let pressure):
            (MessageKey(kind: .polyPressure, channel: channel, index: note), pressure)
        case .controlChange(let channel, let controller, let value):
            (MessageKey(kind: .controller, channel: channel, index: controller), value)
        case .programChange(let channel, let program):
            (MessageKey(kind: .program, channel: channel, index: program), 127)
        case .channelPressure(let channel, let pressure): (MessageKey(kind: .pressure, channel: channel), pressure)
        case .pitchBend(let channel, let value): (MessageKey(kind: .bend, channel: channel), value)
        case .realTime(let byte): (MessageKey(kind: .realTime, channel: 0, index: Int(byte)), 127)
        case .systemExclusive, .systemCommon: nil
        }
    }
}

extension MessagePattern {
    /// Channels on which the pattern listens; 0 for messages without one.
    var channels: ClosedRange<Int> {
        switch message {
        case .systemExclusive, .realTime: 0...0
        default: channel.map { $0...$0 } ?? 1...16
        }
    }

    /// The key on one channel; of a pair, its high half. `nil` for what is found by comparing bytes.
    func key(channel: Int) -> MessageKey? {
        switch self {
        case .note(let note, _): MessageKey(kind: .note, channel: channel, index: note)
        case .controlChange(let controller, _), .controlChangePair(let controller, _, _, _):
            MessageKey(kind: .controller, channel: channel, index: controller)
        case .pitchBend: MessageKey(kind: .bend, channel: channel)
        case .channelPressure: MessageKey(kind: .pressure, channel: channel)
        case .polyPressure(let note, _): MessageKey(kind: .polyPressure, channel: channel, index: note)
        case .programChange(let program, _): MessageKey(kind: .program, channel: channel, index: program)
        case .parameter(let parameter, _): parameter.key(channel: channel)
        case .realTime(let byte): MessageKey(kind: .realTime, channel: 0, index: Int(byte))
        case .only(let message, _, _): message.key(channel: channel)
        case .systemExclusive: nil
        }
    }
}

extension ParameterNumber {
    func key(channel: Int) -> MessageKey {
        MessageKey(kind: isRegistered ? .registered : .nonRegistered, channel: channel, index: number)
    }
}
