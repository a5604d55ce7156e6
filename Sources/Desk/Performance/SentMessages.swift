import ControlSurfaces
import MIDI
import Mapping
import Units

/// What a device was sent, looked at afterwards. Of the messages that set the same thing, the last is what the device shows:
/// a lamp is set by its note on and by its note off alike.
struct SentMessages {
    private let messages: [(frame: FramePosition, bytes: [UInt8])]
    /// Of the device's text displays.
    private let templates: [TextTemplate]

    init(to surface: Surface?) {
        messages = (surface?.sent ?? []).map { ($0.frame, SentMessages.normal($0.bytes)) }
        templates = (surface?.mapping.controls ?? []).flatMap(\.outputs).compactMap {
            if case .text(let template) = $0 { template } else { nil }
        }
    }

    /// The last message up to a frame that sets what `bytes` would set.
    func last(like bytes: [UInt8], upTo frame: FramePosition) -> [UInt8]? {
        let place = place(of: SentMessages.normal(bytes))
        return messages.last { $0.frame <= frame && self.place(of: $0.bytes) == place }?.bytes
    }

    /// Whether a message was sent inside a span.
    func contains(_ bytes: [UInt8], from: FramePosition, to: FramePosition) -> Bool {
        let bytes = SentMessages.normal(bytes)
        return messages.contains { $0.bytes == bytes && $0.frame >= from && $0.frame <= to }
    }

    /// What a message sets: the lamp, motor, ring or display, without the value.
    private func place(of bytes: [UInt8]) -> [UInt8] {
        guard let status = bytes.first else { return [] }
        switch status {
        case 0x80..<0xA0: return [0x90 | status & 15] + bytes.dropFirst().prefix(1)
        case 0xA0..<0xC0: return Array(bytes.prefix(2))
        case 0xC0..<0xF0: return [status]
        case 0xF0:
            let display = templates.filter {
                bytes.count == $0.prefix.count + $0.length + $0.suffix.count && bytes.starts(with: $0.prefix)
            }.max { $0.prefix.count < $1.prefix.count }
            // Of a message to no display of the mapping, the first half tells what it sets.
            return display?.prefix ?? Array(bytes.prefix(max(1, bytes.count / 2)))
        default: return [status]
        }
    }

    /// One spelling of a message that has two: a note that is off.
    static func normal(_ bytes: [UInt8]) -> [UInt8] {
        var parser = ByteParser()
        return parser.parse(bytes).first?.bytes ?? bytes
    }
}
