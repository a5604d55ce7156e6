internal import CALSA

/// System common and real-time bytes and their event types, one table read both ways.
enum SystemMessage {
    // swift-format-ignore
    static let table: [(status: UInt8, dataBytes: Int, type: snd_seq_event_type)] = [
        (0xF1, 1, SND_SEQ_EVENT_QFRAME),
        (0xF2, 2, SND_SEQ_EVENT_SONGPOS),
        (0xF3, 1, SND_SEQ_EVENT_SONGSEL),
        (0xF6, 0, SND_SEQ_EVENT_TUNE_REQUEST),
        (0xF8, 0, SND_SEQ_EVENT_CLOCK),
        (0xFA, 0, SND_SEQ_EVENT_START),
        (0xFB, 0, SND_SEQ_EVENT_CONTINUE),
        (0xFC, 0, SND_SEQ_EVENT_STOP),
        (0xFE, 0, SND_SEQ_EVENT_SENSING),
        (0xFF, 0, SND_SEQ_EVENT_RESET),
    ]

    static func type(of bytes: [UInt8]) -> snd_seq_event_type? {
        table.first { $0.status == bytes[0] && $0.dataBytes == bytes.count - 1 }?.type
    }

    /// The data bytes as the event's number: 7 or 14 bits, low part first on the wire.
    static func value(of bytes: [UInt8]) -> Int32 {
        bytes.dropFirst().reversed().reduce(0) { $0 << 7 | Int32($1) }
    }

    /// The bytes of an event of one of these types, or `nil` for other types.
    static func bytes(type: UInt8, value: Int32) -> [UInt8]? {
        guard let row = table.first(where: { UInt8($0.type.rawValue) == type }) else { return nil }
        return [row.status] + (0..<row.dataBytes).map { UInt8(value >> (7 * Int32($0)) & 127) }
    }
}
