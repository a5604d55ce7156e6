import MIDI

/// Bytes that people write must be whole messages, or a device would wait for the rest.
enum WholeMessages {
    static func isWhole(_ bytes: [UInt8]) -> Bool {
        var parser = ByteParser()
        let messages = parser.parse(bytes)
        return !messages.isEmpty && messages.reduce(0) { $0 + length($1) } == bytes.count
            && (bytes.first ?? 0) >= 0x80
    }

    private static func length(_ message: Message) -> Int { message.bytes.count }
}
