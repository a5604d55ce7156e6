import Texts

/// A place in a text file. Lines and columns count from 1; columns count Unicode scalars, as YAML does.
public struct SourceLocation: Sendable, Hashable, Comparable {
    /// The file as the user named it.
    public var file: String
    public var line: Int
    public var column: Int
    /// How many columns the thing is wide, at least 1.
    public var length: Int

    public init(file: String, line: Int = 1, column: Int = 1, length: Int = 1) {
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
    }

    /// Order inside one file.
    public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// A mistake in a file that a person wrote: what was found, what was expected, where, and what to do.
public struct Diagnostic: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        /// The file is not used.
        case error
        /// The file is used.
        case warning
    }

    public var severity: Severity
    /// Stable name in kebab-case, such as `unknown-address`; ``MappingReference`` lists them.
    public var code: String
    public var location: SourceLocation
    /// Found, then expected; no final period.
    public var message: String
    /// What to do next, such as ``did you mean `eq`?``.
    public var help: String?
    /// The line of the file that the location is in, for the excerpt.
    public var sourceLine: String?

    public init(
        _ severity: Severity, _ code: String, at location: SourceLocation, _ message: String, help: String? = nil,
        sourceLine: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.location = location
        self.message = message
        self.help = help
        self.sourceLine = sourceLine
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The source line, if the mark falls into its part that is shown.
    private var excerpt: [Unicode.Scalar]? {
        guard let scalars = sourceLine?.unicodeScalars.prefix(400), location.column <= scalars.count + 1 else {
            return nil
        }
        return Array(scalars)
    }

    /// As much room as a letter takes above the mark.
    private static func blanks(_ scalar: Unicode.Scalar) -> String {
        scalar.isControl ? " " : String(repeating: " ", count: TextWidth.columns(String(scalar)))
    }

    /// `file:line:column: error: … [code]`, without the excerpt.
    public var headline: String {
        "\(location.file):\(location.line):\(location.column): \(severity.rawValue): \(message) [\(code)]"
    }

    /// The whole message as people see it: headline, the line with a mark under it, help.
    public var description: String {
        var text = headline
        if let scalars = excerpt {
            let number = String(location.line)
            let margin = String(repeating: " ", count: max(4, number.count))
            let gutter = TextWidth.rightAligned(number, columns: 4)
            // A tab under a tab keeps the mark below its text, whatever the terminal's tab width.
            let before = scalars.prefix(location.column - 1).map { $0 == "\t" ? "\t" : Diagnostic.blanks($0) }
                .joined()
            let marked = scalars.dropFirst(location.column - 1).prefix(location.length)
            let width = max(1, TextWidth.columns(String(String.UnicodeScalarView(marked))))
            let mark = "^" + String(repeating: "~", count: width - 1)
            let shown = String(String.UnicodeScalarView(scalars.map { $0.isControl ? " " : $0 }))
            text += "\n  \(gutter) | \(shown)\n  \(margin) | \(before)\(mark)"
        }
        if let help { text += "\n  help: \(help)" }
        return text
    }
}

extension Unicode.Scalar {
    /// A control character other than a tab, which would disturb a terminal.
    fileprivate var isControl: Bool { self != "\t" && properties.generalCategory == .control }
}
