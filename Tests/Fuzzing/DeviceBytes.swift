import ControlSurfaces
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
        let mapping = mapping(names[Int(first) % names.count])
        // As the desk hears all of it, and as the monitor explains the beginning, which takes ten times as long.
        var decoder = SurfaceDecoder(controls: mapping?.controls ?? [])
        var listener = DeviceListener(mapping)
        for (number, message) in messages.enumerated() {
            let time = Int64(number) * 1_000_000
            for event in decoder.decode(message, at: time) {
                if case .moved(let travel, _, _) = event.change {
                    precondition((0...1).contains(travel), "beyond the ends")
                }
            }
            if number < 200 { _ = listener.take(message, at: time) }
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
