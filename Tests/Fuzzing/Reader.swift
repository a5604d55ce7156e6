/// Something of the program that reads bytes of strangers. It may refuse them; it may not trap, hang or take much memory.
///
/// A reader is one row of ``Reader/all``. Its inputs stand in `Tests/Corpus/<name>/`: seeds, and what once was too much for it.
public struct Reader: Sendable {
    /// Of its folder in the corpus.
    public let name: String
    /// Files elsewhere in the package that are seeds too: a folder, and how their names end.
    public let more: [(folder: String, ending: String)]
    /// Longer inputs are cut, in bytes: so each round is short, and what is found is small.
    public let longest: Int
    /// Every other input has at least so many bytes, the last ones by chance: for what remembers what came before.
    public let least: Int
    /// Reads, and throws the result away.
    public let read: @Sendable ([UInt8]) -> Void

    public init(
        _ name: String, more: [(folder: String, ending: String)] = [], longest: Int = 1 << 16, least: Int = 0,
        read: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.name = name
        self.more = more
        self.longest = longest
        self.least = least
        self.read = read
    }
}
