import Units

/// Names of strips, buses or VCAs in their order, and how a text refers to one of them: by its name, so that the reference stays
/// right when the list is put in another order.
///
/// Of several with one name the second is `Name#2`; the same form names one whose name means something else, such as `12#1`.
/// Digits alone are a number, as in older texts.
struct NodeNames {
    let names: [String]
    private let places: [String: [Int]]

    init(_ names: [String]) {
        self.names = names
        places = Dictionary(grouping: names.indices, by: { names[$0] }).mapValues { $0.map { $0 + 1 } }
    }

    /// Words that mean no destination.
    static let nothing: Set<String> = ["", "~", "-", "null"]

    /// The number that a text means; `nil` if there is none.
    func number(_ text: String) -> Int? {
        if NodeNames.nothing.contains(text) { return nil }
        if ReadNumber.isWhole(text) { return ReadNumber.whole(text, in: 1...Int.max) }
        if let first = places[text]?.first { return first }
        // By scalars: what a name ends with may join the sign after it.
        let scalars = text.unicodeScalars
        guard let mark = scalars.lastIndex(of: "#"),
            let rank = ReadNumber.whole(String(scalars[scalars.index(after: mark)...]), in: 1...Int.max),
            let alike = places[String(scalars[..<mark])], alike.indices.contains(rank - 1)
        else { return nil }
        return alike[rank - 1]
    }

    /// How the text refers to a number.
    func reference(_ number: Int) -> TextTree {
        guard names.indices.contains(number - 1) else { return .value("\(number)") }
        let name = names[number - 1]
        if self.number(name) == number, !ReadNumber.isWhole(name) { return .name(name) }
        let rank = (places[name]?.firstIndex(of: number) ?? 0) + 1
        let ranked = "\(name)#\(rank)"
        return self.number(ranked) == number ? .name(ranked) : .value("\(number)")
    }

    /// The known names, for suggestions.
    var known: [String] { names.filter { !NodeNames.nothing.contains($0) } }
}
