import MIDI

extension MessagePattern {
    /// Channel; `nil`: any, or a message that has none.
    public var channel: Int? {
        switch self {
        case .note(_, let channel), .controlChange(_, let channel), .controlChangePair(_, _, let channel, _),
            .pitchBend(let channel), .channelPressure(let channel), .polyPressure(_, let channel),
            .programChange(_, let channel), .parameter(_, let channel):
            channel
        case .only(let message, _, _): message.channel
        case .systemExclusive, .realTime: nil
        }
    }

    /// Whether a channel would have to be said to send it.
    public var lacksChannel: Bool {
        switch message {
        case .systemExclusive, .realTime: false
        default: channel == nil
        }
    }

    /// The messages that carry a number, clamped to what fits; on channel 1 if the pattern takes any.
    ///
    /// A pair gives two messages in the pattern's order, the high half first if either order is taken; a parameter number those
    /// that choose it, then its data.
    public func bytes(carrying number: Int) -> [[UInt8]] {
        let number = min(max(number, 0), maximum)
        let channel = self.channel ?? 1
        func change(_ controller: Int, _ value: Int) -> [UInt8] {
            Message.controlChange(channel: channel, controller: controller, value: value).bytes
        }
        switch self {
        // Velocity 0 stays a note-on: that is what devices document for a dark LED.
        case .note(let note, _): return [Message.noteOn(channel: channel, note: note, velocity: number).bytes]
        case .controlChange(let controller, _): return [change(controller, number)]
        case .controlChangePair(let high, let low, _, let order):
            let (coarse, fine) = (change(high, number >> 7), change(low, number & 127))
            return order == .lowFirst ? [fine, coarse] : [coarse, fine]
        case .pitchBend: return [Message.pitchBend(channel: channel, value: number).bytes]
        case .channelPressure: return [Message.channelPressure(channel: channel, pressure: number).bytes]
        case .polyPressure(let note, _):
            return [Message.polyPressure(channel: channel, note: note, pressure: number).bytes]
        case .programChange(let program, _): return [Message.programChange(channel: channel, program: program).bytes]
        case .parameter(let parameter, _):
            let chosen = [
                change(parameter.isRegistered ? 101 : 99, parameter.number >> 7),
                change(parameter.isRegistered ? 100 : 98, parameter.number & 127),
            ]
            return chosen
                + (parameter.isCoarse ? [change(6, number)] : [change(6, number >> 7), change(38, number & 127)])
        case .systemExclusive(let pattern): return [pattern.bytes(carrying: number)]
        case .realTime(let byte): return [[byte]]
        case .only(let message, let press, let release):
            return (number > 0 ? press : release).map(message.bytes) ?? []
        }
    }
}
