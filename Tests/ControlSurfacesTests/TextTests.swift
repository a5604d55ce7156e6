import ControlSurfaces
import Foundation
import Testing

@Suite struct `Scribble text` {
    // swift-format-ignore
    /// In seven letters.
    static let seven: [(String, String)] = [
        ("Kick",             "Kick"),
        ("Lead Vox",         "LeadVox"),
        ("Guitar rhythm",    "GtrRhyt"),
        ("Backing vocal 12", "BckVc12"),
        ("Saxophone",        "Saxophn"),
        ("Overhead left",    "OvrhLft"),
        ("Drums 1",          "Drums 1"),
        ("Drum room 2",      "DrmRom2"),
        ("Größe",            "Groesse"),
        ("Gesang für Öl",    "GsnFrOl"),
        ("Käfig",            "Kaefig"),
        ("Café Noël",        "CafeNol"),
        ("Łódź",             "Lodz"),
        ("Голос",            "Golos"),
        ("Φωνή",             "Foni"),
        ("−12.3 dB",         "-12.3dB"),
        ("−60.25 dB",        "-60.25"),
        ("−∞ dB",            "-inf dB"),
        ("▲ 3.2 dB",         "^3.2dB"),
        ("1234567890",       "1234567"),
        ("a b c d e f g h",  "ABCDEFG"),
        ("Cafe\u{301}",      "Cafe"),
        ("鼓 1",              "_ 1"),
        ("tab\tand\nline",   "TbAndLn"),
        ("",                 ""),
        ("   ",              ""),
    ]

    @Test(arguments: seven)
    func `shortens so that it can still be read`(text: String, short: String) {
        #expect(ScribbleText.shorten(text, to: 7) == short)
    }

    @Test(
        arguments: ["Käfig", "Größe", "Ångström", "Йод", "Ёлка", "Ї", "Café Noël", "Façade", "한국 1", "Łódź ż"],
        [5, 7, 24])
    func `is the same whether a file's name has its accents in one piece or in two`(text: String, length: Int) {
        let (one, two) = (text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping)
        #expect(Array(one.unicodeScalars) != Array(two.unicodeScalars) || text.hasPrefix("Ł"))
        #expect(ScribbleText.fit(two, length: length) == ScribbleText.fit(one, length: length))
    }

    @Test func `keeps the vowels of an accent in two pieces`() {
        #expect(ScribbleText.shorten("Ka\u{308}fig", to: 7) == "Kaefig")
        #expect(ScribbleText.shorten("И\u{306}од", to: 7) == "Jod")
    }

    @Test func `always fills its place with letters that the device has`() {
        let texts =
            `Scribble text`.seven.map(\.0) + [
                "🎸🎻", "\u{0}\u{7F}\u{80}", String(repeating: "x ", count: 500), "0 0 0 0 0 0 0 0 0",
            ]
        for text in texts {
            for length in 0...12 {
                let bytes = ScribbleText.fit(text, length: length)
                #expect(
                    bytes.count == length && bytes.allSatisfy { (0x20...0x7E).contains($0) }, "\(text) in \(length)")
            }
        }
    }

    // swift-format-ignore
    static let families: [(names: [String], short: [String])] = [
        (["Orchestra violins close", "Orchestra violins room"], ["OrcVlCl", "OrcVlRm"]),
        (["Kick", "Snare", "Kick"], ["Kick", "Snare", "Kick"]),
        (["Backing Vocal Left", "Backing Vocal Right"], ["BckVcLf", "BckVcRg"]),
        (["a b c d e f g high", "a b c d e f g low"], ["ABCDEHg", "ABCDELw"]),
        (["Xylophonqwrt", "Xylophonqwrz"], ["Xylphn1", "Xylphn2"]),
    ]

    @Test(arguments: families)
    func `names that differ can be told apart`(names: [String], short: [String]) {
        #expect(ScribbleText.tellApart(names, length: 7) == short)
    }

    @Test func `a thousand names alike but for their ends are all different in seven letters`() {
        let names = (0..<1000).map {
            "Gang vocals of the refrain take \(["one", "two", "three"][$0 % 3]) voice \($0)"
        }
        let short = ScribbleText.tellApart(names, length: 7)
        #expect(Set(short).count == 1000)
        #expect(short.allSatisfy { $0.utf8.count <= 7 && !$0.isEmpty })
    }
}
