/// Bytes for a device, cut into whole messages.
enum WireMessages {
    /// The messages in order, each with its status byte; `nil` if the bytes are anything but whole messages (running status too:
    /// the kernel would have to guess the status).
    static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
        var messages: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        while start < bytes.endIndex {
            guard let length = length(of: bytes[start...]), start + length <= bytes.endIndex else { return nil }
            let message = bytes[start..<start + length]
            let data = bytes[start] == 0xF0 ? message.dropFirst().dropLast() : message.dropFirst()
            guard data.allSatisfy({ $0 < 0x80 }) else { return nil }
            messages.append(message)
            start += length
        }
        return messages
    }

    private static func length(of rest: ArraySlice<UInt8>) -> Int? {
        switch rest.first ?? 0 {
        case 0xF0: return rest.firstIndex(of: 0xF7).map { $0 - rest.startIndex + 1 }
        case 0xC0...0xDF: return 2
        case 0x80...0xEF: return 3
        case let status:
            return SystemMessage.table.first { $0.status == status }.map { $0.dataBytes + 1 }
        }
    }
}
