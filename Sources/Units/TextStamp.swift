/// Tells one text from another.
public enum TextStamp {
    /// FNV-1a (Fowler, Noll, Vo) of a text's bytes, in hex: enough to notice a change, and no proof against somebody who means to deceive.
    public static func of(_ text: String) -> String {
        String(text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }
}
