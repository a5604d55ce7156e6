/// One word of a language that people write. Readers, messages, suggestions and the reference page read the same rows.
public struct Word: Sendable {
    public let name: String
    /// What stands after it, for the reference.
    public let value: String
    public let summary: String
    public let isRequired: Bool
    /// What may stand after it, for the schema that editors read.
    public let shape: Shape

    public enum Shape: Sendable, Hashable {
        /// Nothing more is said than in ``Word/value``.
        case any
        /// A text; numbers and switches are texts, too.
        case text
        case whole(ClosedRange<Int>)
        /// One of these.
        case words([String])
        /// A table of another section, by its name.
        case table(String)
        /// Any of these.
        case either([Shape])
        indirect case list(Shape)
        /// A table with keys of any name.
        indirect case named(Shape)
    }

    public init(
        _ name: String, _ value: String, required: Bool = false, _ summary: String, _ shape: Shape = .any
    ) {
        self.shape = shape
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
