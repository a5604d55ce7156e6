public import MIDI

extension Message {
    /// As a performance has it: `cc 7 ch 1 100`, `pitchbend ch 1 8192`; bytes where it has no words for it.
    public var words: String {
        switch self {
        case .noteOn(let channel, let note, let velocity): "note \(note) ch \(channel) \(velocity)"
        case .noteOff(let channel, let note, _): "note \(note) ch \(channel) 0"
        case .polyPressure(let channel, let note, let pressure): "poly \(note) ch \(channel) \(pressure)"
        case .controlChange(let channel, let controller, let value): "cc \(controller) ch \(channel) \(value)"
        case .programChange(let channel, let program): "program \(program) ch \(channel)"
        case .channelPressure(let channel, let pressure): "pressure ch \(channel) \(pressure)"
        case .pitchBend(let channel, let value): "pitchbend ch \(channel) \(value)"
        case .realTime(let byte):
            RealTimeWord.all.first { $0.byte == byte }.map { "realtime \($0.word)" }
                ?? "realtime \(SysExReader.hex(byte))"
        case .systemExclusive(let bytes): "sysex, \(bytes.count) bytes"
        case .systemCommon: "system message"
        }
    }

    /// What a control listens to by this message: the words without the value.
    var pattern: String? {
        switch self {
        case .noteOn(let channel, let note, _), .noteOff(let channel, let note, _): "note \(note) ch \(channel)"
        case .polyPressure(let channel, let note, _): "poly \(note) ch \(channel)"
        case .controlChange(let channel, let controller, _): "cc \(controller) ch \(channel)"
        case .programChange(let channel, let program): "program \(program) ch \(channel)"
        case .channelPressure(let channel, _): "pressure ch \(channel)"
        case .pitchBend(let channel, _): "pitchbend ch \(channel)"
        case .systemExclusive(let bytes):
            bytes.count <= 24 ? "sysex " + bytes.map(SysExReader.hex).joined(separator: " ") : nil
        case .systemCommon, .realTime: nil
        }
    }
}
