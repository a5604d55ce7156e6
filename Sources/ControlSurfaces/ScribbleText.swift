/// Text for a display of a few ASCII letters.
public enum ScribbleText {
    /// Exactly `length` bytes, each 20…7E: transliterated, shortened so that it can still be read, filled up with spaces.
    public static func fit(_ text: String, length: Int) -> [UInt8] {
        let ascii = Array(transliterate(text).utf8.prefix(max(length, 0)))
        return ascii + Array(repeating: 0x20, count: max(length, 0) - ascii.count)
    }

    /// The text in ASCII 20…7E.
    public static func transliterate(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? $0 : "_" }))
    }
}
