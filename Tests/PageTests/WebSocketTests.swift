import Testing

@testable import Page

@Suite struct `Messages of a socket` {
    static func frame(_ first: UInt8, _ payload: [UInt8], isMasked: Bool = true, announcing: Int? = nil) -> [UInt8] {
        let count = announcing ?? payload.count
        let flag: UInt8 = isMasked ? 0x80 : 0
        var bytes = [first]
        if count < 126 {
            bytes.append(flag | UInt8(count))
        } else if count <= 0xFFFF {
            bytes += [flag | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
        } else {
            bytes += [flag | 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        if isMasked { bytes += mask }
        return bytes + payload.enumerated().map { isMasked ? $1 ^ mask[$0 % 4] : $1 }
    }

    private static func events(_ bytes: [UInt8], limit: Int = 1000, portion: Int) -> (
        [WebSocketReader.Event], WebSocketReader.Breach?
    ) {
        var reader = WebSocketReader(limit: limit)
        var events: [WebSocketReader.Event] = []
        for start in stride(from: 0, to: bytes.count, by: portion) {
            reader.take(bytes[start..<min(bytes.count, start + portion)])
            do throws(WebSocketReader.Breach) {
                while let event = try reader.next() { events.append(event) }
            } catch { return (events, error) }
        }
        return (events, nil)
    }

    @Test(arguments: [1, 2, 3, 7, 1 << 20])
    func `are the same in portions of any size`(portion: Int) {
        let long = String(repeating: "ü", count: 200)
        let bytes =
            Self.frame(0x81, Array("hello".utf8)) + Self.frame(0x89, [7]) + Self.frame(0x01, Array("a".utf8))
            + Self.frame(0x8A, []) + Self.frame(0x00, Array("b".utf8)) + Self.frame(0x80, Array("c".utf8))
            + Self.frame(0x81, Array(long.utf8)) + Self.frame(0x88, [3, 232])
        let (events, breach) = Self.events(bytes, portion: portion)
        #expect(events == [.text("hello"), .ping([7]), .pong, .text("abc"), .text(long), .close])
        #expect(breach == nil)
    }

    static let breaches: [(String, [UInt8], WebSocketReader.Breach)] = [
        ("not masked", frame(0x81, [65], isMasked: false), .form),
        ("a reserved bit", frame(0xC1, [65]), .form),
        ("an unknown code", frame(0x83, [65]), .form),
        ("bytes", frame(0x82, [65]), .kind),
        ("a fragment of nothing", frame(0x80, [65]), .form),
        ("a message in a message", frame(0x01, [65]) + frame(0x81, [65]), .form),
        ("a long ping", frame(0x89, [UInt8](repeating: 0, count: 126)), .form),
        ("a ping in fragments", frame(0x09, [1]), .form),
        ("no UTF-8", frame(0x81, [0xC3, 0x28]), .encoding),
        ("a long message", frame(0x81, [UInt8](repeating: 65, count: 1001)), .tooLong),
        (
            "a long message in fragments",
            frame(0x01, [UInt8](repeating: 65, count: 600)) + frame(0x80, [UInt8](repeating: 65, count: 600)),
            .tooLong
        ),
        ("the announcement of more than memory", frame(0x81, [], announcing: 1 << 40), .tooLong),
        ("the announcement of more than a number", [0x81, 0xFF] + [UInt8](repeating: 0xFF, count: 12), .tooLong),
    ]

    @Test(arguments: breaches)
    func `of a kind that no client may send end it`(name: String, bytes: [UInt8], expected: WebSocketReader.Breach) {
        #expect(Self.events(bytes, portion: bytes.count).1 == expected, "\(name)")
    }

    @Test(arguments: [0, 1, 125, 126, 127, 65_535, 65_536])
    func `of the server have the length that they say`(count: Int) {
        let frame = WebSocketFrame.bytes(.text, [UInt8](repeating: 65, count: count))
        let head = count < 126 ? 2 : count <= 65_535 ? 4 : 10
        #expect(frame.count == head + count && frame[0] == 0x81)
    }

    @Test func `junk never traps`() {
        var state: UInt64 = 1
        for _ in 0..<3000 {
            let bytes = (0..<64).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
            _ = Self.events(bytes, portion: 5)
            _ = HTTPHead.read(bytes)
        }
    }

    @Test func `SHA-1 is the standard's`() {
        let sum = WebSocketKey.sha1(Array("abc".utf8)).map { String($0, radix: 16) }.joined(separator: " ")
        #expect(sum == "a9 99 3e 36 47 6 81 6a ba 3e 25 71 78 50 c2 6c 9c d0 d8 9d")
    }

    /// Put together anew with each piece, that would be 40 GB to copy.
    @Test(.timeLimit(.minutes(20))) func `in as many pieces as they have bytes are put together in their place`() {
        let count = 300_000
        var bytes = Self.frame(0x01, [UInt8(ascii: "a")])
        for _ in 2..<count { bytes += Self.frame(0x00, [UInt8(ascii: "b")]) }
        bytes += Self.frame(0x80, [UInt8(ascii: "c")])
        let (events, breach) = Self.events(bytes, limit: count, portion: 65_536)
        #expect((events == [.text("a" + String(repeating: "b", count: count - 2) + "c")]) as Bool)
        #expect(breach == nil)
        #expect(Self.events(bytes, limit: count - 1, portion: 65_536).1 == .tooLong)
    }
}
