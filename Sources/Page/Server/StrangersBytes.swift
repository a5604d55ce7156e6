/// What strangers send, read as the server reads it but without socket and desk: for fuzzing.
package enum StrangersBytes {
    private static let limits = PageLimits()

    /// A request's head, and what comes of it, in words.
    package static func request(_ bytes: [UInt8]) -> String {
        let door = Door(token: "abcdefghijkmnpqrstuvwxyz23", port: 8484, address: "127.0.0.1")
        switch HTTPHead.read(bytes) {
        case .incomplete: return "incomplete"
        case .malformed: return "malformed"
        case .head(let head, let length):
            return "\(length): \(door.decide(head, assets: { PageAssets.file($0) != nil }))"
        }
    }

    /// What comes through a socket in portions of so many bytes: each event in words, and the breach that ends them.
    package static func frames(_ bytes: [UInt8], portion: Int) -> [String] {
        var reader = WebSocketReader(limit: limits.messageBytes)
        var events: [String] = []
        for start in stride(from: 0, to: bytes.count, by: max(1, portion)) {
            reader.take(bytes[start..<min(bytes.count, start + max(1, portion))])
            do throws(WebSocketReader.Breach) {
                while let event = try reader.next() {
                    events.append("\(event)")
                    if case .text(let text) = event { events.append(message(text)) }
                }
            } catch { return events + ["\(error)"] }
        }
        return events
    }

    /// A client's message: how many orders it has, and what is wrong with it.
    package static func message(_ text: String) -> String {
        let reader = OrderReader(text, from: 1, nesting: limits.nesting)
        return "\(reader.requests.count) orders; \(reader.faults.map(\.message).joined(separator: "; "))"
    }
}
