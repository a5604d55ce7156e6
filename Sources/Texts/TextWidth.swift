import CTextWidth

/// How wide text is on a terminal, where a letter of Chinese, Japanese or Korean takes two columns and an accent none.
///
/// - Thread: any.
/// - Source: `wcwidth` of the C library, with the tables of Unicode.
public enum TextWidth {
    /// Columns that a text takes in one line; control characters take none.
    public static func columns(_ text: String) -> Int {
        if isPlain(text) { return text.utf8.count }
        return text.reduce(0) { $0 + columns($1) }
    }

    /// The beginning of a text, as much of it as there are columns for.
    public static func prefix(_ text: String, columns: Int) -> String {
        if isPlain(text) { return String(text.prefix(max(0, columns))) }
        var room = columns
        return String(
            text.prefix { letter in
                room -= self.columns(letter)
                return room >= 0
            })
    }

    /// A text in so many columns at most; what is too long ends in `…`.
    public static func cut(_ text: String, columns: Int) -> String {
        guard self.columns(text) > columns else { return text }
        return columns > 0 ? prefix(text, columns: columns - 1) + "…" : ""
    }

    /// A text with blanks after it as far as so many columns.
    public static func leftAligned(_ text: String, columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - self.columns(text)))
    }

    /// A text with blanks before it, so that it ends where so many columns end.
    public static func rightAligned(_ text: String, columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - self.columns(text))) + text
    }

    /// Nothing but letters of one column, each of one byte.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    private static func columns(_ letter: Character) -> Int {
        // A flag and a person with a profession are one picture each, of several scalars.
        if letter.unicodeScalars.first?.properties.isEmojiPresentation == true { return 2 }
        return letter.unicodeScalars.reduce(0) { $0 + text_width($1.value) }
    }
}
