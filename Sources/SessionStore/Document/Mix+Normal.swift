import MixModel

extension Mix {
    /// Takes out what has no meaning, and what neither SQLite nor YAML keeps: the sign of a zero, and a byte order mark at
    /// the beginning of a name.
    mutating func normalize() {
        for (parameter, position) in positions where position == 0 && position.sign == .minus { self[parameter] = 0 }
        for index in strips.indices { Mix.normalize(&strips[index].name) }
        for index in buses.indices { Mix.normalize(&buses[index].name) }
        for index in vcas.indices { Mix.normalize(&vcas[index].name) }
        for index in groups.indices { Mix.normalize(&groups[index].name) }
        for index in markers.indices { Mix.normalize(&markers[index].name) }
        for index in strips.indices {
            Mix.trim(&strips[index].sends)
            strips[index].vcas = Set(strips[index].vcas).sorted()
        }
        for index in buses.indices {
            Mix.trim(&buses[index].sends)
            buses[index].vcas = Set(buses[index].vcas).sorted()
        }
        for index in vcas.indices { vcas[index].vcas = Set(vcas[index].vcas).sorted() }
        for index in groups.indices {
            groups[index].members = Set(groups[index].members).sorted()
            groups[index].roles = Set(groups[index].roles).sorted { $0.rawValue < $1.rawValue }
        }
    }

    static func normalize(_ name: inout String) {
        guard name.unicodeScalars.first == "\u{FEFF}" else { return }
        name = String(String.UnicodeScalarView(name.unicodeScalars.drop { $0 == "\u{FEFF}" }))
    }

    /// Takes sends that feed nothing from the end.
    private static func trim(_ sends: inout [Int?]) {
        while let last = sends.last, last == nil { sends.removeLast() }
    }

    /// `2 strips and 1 bus`, `2 strips, 1 bus and 3 VCAs`.
    var inventory: String {
        let strips = "\(strips.count) strip\(strips.count == 1 ? "" : "s")"
        let buses = "\(buses.count) bus\(buses.count == 1 ? "" : "es")"
        guard !vcas.isEmpty else { return "\(strips) and \(buses)" }
        return "\(strips), \(buses) and \(vcas.count) VCA\(vcas.count == 1 ? "" : "s")"
    }
}
