import MIDI

/// What a message is about, without its number: the key by which a message finds its control.
struct MessageKey: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case note, controller, program, bend, pressure, polyPressure }
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
        case .systemExclusive, .systemCommon, .realTime: nil
        }
    }
}

extension MessagePattern {
    /// Channels on which the pattern listens.
    var channels: ClosedRange<Int> {
        switch self {
        case .note(_, let channel), .controlChange(_, let channel), .controlChangePair(_, _, let channel, _),
            .pitchBend(let channel), .channelPressure(let channel), .polyPressure(_, let channel),
            .programChange(_, let channel):
            channel.map { $0...$0 } ?? 1...16
        }
    }

    /// The key on one channel; of a pair, its high half.
    func key(channel: Int) -> MessageKey {
        switch self {
        case .note(let note, _): MessageKey(kind: .note, channel: channel, index: note)
        case .controlChange(let controller, _), .controlChangePair(let controller, _, _, _):
            MessageKey(kind: .controller, channel: channel, index: controller)
        case .pitchBend: MessageKey(kind: .bend, channel: channel)
        case .channelPressure: MessageKey(kind: .pressure, channel: channel)
        case .polyPressure(let note, _): MessageKey(kind: .polyPressure, channel: channel, index: note)
        case .programChange(let program, _): MessageKey(kind: .program, channel: channel, index: program)
        }
    }
}
