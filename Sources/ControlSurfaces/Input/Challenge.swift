/// How a device asks for a proof that it may be spoken to.
public enum Challenge: String, Sendable, Hashable, CaseIterable {
    /// Logic Control: a serial number and four bytes, which are answered by four others.
    case mackie

    /// What the device waits for; `nil` if this message asks for nothing.
    ///
    /// - Source: Logic Control's MIDI implementation: query `01`, reply `02`.
    public func reply(to bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count == 18, bytes.starts(with: [0xF0, 0x00, 0x00, 0x66]), bytes[5] == 0x01 else { return nil }
        let c = bytes[13..<17].map(Int.init)
        let proof = [
            c[0] + (c[1] ^ 0x0A) - c[3], (c[2] >> 4) ^ (c[0] + c[3]), (c[3] - (c[2] << 2)) ^ (c[0] | c[1]),
            c[1] - c[2] + (0xF0 ^ (c[3] << 4)),
        ]
        return bytes[..<5] + [0x02] + bytes[6..<13] + proof.map { UInt8(truncatingIfNeeded: $0 & 0x7F) } + [0xF7]
    }
}
