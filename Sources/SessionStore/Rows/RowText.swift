import GRDB
import MixModel
import Units

/// Short lists in one cell, words with a space between them; an empty list is null, as in rows of version 1.
enum RowText {
    /// `2 - 3`: the second send feeds nothing.
    static func sends(_ sends: [Int?]) -> DatabaseValue { joined(sends.map { $0.map { "\($0)" } ?? "-" }) }

    static func sends(_ cell: DatabaseValue) -> [Int?]? {
        list(cell) { word -> Int?? in word == "-" ? .some(nil) : Int(word).map { .some($0) } }
    }

    /// `1 4`.
    static func numbers(_ numbers: [Int]) -> DatabaseValue { joined(numbers.map { "\($0)" }) }

    static func numbers(_ cell: DatabaseValue) -> [Int]? { list(cell) { Int($0) } }

    /// `/strip/1 /bus/2`.
    static func members(_ members: [Node]) -> DatabaseValue { joined(members.map(\.address)) }

    static func members(_ cell: DatabaseValue) -> [Node]? { list(cell) { Node(address: String($0)) } }

    /// `fader mute eq/1/gain`.
    static func roles(_ roles: [Role]) -> DatabaseValue { joined(roles.map(\.spec.path)) }

    static func roles(_ cell: DatabaseValue) -> [Role]? { list(cell) { Role(path: $0) } }

    private static func joined(_ words: [String]) -> DatabaseValue {
        words.isEmpty ? .null : words.joined(separator: " ").databaseValue
    }

    /// `nil` if the cell is no text or a word of it means nothing.
    private static func list<Element>(_ cell: DatabaseValue, _ read: (Substring) -> Element?) -> [Element]? {
        if cell.isNull { return [] }
        guard let words = String.fromDatabaseValue(cell)?.split(separator: " ") else { return nil }
        let elements = words.compactMap(read)
        return elements.count == words.count ? elements : nil
    }
}
