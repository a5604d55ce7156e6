import Foundation

/// The order that people expect of names: numbers by their value, letters without regard to case.
public enum NaturalOrder {
    /// Whether `first` comes before `second`: "2 snare" before "10_guitar", "Kick" beside "kick". Names that differ only in case or
    /// leading zeros come in the order of their bytes, and so do names with a number of more than 18 digits, which Foundation
    /// counts round.
    public static func isBefore(_ first: String, _ second: String) -> Bool {
        if !hasHugeNumber(first), !hasHugeNumber(second) {
            let order = first.compare(second, options: [.numeric, .caseInsensitive])
            if order != .orderedSame { return order == .orderedAscending }
        }
        return first.utf8.lexicographicallyPrecedes(second.utf8)
    }

    private static func hasHugeNumber(_ name: String) -> Bool {
        var digits = 0
        for byte in name.utf8 {
            digits = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? digits + 1 : 0
            if digits > 18 { return true }
        }
        return false
    }
}
