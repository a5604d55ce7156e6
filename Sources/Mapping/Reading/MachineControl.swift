import ControlSurfaces

/// MIDI machine control and system real time, as words.
///
/// - Source: MMC 1.0, commands by universal real-time system exclusive, sub-id 06; MIDI 1.0, system real-time messages.
enum MachineControl {
    // swift-format-ignore
    static let words: [(word: String, command: [SysExPattern.Piece])] = [
        ("stop", [.byte(0x01)]), ("play", [.byte(0x02)]), ("deferred-play", [.byte(0x03)]), ("forward", [.byte(0x04)]),
        ("rewind", [.byte(0x05)]), ("record", [.byte(0x06)]), ("record-exit", [.byte(0x07)]), ("pause", [.byte(0x09)]),
        // A place in hours, minutes, seconds, frames and their hundredths follows; the press is all that counts here.
        ("locate", [.byte(0x44), .byte(0x06), .byte(0x01), .any, .any, .any, .any, .any]),
    ]

    static func pattern(_ word: String, device: Int?) -> SysExPattern? {
        guard let row = words.first(where: { $0.word == word }) else { return nil }
        let target: SysExPattern.Piece = device.map { .byte(UInt8(truncatingIfNeeded: $0)) } ?? .any
        return SysExPattern([.byte(0xF0), .byte(0x7F), target, .byte(0x06)] + row.command + [.byte(0xF7)])
    }

    /// `mmc play`, if the pattern is one.
    static func words(of pattern: SysExPattern) -> String? {
        for row in words {
            if self.pattern(row.word, device: nil) == pattern { return "mmc \(row.word)" }
            guard pattern.pieces.count > 2, case .byte(let device) = pattern.pieces[2] else { continue }
            if self.pattern(row.word, device: Int(exactly: device)) == pattern {
                return "mmc \(row.word) ch \(device)"
            }
        }
        return nil
    }
}

struct RealTimeWord: Sendable {
    let word: String
    let byte: UInt8

    static let all = [
        RealTimeWord(word: "start", byte: 0xFA), RealTimeWord(word: "continue", byte: 0xFB),
        RealTimeWord(word: "stop", byte: 0xFC),
        // What a HUI sends when it is switched on and off.
        RealTimeWord(word: "reset", byte: 0xFF),
    ]
}
