import Texts

/// What stands at the foot of a terminal and is written over, with notices that scroll away above it. Makes the text to be written,
/// and writes nothing itself.
///
/// A terminal of another size has wrapped or cut what stood there, nobody knows how: then everything is cleared, and the last notices
/// and the foot are written anew.
public struct Foot: Sendable {
    /// Columns and lines of a terminal.
    public struct Size: Sendable, Hashable {
        public var columns: Int
        public var rows: Int

        public init(columns: Int, rows: Int) {
            self.columns = columns
            self.rows = rows
        }
    }

    /// Notices that are kept for a terminal that changes its size.
    private static let kept = 50

    private let canGoBack: Bool
    private var drawn: [String] = []
    private var notices: [String] = []
    private var size: Size?

    /// - Parameter canGoBack: whether lines that were written can be written over.
    public init(canGoBack: Bool) { self.canGoBack = canGoBack }

    /// A notice above the foot.
    public mutating func tell(_ text: String) -> String {
        if canGoBack { notices = Array((notices + text.split(separator: "\n").map(String.init)).suffix(Foot.kept)) }
        return erasure + text + "\n" + drawn.joined(separator: "\n")
    }

    /// Another foot, of lines that are not wider than the terminal.
    public mutating func draw(_ lines: [String], size: Size) -> String {
        defer {
            drawn = lines
            self.size = size
        }
        guard canGoBack else { return lines.joined(separator: "\n") }
        // Line over line, and what is left below taken away at the end: at no moment is the terminal empty.
        guard let old = self.size, old != size else {
            return beginning + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\n") + "\u{1B}[J"
        }
        // Home, and everything away.
        return "\u{1B}[H\u{1B}[2J" + recent(above: lines.count, size) + lines.joined(separator: "\n")
    }

    /// Takes the foot away, so that what comes last stands alone.
    public mutating func end() -> String {
        defer { drawn = [] }
        return drawn.isEmpty ? "" : erasure
    }

    /// The last notices for which there is room above the foot, wrapped as the terminal wraps them.
    private func recent(above foot: Int, _ size: Size) -> String {
        var room = size.rows - foot
        var shown: [String] = []
        for notice in notices.reversed() {
            room -= max(1, (TextWidth.columns(notice) + size.columns - 1) / max(1, size.columns))
            guard room >= 0 else { break }
            shown.insert(notice + "\n", at: 0)
        }
        return shown.joined()
    }

    /// Goes to the beginning of what was drawn.
    private var beginning: String { (drawn.count > 1 ? "\u{1B}[\(drawn.count - 1)A" : "") + "\r" }

    /// Goes there, and takes away what was drawn.
    private var erasure: String { canGoBack ? beginning + "\u{1B}[J" : "" }
}
