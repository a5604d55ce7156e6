import MIDI

/// One message in hex, as other programs write it, in our words.
enum RawMessage {
    /// `F0 7F 7F 06 02 F7` as `sysex …`, `90 40 7F` as `note 64 ch 1 value 127`; `nil` if it is not one message.
    static func words(_ text: String) -> String? {
        let words = text.split { $0 == " " || $0 == "," || $0 == "\t" || $0.isNewline }
        let bytes = words.map { $0.hasPrefix("0x") ? $0.dropFirst(2) : $0 }.compactMap { UInt8($0, radix: 16) }
        guard bytes.count == words.count, !bytes.isEmpty else { return nil }
        var parser = ByteParser()
        let messages = parser.parse(bytes)
        guard messages.count == 1, let message = messages.first, message.bytes.count == bytes.count else {
            return nil
        }
        switch message {
        case .noteOn(let channel, let note, let velocity): return "note \(note) ch \(channel) value \(velocity)"
        case .noteOff(let channel, let note, _): return "note \(note) ch \(channel) value 0"
        case .controlChange(let channel, let controller, let value):
            return "cc \(controller) ch \(channel) value \(value)"
        case .programChange(let channel, let program): return "program \(program) ch \(channel)"
        case .systemExclusive(let bytes): return "sysex " + bytes.map(SysExReader.hex).joined(separator: " ")
        case .realTime(let byte): return RealTimeWord.all.first { $0.byte == byte }.map { "realtime \($0.word)" }
        default: return nil
        }
    }
}
