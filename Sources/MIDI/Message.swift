/// One MIDI 1.0 message. Channels are 1…16, as people count them.
public enum Message: Sendable, Hashable {
    /// Velocity 1…127; a note-on with velocity 0 is decoded as `noteOff`.
    case noteOn(channel: Int, note: Int, velocity: Int)
    case noteOff(channel: Int, note: Int, velocity: Int)
    case polyPressure(channel: Int, note: Int, pressure: Int)
    case controlChange(channel: Int, controller: Int, value: Int)
    case programChange(channel: Int, program: Int)
    case channelPressure(channel: Int, pressure: Int)
    /// 0…16383, centre 8192.
    case pitchBend(channel: Int, value: Int)
    /// The whole message with F0 and F7.
    case systemExclusive([UInt8])
    /// F1…F6: status and 0…2 data bytes.
    case systemCommon([UInt8])
    /// F8…FF.
    case realTime(UInt8)
}

extension Message {
    /// The bytes on the wire, without running status. Of a number that is too large for its place the low bits are sent.
    public var bytes: [UInt8] {
        func status(_ high: UInt8, _ channel: Int) -> UInt8 { high | UInt8(truncatingIfNeeded: channel &- 1) & 15 }
        func data(_ number: Int) -> UInt8 { UInt8(truncatingIfNeeded: number) & 127 }
        switch self {
        case .noteOn(let channel, let note, let velocity):
            return [status(0x90, channel), data(note), data(velocity)]
        case .noteOff(let channel, let note, let velocity):
            return [status(0x80, channel), data(note), data(velocity)]
        case .polyPressure(let channel, let note, let pressure):
            return [status(0xA0, channel), data(note), data(pressure)]
        case .controlChange(let channel, let controller, let value):
            return [status(0xB0, channel), data(controller), data(value)]
        case .programChange(let channel, let program): return [status(0xC0, channel), data(program)]
        case .channelPressure(let channel, let pressure): return [status(0xD0, channel), data(pressure)]
        case .pitchBend(let channel, let value):
            return [status(0xE0, channel), data(value), data(value >> 7)]
        case .systemExclusive(let bytes), .systemCommon(let bytes): return bytes
        case .realTime(let byte): return [byte]
        }
    }
}
