/// One mistake in a session as text.
public struct TextFault: Sendable, Hashable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// From 1, counted in Unicode scalars.
    public let column: Int
    /// Found and expected, in words.
    public let message: String
    /// What to do about it; may be missing.
    public let help: String?

    public init(line: Int, column: Int, message: String, help: String? = nil) {
        self.line = line
        self.column = column
        self.message = message
        self.help = help
    }

    /// `12:5: unknown parameter "fadr" (did you mean "fader"?)`.
    public var description: String { "\(line):\(column): \(message)" + (help.map { " (\($0))" } ?? "") }
}
