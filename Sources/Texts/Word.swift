/// One word of a language that people write. Readers, messages, suggestions and the reference page read the same rows.
public struct Word: Sendable {
    public let name: String
    /// What stands after it, for the reference.
    public let value: String
    public let summary: String
    public let isRequired: Bool

    public init(_ name: String, _ value: String, required: Bool = false, _ summary: String) {
        self.name = name
        self.value = value
        self.summary = summary
        isRequired = required
    }
}

/// A place in a file where only certain words may stand.
public struct Section: Sendable {
    /// As messages call it: "a control".
    public let name: String
    public let words: [Word]

    public init(name: String, words: [Word]) {
        self.name = name
        self.words = words
    }

    public var names: [String] { words.map(\.name) }
}
