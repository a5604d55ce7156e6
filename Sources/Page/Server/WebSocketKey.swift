import Foundation

/// What a server answers to a client's key, so that both know that the other speaks this protocol. No secret.
///
/// - Source: RFC 6455 §4.2.2; FIPS 180-4 §6.1.
enum WebSocketKey {
    /// - Returns: `nil` if the key is not 16 bytes in base 64.
    static func answer(to key: String) -> String? {
        guard Data(base64Encoded: key)?.count == 16 else { return nil }
        return Data(sha1(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
    }

    /// SHA-1, which the protocol asks for; good for nothing else.
    static func sha1(_ message: [UInt8]) -> [UInt8] {
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        let bits = UInt64(message.count) * 8
        padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
        var sum: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for start in stride(from: 0, to: padded.count, by: 64) {
            var words = (0..<16).map { word in
                padded[(start + 4 * word)..<(start + 4 * word + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            for index in 16..<80 {
                let mixed = words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16]
                words.append(mixed << 1 | mixed >> 31)
            }
            var (a, b, c, d, e) = (sum[0], sum[1], sum[2], sum[3], sum[4])
            for (index, word) in words.enumerated() {
                let (choice, constant): (UInt32, UInt32)
                switch index / 20 {
                case 0: (choice, constant) = ((b & c) | (~b & d), 0x5A82_7999)
                case 1: (choice, constant) = (b ^ c ^ d, 0x6ED9_EBA1)
                case 2: (choice, constant) = ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
                default: (choice, constant) = (b ^ c ^ d, 0xCA62_C1D6)
                }
                let next = (a << 5 | a >> 27) &+ choice &+ e &+ constant &+ word
                (a, b, c, d, e) = (next, a, b << 30 | b >> 2, c, d)
            }
            for (index, part) in [a, b, c, d, e].enumerated() { sum[index] = sum[index] &+ part }
        }
        return sum.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * UInt32($0))) } }
    }
}
