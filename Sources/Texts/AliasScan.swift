/// Finds anchors and aliases in YAML before a parser expands them: a few lines of them can stand for more than a computer holds.
public enum AliasScan {
    /// Where an anchor stands; lines and columns from 1, columns and length in Unicode scalars.
    public struct Place: Sendable, Hashable {
        public var line: Int
        public var column: Int
        public var length: Int
    }

    /// The first anchor that an alias of the text names. Without one, nothing can be expanded.
    ///
    /// It also takes for an anchor what looks like one between quotes; a writer asks ``isSafe(_:before:after:)``.
    /// - Complexity: O(length).
    public static func first(in text: String) -> Place? {
        var anchors: [(name: String, place: Place)] = []
        var aliases: Set<String> = []
        var line = 1, column = 0
        var previous: Unicode.Scalar = "\n"
        var word: (isAnchor: Bool, name: String, line: Int, column: Int)?
        func end() {
            guard let open = word else { return }
            let place = Place(line: open.line, column: open.column, length: open.name.unicodeScalars.count + 1)
            if open.isAnchor { anchors.append((open.name, place)) } else { aliases.insert(bare(open.name)) }
            word = nil
        }
        for scalar in text.unicodeScalars {
            column += 1
            if word != nil {
                if isBreak(scalar) { end() } else { word?.name.unicodeScalars.append(scalar) }
            } else if scalar == "&" || scalar == "*", begins(after: previous) {
                word = (scalar == "&", "", line, column)
            }
            if scalar == "\n" {
                line += 1
                column = 0
            }
            previous = scalar
        }
        end()
        return anchors.first { !$0.name.isEmpty && aliases.contains(bare($0.name)) }?.place
    }

    /// Whether a scalar inside a quoted text is never taken for the beginning of an anchor or alias; if not, a writer escapes it.
    ///
    /// - Parameters:
    ///   - next: the scalar after it; `nil` at the end of the text.
    ///   - previous: the scalar before it; `nil` at the beginning, where the quote stands.
    public static func isSafe(
        _ scalar: Unicode.Scalar, before next: Unicode.Scalar?, after previous: Unicode.Scalar?
    ) -> Bool {
        guard scalar == "&" || scalar == "*", let previous, begins(after: previous) else { return true }
        return next.map(isBreak) ?? false
    }

    private static func bare(_ name: String) -> String { String(name.prefix { $0 != ":" }) }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value <= 32 || "[]{},".unicodeScalars.contains(scalar)
    }

    private static func begins(after previous: Unicode.Scalar) -> Bool {
        isBreak(previous) || ":-?".unicodeScalars.contains(previous) || previous == "\u{FEFF}"
    }
}
