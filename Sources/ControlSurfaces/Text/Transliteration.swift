/// Letters beyond ASCII as ASCII letters that a reader of that script would write.
enum Transliteration {
    /// The text in ASCII 20…7E; what has no likeness becomes `_`.
    ///
    /// - Parameter isWide: ä as ae where German readers expect it; otherwise its base letter, for want of room.
    static func ascii(_ text: String, isWide: Bool) -> String {
        // Letters are compared as Unicode means them: a with two dots is ä, in one piece or in two.
        text.reduce(into: "") { result, letter in
            if let likeness = (isWide ? wide[letter] : nil) ?? table[letter] {
                result += likeness
            } else {
                result += pieces(of: letter, isWide: isWide)
            }
        }
    }

    /// A letter that has no likeness as a whole.
    private static func pieces(of letter: Character, isWide: Bool) -> String {
        var result = ""
        for scalar in letter.unicodeScalars {
            switch scalar.value {
            case 0x20...0x7E: result.unicodeScalars.append(scalar)
            // Combining marks, zero-width marks and variation selectors belong to the letter before.
            case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F, 0xAD: break
            case 0x09...0x0D, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: result += " "
            default:
                let likeness = (isWide ? wide[Character(scalar)] : nil) ?? table[Character(scalar)]
                // What is composed of several signs is one letter all the same.
                result += likeness ?? (result.isEmpty ? "_" : "")
            }
        }
        return result
    }

    private static let wide: [Character: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue",
    ]

    // swift-format-ignore
    /// Likeness, then the letters that have it.
    private static let rows: [(String, String)] = [
        ("A", "ÀÁÂÃÄÅĀĂĄΑΆА"), ("B", "ΒБ"), ("C", "ÇĆĈĊČ"), ("D", "ÐĎĐΔД"), ("E", "ÈÉÊËĒĔĖĘĚΕΈЕЁЭЄ"),
        ("F", "ΦФ"), ("G", "ĜĞĠĢΓГҐ"), ("H", "ĤĦ"), ("I", "ÌÍÎÏĨĪĬĮİΙΊΗΉИІ"), ("J", "ĴЙ"), ("K", "ĶΚК"),
        ("L", "ĹĻĽĿŁΛЛ"), ("M", "ΜМ"), ("N", "ÑŃŅŇŊΝН"), ("O", "ÒÓÔÕÖØŌŎŐΟΌΩΏО"), ("P", "ΠП"), ("R", "ŔŖŘΡР"),
        ("S", "ŚŜŞŠȘΣС"), ("T", "ŢŤŦȚΤТ"), ("U", "ÙÚÛÜŨŪŬŮŰŲУ"), ("V", "В"), ("W", "Ŵ"), ("X", "Ξ"), ("Y", "ÝŶŸΥΎЫ"),
        ("Z", "ŹŻŽΖЗ"),
        ("a", "àáâãäåāăąαάаªª"), ("b", "βб"), ("c", "çćĉċč"), ("d", "ðďđδд"), ("e", "èéêëēĕėęěεέеёэє€"),
        ("f", "φф"), ("g", "ĝğġģγгґ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįıιίϊηήиі"), ("j", "ĵй"), ("k", "ķκкĸ"),
        ("l", "ĺļľŀłλл"), ("m", "μмµ"), ("n", "ñńņňŋνн"), ("o", "òóôõöøōŏőοόωώоº°"), ("p", "πп"), ("r", "ŕŗřρр"),
        ("s", "śŝşšșσςсſ"), ("t", "ţťŧțτт"), ("u", "ùúûüũūŭůűųу"), ("v", "в"), ("w", "ŵ"), ("x", "ξ×"), ("y", "ýÿŷυύы"),
        ("z", "źżžζз"),
        ("AE", "Æ"), ("ae", "æ"), ("OE", "Œ"), ("oe", "œ"), ("ss", "ß"), ("SS", "ẞ"), ("Th", "ÞΘ"), ("th", "þθ"),
        ("Ch", "ΧЧ"), ("ch", "χч"), ("Ps", "Ψ"), ("ps", "ψ"), ("Zh", "Ж"), ("zh", "ж"), ("Kh", "Х"), ("kh", "х"),
        ("Ts", "Ц"), ("ts", "ц"), ("Sh", "ШЩ"), ("sh", "шщ"), ("Yu", "Ю"), ("yu", "ю"), ("Ya", "Я"), ("ya", "я"),
        ("Yi", "Ї"), ("yi", "ї"), ("", "ЪъЬь"),
        ("-", "‐‑‒–—―−"), ("'", "‘’‚′´"), ("\"", "“”„″"), ("<", "‹«◀←"), (">", "›»▶→"), ("^", "▲↑"), ("v", "▼↓"),
        ("...", "…"), ("*", "•★"), (".", "·"), ("inf", "∞"), ("+", "†"), ("+-", "±"), ("1/2", "½"), ("1/4", "¼"),
        ("3/4", "¾"), ("2", "²"), ("3", "³"), ("1", "¹"), ("#", "♯№"), ("b", "♭"), ("?", "¿"), ("!", "¡"), ("/", "÷⁄"),
        ("(c)", "©"), ("(r)", "®"), ("L", "£"), ("Y", "¥"), ("S", "§"), ("|", "¦"),
    ]

    private static let table: [Character: String] = {
        var table: [Character: String] = [:]
        for (likeness, letters) in rows {
            for scalar in letters.unicodeScalars { table[Character(scalar)] = likeness }
        }
        return table
    }()
}
