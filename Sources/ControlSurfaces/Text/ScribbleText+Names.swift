/// Names that have to be told apart on displays of a few letters.
extension ScribbleText {
    /// Each name in at most `length` letters of ASCII; names that differ stay different.
    ///
    /// Where shortening leaves two alike, what they have in common at their beginning gives way to that in which they differ; where no
    /// letters are left to tell them apart they are numbered.
    public static func tellApart(_ names: [String], length: Int) -> [String] {
        guard length > 1 else { return names.map { shorten($0, to: length) } }
        var short = names.map { shorten($0, to: length) }
        var taken = Set(short)
        for places in alike(short, names) {
            if let better = byTheirDifference(places.map { names[$0] }, length),
                Set(better).isDisjoint(with: taken.subtracting(places.map { short[$0] }))
            {
                for (place, text) in zip(places, better) { short[place] = text }
            } else {
                number(places, &short, names, length, taken)
            }
            taken.formUnion(places.map { short[$0] })
        }
        return short
    }

    /// Whether a text can be shown without gaps: all of its letters have a likeness in ASCII.
    public static func isLegible(_ text: String) -> Bool {
        text.contains("_") || !Transliteration.ascii(text, isWide: false).contains("_")
    }

    /// Places of names that differ and look alike, in their order.
    private static func alike(_ short: [String], _ names: [String]) -> [[Int]] {
        var groups: [String: [Int]] = [:]
        for (place, text) in short.enumerated() { groups[text, default: []].append(place) }
        return groups.values.filter { places in Set(places.map { names[$0] }).count > 1 }.sorted { $0[0] < $1[0] }
    }

    /// As many letters of the common beginning as the rest leaves; `nil` if they are still alike.
    private static func byTheirDifference(_ names: [String], _ length: Int) -> [String]? {
        let words = names.map { $0.split(separator: " ").map(String.init) }
        guard let first = words.first else { return nil }
        let common = first.indices.prefix { index in
            words.allSatisfy { $0.count > index && $0[index] == first[index] }
        }.count
        guard common > 0 else { return nil }
        let head = first.prefix(common).joined(separator: " ")
        for tail in 2..<length {
            let made = words.map { words -> String in
                let rest = shorten(words.dropFirst(common).joined(separator: " "), to: tail)
                let capital = (rest.first.map { $0.uppercased() } ?? "") + rest.dropFirst()
                return shorten(head, to: length - capital.utf8.count) + capital
            }
            // Some may be one name twice.
            if Set(made).count == Set(names).count { return made }
        }
        return nil
    }

    private static func number(
        _ places: [Int], _ short: inout [String], _ names: [String], _ length: Int, _ taken: Set<String>
    ) {
        var numbers: [String: String] = [:]
        var used = taken
        for place in places {
            if let text = numbers[names[place]] {
                short[place] = text
                continue
            }
            let text = (1...).lazy.map { number -> String in
                let digits = String(number)
                return shorten(names[place], to: max(0, length - digits.utf8.count)) + digits
            }.first { !used.contains($0) || $0.utf8.count > length }
            short[place] = text.map { String($0.prefix(length)) } ?? short[place]
            used.insert(short[place])
            numbers[names[place]] = short[place]
        }
    }
}
