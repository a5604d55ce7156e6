import ControlSurfaces
import Texts

extension Section {
    // swift-format-ignore
    static let keepAlive = Section(name: "`keepalive`", words: [
        Keyword("every", "100 ms to 60 s", required: true, "how often it is sent", .text),
        Keyword("message", "hex bytes", required: true, "what is sent", .either([.text, .list(.text)])),
        Keyword("answer", "hex bytes", "what the device says to it; when three have stayed away it counts as gone, and it is set up and sent everything anew when the next comes", .text),
    ])
}

/// Reads `keepalive`: what a device has to hear all the time, or it takes us for gone.
enum KeepAliveReader {
    static func read(_ tree: YAMLTree, _ findings: Findings) -> KeepAlive? {
        guard let table = TableReader(tree, .keepAlive, findings) else { return nil }
        guard let milliseconds = table.milliseconds("every", in: 100...60_000) else { return nil }
        let messages = MappingReader.messages("message", table, findings)
        let answer = table.key("answer") == nil ? [] : MappingReader.messages("answer", table, findings)
        guard !messages.isEmpty else { return nil }
        return KeepAlive(
            bytes: messages.flatMap { $0 }, interval: Int64(clamping: milliseconds) * 1_000_000, answer: answer.first)
    }
}
