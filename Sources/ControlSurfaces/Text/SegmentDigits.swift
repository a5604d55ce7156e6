/// Text for seven-segment digits in Mackie's coding: six bits of ASCII, bit 6 is the point after the digit.
///
/// - Source: Logic Control's MIDI implementation: `@A…Z[\\]^_` as 00…1F, space and `!"#…0…9…?` as 20…3F.
public enum SegmentDigits {
    /// One number for each digit from the left. A text that is too short stands at the right, of one that is too long the left part.
    public static func codes(of text: String, count: Int) -> [Int] {
        var digits: [Int] = []
        for character in Transliteration.ascii(text, isWide: false).uppercased().utf8 {
            if character == 0x2E || character == 0x3A, let last = digits.last, last & 0x40 == 0 {
                digits[digits.count - 1] = last | 0x40
            } else {
                digits.append(code(character))
            }
        }
        let shown = digits.prefix(count)
        return Array(repeating: 0x20, count: count - shown.count) + shown
    }

    /// Digits as numbers from the right, 16 more where a point follows. Anything else is 0: the display has no blank.
    ///
    /// - Source: HUI's time display.
    public static func numbers(of text: String, count: Int) -> [UInt8] {
        codes(of: text, count: count).reversed().map { code in
            let figure = code & 0x3F
            return UInt8(clamping: ((0x30...0x39).contains(figure) ? figure - 0x30 : 0) + (code & 0x40 == 0 ? 0 : 16))
        }
    }

    private static func code(_ character: UInt8) -> Int {
        switch character {
        case 0x40...0x5F: Int(character) - 0x40
        case 0x20...0x3F: Int(character)
        default: 0x20
        }
    }
}
