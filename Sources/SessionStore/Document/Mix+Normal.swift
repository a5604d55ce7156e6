import MixModel

extension Mix {
    /// Takes out what has no meaning, and what neither SQLite nor YAML keeps: the sign of a zero, and a byte order mark at
    /// the beginning of a name.
    mutating func normalize() {
        for (parameter, position) in positions where position == 0 && position.sign == .minus { self[parameter] = 0 }
        func normalize(_ name: inout String) {
            guard name.unicodeScalars.first == "\u{FEFF}" else { return }
            name = String(String.UnicodeScalarView(name.unicodeScalars.drop { $0 == "\u{FEFF}" }))
        }
        for index in strips.indices { normalize(&strips[index].name) }
        for index in buses.indices { normalize(&buses[index].name) }
        for index in markers.indices { normalize(&markers[index].name) }
    }

    /// `2 strips and 1 bus`.
    var inventory: String {
        "\(strips.count) strip\(strips.count == 1 ? "" : "s") and \(buses.count) bus\(buses.count == 1 ? "" : "es")"
    }
}
