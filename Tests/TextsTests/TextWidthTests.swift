import Testing
import Texts

@Suite struct TextWidthTests {
    @Test(
        arguments: [
            ("", 0), ("Kick", 4), ("Gitarre höher", 13), ("e\u{301}", 1), ("太鼓", 4), ("ﾀｲｺ", 3), ("기타", 4), ("👍", 2),
            ("🇩🇪", 2),
            ("👩‍🎤", 2), ("a\u{200B}b", 2), ("█▒·│…", 5), ("\u{7}", 0), ("กำ", 2),
        ])
    func `a text takes as many columns as a terminal gives it`(text: String, columns: Int) {
        #expect(TextWidth.columns(text) == columns)
    }

    @Test func `every scalar takes 0, 1 or 2 columns`() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect((0...2).contains(TextWidth.columns(String(scalar))))
        }
    }

    @Test(arguments: ["Kick", "太鼓と三味線", "Ae\u{301}太", "👩‍🎤👍x", ""], [0, 1, 2, 3, 4, 5, 8])
    func `a cut text fits, and fills its columns where it is filled up`(text: String, columns: Int) {
        let cut = TextWidth.cut(text, columns: columns)
        #expect(TextWidth.columns(cut) <= columns)
        #expect(text.hasPrefix(cut.last == "…" ? String(cut.dropLast()) : cut))
        #expect(TextWidth.columns(TextWidth.leftAligned(cut, columns: columns)) == columns)
        #expect(TextWidth.columns(TextWidth.rightAligned(cut, columns: columns)) == columns)
    }
}
