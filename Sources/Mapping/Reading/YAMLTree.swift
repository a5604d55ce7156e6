/// A scalar as it stands in the file: text, never a number or a boolean.
struct YAMLText: Hashable {
    var text: String
    var location: SourceLocation
    /// Columns from the location to the first character: 1 inside quotes.
    var inset = 0

    /// A part of it. Escapes inside double quotes shift columns; the mark stays on the line then.
    func location(offset: Int, length: Int) -> SourceLocation {
        SourceLocation(
            file: location.file, line: location.line, column: location.column + inset + offset, length: length)
    }
}

/// YAML without types: texts, lists, tables, each with its place.
enum YAMLTree {
    case text(YAMLText)
    case list([YAMLTree], SourceLocation)
    case table(YAMLPairs, SourceLocation)

    var location: SourceLocation {
        switch self {
        case .text(let text): text.location
        case .list(_, let location), .table(_, let location): location
        }
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .text(let text): text.text.isEmpty ? "nothing" : "`\(text.text)`"
        case .list: "a list"
        case .table: "a table"
        }
    }
}

/// Keys and values in the order of the file. Two arrays: an array of pairs would make the compiler go round in circles.
struct YAMLPairs: RandomAccessCollection {
    typealias Element = (key: YAMLText, value: YAMLTree)

    private var keys: [YAMLText] = []
    private var values: [YAMLTree] = []

    init() {}
    init(_ pairs: some Sequence<Element>) { for pair in pairs { append(pair.key, pair.value) } }

    mutating func append(_ key: YAMLText, _ value: YAMLTree) {
        keys.append(key)
        values.append(value)
    }

    var startIndex: Int { 0 }
    var endIndex: Int { keys.count }
    subscript(position: Int) -> Element { (keys[position], values[position]) }
}
