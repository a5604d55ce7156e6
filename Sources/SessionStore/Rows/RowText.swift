import Automation
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

    /// `/strip/1 /bus/2/fader`: nodes and single parameters.
    static func scope(_ scope: Snapshot.Scope) -> DatabaseValue {
        joined(scope.nodes.sorted().map(\.address) + scope.parameters.sorted().map(\.address))
    }

    static func scope(_ cell: DatabaseValue) -> Snapshot.Scope? {
        guard let places = list(cell, { ModePlace(address: String($0)) }) else { return nil }
        var scope = Snapshot.Scope()
        for place in places {
            switch place {
            case .session: return nil
            case .node(let node): scope.nodes.insert(node)
            case .parameter(let id): scope.parameters.insert(id)
            }
        }
        return scope
    }

    /// `fader mute`.
    static func kinds(_ kinds: Set<ParameterKind>) -> DatabaseValue { joined(kinds.sorted().map(\.rawValue)) }

    static func kinds(_ cell: DatabaseValue) -> Set<ParameterKind>? {
        list(cell) { ParameterKind(rawValue: String($0)) }.map(Set.init)
    }

    /// `/strip/1/fader=-6.0 /strip/1/pan=0.5`: all digits of each position.
    static func positions(_ positions: [ParameterID: Float]) -> DatabaseValue {
        joined(positions.sorted { $0.key < $1.key }.map { "\($0.key.address)=\(Double($0.value))" })
    }

    static func positions(_ cell: DatabaseValue) -> [(ParameterID, Float)]? {
        list(cell) { word in
            guard let sign = word.lastIndex(of: "="), let id = ParameterID(address: String(word[..<sign])),
                let number = ReadNumber.decimal(word[word.index(after: sign)...])
            else { return nil }
            return (id, Float(number))
        }
    }

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
