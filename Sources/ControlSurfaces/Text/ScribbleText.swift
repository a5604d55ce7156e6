/// Text for a display of a few ASCII letters.
public enum ScribbleText {
    /// Exactly `length` bytes, each 20…7E: transliterated, shortened so that it can still be read, filled up with spaces.
    public static func fit(_ text: String, length: Int) -> [UInt8] {
        guard length > 0 else { return [] }
        let ascii = Array(shorten(text, to: length).utf8)
        return ascii + Array(repeating: 0x20, count: length - ascii.count)
    }

    /// At most `length` letters of ASCII 20…7E.
    ///
    /// In this order, and only as far as needed: ä as a rather than ae; a unit after a number goes; words are joined, each
    /// with a capital; small vowels go, the last of the longest word first; the longest word loses its end. Numbers stay
    /// whole: "Guitar rhythm" in seven letters is "GtrRhyt", "Backing vocal 12" is "BckVc12".
    public static func shorten(_ text: String, to length: Int) -> String {
        for isWide in [true, false] {
            let ascii = Transliteration.ascii(text, isWide: isWide).split(separator: " ").joined(separator: " ")
            if ascii.utf8.count <= length { return ascii }
        }
        let ascii = Transliteration.ascii(text, isWide: false)
        var words = ascii.split(separator: " ").map { Word(Array($0.utf8)) }
        if words.count == 2, words[0].isNumber, !words[1].isNumber {
            let joined = words[0].letters + words[1].letters
            return String(
                decoding: joined.count <= length ? joined : Array(words[0].letters.prefix(length)), as: UTF8.self)
        }
        // More words than letters: the last ones go.
        if words.count > length { words.removeSubrange(length...) }
        // What stands after a number is its unit, whose capitals mean something.
        for index in words.indices where index == 0 || !words[index - 1].isNumber { words[index].capitalise() }
        var excess = words.reduce(-length) { $0 + $1.letters.count }
        for shorten in [Word.dropVowel, Word.dropEnd, Word.dropDigit] {
            while excess > 0, let index = longest(of: words, where: { shorten($0) != nil }) {
                words[index] = shorten(words[index]) ?? words[index]
                excess -= 1
            }
        }
        return String(decoding: words.flatMap(\.letters).prefix(length), as: UTF8.self)
    }

    /// The last of the longest words that can be shortened.
    private static func longest(of words: [Word], where canShorten: (Word) -> Bool) -> Int? {
        words.indices.reversed().filter { canShorten(words[$0]) }.max {
            words[$0].letters.count < words[$1].letters.count
        }
    }

    private struct Word {
        var letters: [UInt8]
        /// Digits, and what belongs to a number.
        let isNumber: Bool

        init(_ letters: [UInt8]) {
            self.letters = letters
            isNumber =
                letters.contains { Word.isDigit($0) }
                && letters.allSatisfy { Word.isDigit($0) || "+-.,:/#%".utf8.contains($0) }
        }

        mutating func capitalise() {
            if let first = letters.first, (0x61...0x7A).contains(first) { letters[0] = first - 0x20 }
        }

        static func isDigit(_ letter: UInt8) -> Bool { (0x30...0x39).contains(letter) }

        static func dropVowel(_ word: Word) -> Word? {
            guard let place = word.letters.lastIndex(where: { "aeiou".utf8.contains($0) }), place > 0 else {
                return nil
            }
            return word.without(place)
        }

        static func dropEnd(_ word: Word) -> Word? {
            guard let place = word.letters.lastIndex(where: { !isDigit($0) }), place > 0, !word.isNumber else {
                return nil
            }
            return word.without(place)
        }

        static func dropDigit(_ word: Word) -> Word? {
            word.letters.count > 1 ? word.without(word.letters.count - 1) : nil
        }

        private func without(_ place: Int) -> Word {
            var word = self
            word.letters.remove(at: place)
            return word
        }
    }
}
