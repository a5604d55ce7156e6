/// Bytes to messages, as MIDI 1.0 says: running status, real-time bytes anywhere, system messages that end it.
///
/// Garbage is counted and dropped, never guessed at. A system-exclusive message is capped at ``sysExLimit`` bytes.
public struct ByteParser: Sendable {
    /// 64 KiB: longer ones are counted as garbage and dropped whole.
    public static let sysExLimit = 65_536

    /// Bytes that belonged to no message, so far.
    public private(set) var droppedBytes = 0

    private var status: UInt8 = 0
    private var data: [UInt8] = []
    private var sysEx: [UInt8]?

    public init() {}

    /// Takes bytes in any portions and returns the messages that they complete.
    public mutating func parse(_ bytes: some Sequence<UInt8>) -> [Message] {
        var messages: [Message] = []
        for byte in bytes { if let message = take(byte) { messages.append(message) } }
        return messages
    }

    private mutating func take(_ byte: UInt8) -> Message? {
        if byte >= 0xF8 { return .realTime(byte) }
        if byte >= 0x80 { return takeStatus(byte) }
        if sysEx != nil {
            if sysEx!.count < ByteParser.sysExLimit { sysEx!.append(byte) } else { dropSysEx() }
            return nil
        }
        guard status != 0 else {
            droppedBytes += 1
            return nil
        }
        data.append(byte)
        guard data.count == ByteParser.dataLength(status) else { return nil }
        defer { data.removeAll(keepingCapacity: true) }
        let message = ByteParser.message(status, data)
        if status >= 0xF0 { status = 0 }
        return message
    }

    private mutating func takeStatus(_ byte: UInt8) -> Message? {
        droppedBytes += data.isEmpty ? 0 : data.count + 1
        data.removeAll(keepingCapacity: true)
        if byte == 0xF7 {
            guard var bytes = sysEx else {
                droppedBytes += 1
                status = 0
                return nil
            }
            bytes.append(0xF7)
            sysEx = nil
            return .systemExclusive(bytes)
        }
        if let bytes = sysEx {
            droppedBytes += bytes.count
            sysEx = nil
        }
        status = 0
        switch byte {
        case 0xF0: sysEx = [0xF0]
        case 0xF4, 0xF5: droppedBytes += 1
        case 0xF6: return .systemCommon([0xF6])
        default: status = byte
        }
        return nil
    }

    private mutating func dropSysEx() {
        droppedBytes += sysEx?.count ?? 0
        sysEx = nil
    }

    private static func dataLength(_ status: UInt8) -> Int {
        switch status {
        case 0xC0...0xDF, 0xF1, 0xF3: 1
        default: 2
        }
    }

    private static func message(_ status: UInt8, _ data: [UInt8]) -> Message {
        let channel = Int(truncatingIfNeeded: status & 15) + 1
        let first = Int(truncatingIfNeeded: data[0])
        let second = data.count > 1 ? Int(truncatingIfNeeded: data[1]) : 0
        switch status & 0xF0 {
        case 0x80: return .noteOff(channel: channel, note: first, velocity: second)
        case 0x90 where second == 0: return .noteOff(channel: channel, note: first, velocity: 0)
        case 0x90: return .noteOn(channel: channel, note: first, velocity: second)
        case 0xA0: return .polyPressure(channel: channel, note: first, pressure: second)
        case 0xB0: return .controlChange(channel: channel, controller: first, value: second)
        case 0xC0: return .programChange(channel: channel, program: first)
        case 0xD0: return .channelPressure(channel: channel, pressure: first)
        case 0xE0: return .pitchBend(channel: channel, value: second << 7 | first)
        default: return .systemCommon([status] + data)
        }
    }
}
