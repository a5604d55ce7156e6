import MIDI
import Mapping

/// What comes from a device, or from what pretends to be one, as each shipped mapping hears it.
enum DeviceBytes {
    private static let mappings =
        MappingLibrary(shipped: Corpus.package + "/Mappings", environment: [:]).load().mappings

    /// The first byte chooses the mapping.
    static func read(_ bytes: [UInt8]) {
        guard let first = bytes.first, !mappings.isEmpty else { return }
        let sent = bytes.dropFirst()
        var whole = ByteParser()
        let messages = whole.parse(sent)
        // However the cable cuts them: the same messages.
        var byByte = ByteParser()
        precondition(sent.flatMap { byByte.parse([$0]) } == messages, "messages depend on how they come")
        var listener = DeviceListener(mappings[Int(first) % mappings.count])
        for (number, message) in messages.enumerated() {
            _ = listener.take(message, at: Int64(number) * 1_000_000)
        }
    }
}
