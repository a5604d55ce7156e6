import Foundation
import MIDI
import Mapping
import Synchronization

/// What comes from a device, or from what pretends to be one, as a shipped mapping hears it.
enum DeviceBytes {
    private static let folder = Corpus.package + "/Mappings"
    private static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
        $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml")
    }.sorted()
    /// Mappings read so far, each when an input first asks for it: to read all takes longer than one input may.
    private static let read = Mutex<[String: DeviceMapping]>([:])

    /// The first byte chooses the mapping.
    static func read(_ bytes: [UInt8]) {
        guard let first = bytes.first, !names.isEmpty else { return }
        let sent = bytes.dropFirst()
        var whole = ByteParser()
        let messages = whole.parse(sent)
        // However the cable cuts them: the same messages.
        var byByte = ByteParser()
        precondition(sent.flatMap { byByte.parse([$0]) } == messages, "messages depend on how they come")
        var listener = DeviceListener(mapping(names[Int(first) % names.count]))
        for (number, message) in messages.enumerated() {
            _ = listener.take(message, at: Int64(number) * 1_000_000)
        }
    }

    private static func mapping(_ name: String) -> DeviceMapping? {
        read.withLock { known in
            if let mapping = known[name] { return mapping }
            known[name] = MappingLibrary.read(folder + "/" + name, searching: [folder]).mapping
            return known[name]
        }
    }
}
