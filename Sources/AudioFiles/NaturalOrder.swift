/// The order that people expect of names: numbers by their value, letters without regard to case.
public enum NaturalOrder {
    /// Whether `first` comes before `second`: "2 snare" before "10_guitar", "Kick" beside "kick". A total order: names that differ
    /// only in case or leading zeros come in the order of their bytes.
    public static func isBefore(_ first: String, _ second: String) -> Bool {
        let one = Array(first.lowercased().unicodeScalars)
        let other = Array(second.lowercased().unicodeScalars)
        var i = 0
        var j = 0
        while i < one.count, j < other.count {
            if isDigit(one[i]), isDigit(other[j]) {
                let left = number(one, &i)
                let right = number(other, &j)
                if left.count != right.count { return left.count < right.count }
                if left != right { return left.lexicographicallyPrecedes(right) }
            } else {
                if one[i] != other[j] { return one[i] < other[j] }
                i += 1
                j += 1
            }
        }
        if i < one.count || j < other.count { return j < other.count }
        return first.utf8.lexicographicallyPrecedes(second.utf8)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    /// The digits from `index` on without leading zeros; `index` moves behind them.
    private static func number(_ scalars: [Unicode.Scalar], _ index: inout Int) -> [Unicode.Scalar] {
        let start = index
        while index < scalars.count, isDigit(scalars[index]) { index += 1 }
        return Array(scalars[start..<index].drop { $0 == "0" })
    }
}
