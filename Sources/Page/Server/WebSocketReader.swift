/// Takes a client's bytes apart into messages: frames unmasked, fragments joined, every breach of the protocol found.
///
/// A pure value; it keeps no more than one message.
///
/// - Source: RFC 6455 §5.
struct WebSocketReader: Sendable {
    enum Event: Sendable, Hashable {
        case text(String)
        case ping([UInt8])
        case pong
        case close
    }

    /// Why a client is sent away, with the number that it is told.
    enum Breach: UInt16, Error, Sendable, Hashable, CaseIterable {
        /// A frame that no client may send.
        case form = 1002
        /// Bytes instead of a text.
        case kind = 1003
        /// A text that is no UTF-8.
        case encoding = 1007
        case tooLong = 1009
    }

    private let limit: Int
    private var bytes: [UInt8] = []
    /// Bytes of them that were taken apart.
    private var at = 0
    private var message: [UInt8]?

    /// - Parameter limit: bytes of a message.
    init(limit: Int) { self.limit = limit }

    mutating func take(_ more: some Sequence<UInt8>) {
        bytes.removeFirst(at)
        at = 0
        bytes += more
    }

    /// Bytes that wait for the rest of their frame.
    var waiting: Int { bytes.count - at }

    /// The next whole event of what was taken; `nil`: more is needed.
    mutating func next() throws(Breach) -> Event? {
        while let frame = try frame() {
            switch frame.code {
            case 0x0, 0x1:
                guard (frame.code == 1) == (message == nil) else { throw .form }
                guard (message?.count ?? 0) + frame.payload.count <= limit else { throw .tooLong }
                // Appended in place: a message may come in as many pieces as it has bytes.
                if message == nil { message = frame.payload } else { message?.append(contentsOf: frame.payload) }
                guard frame.isLast, let whole = message else { continue }
                message = nil
                guard let text = String(validating: whole, as: UTF8.self) else { throw .encoding }
                return .text(text)
            case 0x2: throw .kind
            case 0x8: return .close
            case 0x9: return .ping(frame.payload)
            case 0xA: return .pong
            default: throw .form
            }
        }
        return nil
    }

    private struct Frame {
        var code: UInt8
        var isLast: Bool
        var payload: [UInt8]
    }

    private mutating func frame() throws(Breach) -> Frame? {
        guard waiting >= 2 else { return nil }
        let (first, second) = (bytes[at], bytes[at + 1])
        // Reserved bits mean extensions, of which there are none; a client masks everything.
        guard first & 0x70 == 0, second & 0x80 != 0 else { throw .form }
        let isControl = first & 0x08 != 0
        guard !isControl || (first & 0x80 != 0 && second & 0x7F <= 125) else { throw .form }
        let size = second & 0x7F == 126 ? 2 : second & 0x7F == 127 ? 8 : 0
        guard waiting >= 2 + size else { return nil }
        let extended = bytes[(at + 2)..<(at + 2 + size)]
        let length = size == 0 ? UInt64(second & 0x7F) : extended.reduce(0) { $0 << 8 | UInt64($1) }
        // A frame that would be too long is refused by its announced length, not waited for.
        guard length <= UInt64(limit) else { throw .tooLong }
        let start = at + 2 + size + 4
        guard bytes.count >= start + Int(length) else { return nil }
        var payload = Array(bytes[start..<(start + Int(length))])
        for index in payload.indices { payload[index] ^= bytes[start - 4 + (index & 3)] }
        at = start + Int(length)
        return Frame(code: first & 0x0F, isLast: first & 0x80 != 0, payload: payload)
    }
}

/// Frames of the server: whole messages, unmasked.
enum WebSocketFrame {
    enum Kind: UInt8, Sendable { case text = 0x81, bytes = 0x82, close = 0x88, ping = 0x89, pong = 0x8A }

    static func bytes(_ kind: Kind, _ payload: some Collection<UInt8>) -> [UInt8] {
        var frame = [kind.rawValue]
        let count = payload.count
        if count < 126 {
            frame.append(UInt8(count))
        } else if count <= 0xFFFF {
            frame += [126, UInt8(count >> 8), UInt8(count & 0xFF)]
        } else {
            frame.append(127)
            frame += (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        }
        frame += payload
        return frame
    }

    static func close(_ code: UInt16) -> [UInt8] { bytes(.close, [UInt8(code >> 8), UInt8(code & 0xFF)]) }
}
