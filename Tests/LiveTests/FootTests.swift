import Testing

@testable import Live

/// A terminal, as far as the foot uses one: it wraps, scrolls, goes up, and clears.
private struct Screen {
    var columns: Int
    var rows: Int
    var lines: [[Character]] = [[]]
    var row = 0
    var column = 0

    init(columns: Int, rows: Int) { (self.columns, self.rows) = (columns, rows) }

    mutating func write(_ text: String) {
        var rest = Substring(text)
        while let first = rest.first {
            rest = rest.dropFirst()
            switch first {
            case "\u{1B}":
                let end = rest.firstIndex { $0.isLetter } ?? rest.endIndex
                let number = Int(rest[rest.index(after: rest.startIndex)..<end]) ?? 1
                command(rest[end], number)
                rest = rest[rest.index(after: end)...]
            case "\n":
                column = 0
                down()
            case "\r": column = 0
            default:
                if column == columns {
                    column = 0
                    down()
                }
                while lines[row].count <= column { lines[row].append(" ") }
                lines[row][column] = first
                column += 1
            }
        }
    }

    private mutating func command(_ letter: Character, _ number: Int) {
        switch letter {
        case "A": row = max(0, row - number)
        case "H": (row, column) = (0, 0)
        case "J" where number == 2: lines = lines.map { _ in [] }
        case "K": lines[row].removeSubrange(min(column, lines[row].count)...)
        default:
            lines[row].removeSubrange(min(column, lines[row].count)...)
            lines.removeSubrange((row + 1)...)
        }
    }

    private mutating func down() {
        row += 1
        if row == lines.count { lines.append([]) }
        if lines.count > rows {
            lines.removeFirst()
            row -= 1
        }
    }

    var text: [String] { lines.map { String($0) } }
}

@Suite struct `The foot of the screen` {
    private static func foot(_ name: String, _ count: Int, _ columns: Int) -> [String] {
        (0..<count).map { "\(name) \($0) " + String(repeating: "=", count: max(0, columns - 12)) }
    }

    /// Sizes before and after.
    static let sizes: [(Int, Int, Int, Int)] = [
        (80, 24, 120, 30), (120, 30, 80, 24), (200, 50, 80, 24), (80, 24, 80, 12), (80, 24, 200, 50),
    ]

    @Test(arguments: sizes)
    func `a terminal of another size has nothing left of the old one`(
        oldColumns: Int, oldRows: Int, columns: Int, rows: Int
    ) {
        var foot = Foot(canGoBack: true)
        var screen = Screen(columns: oldColumns, rows: oldRows)
        screen.write(foot.tell("first notice"))
        let old = Foot.Size(columns: oldColumns, rows: oldRows)
        for round in 0..<3 { screen.write(foot.draw(Self.foot("old\(round)", oldRows - 6, oldColumns), size: old)) }
        screen.write(foot.tell("second notice"))
        // Nobody knows what a terminal makes of what stood there: some of it is anywhere.
        screen.columns = columns
        screen.rows = rows
        screen.lines = Array(screen.lines.suffix(rows))
        screen.row = min(screen.row, screen.lines.count - 1)
        let new = Self.foot("new", rows - 6, columns)
        screen.write(foot.draw(new, size: .init(columns: columns, rows: rows)))
        screen.write(foot.draw(new, size: .init(columns: columns, rows: rows)))
        let text = screen.text.filter { !$0.isEmpty }
        #expect(!text.contains { $0.contains("old") })
        #expect(text.filter { $0.contains("new") } == new)
        #expect(text.contains("first notice") && text.contains("second notice"))
    }

    @Test func `a picture is never taken away before the next one stands there`() {
        var foot = Foot(canGoBack: true)
        var screen = Screen(columns: 80, rows: 24)
        let size = Foot.Size(columns: 80, rows: 24)
        screen.write(foot.draw(Self.foot("old", 10, 80), size: size))
        for character in foot.draw(Self.foot("new", 8, 80), size: size).split(separator: "\n") {
            screen.write(String(character) + "\n")
            #expect(screen.text.filter { !$0.isEmpty }.count >= 8)
        }
    }

    @Test func `what comes last stands alone`() {
        var foot = Foot(canGoBack: true)
        var screen = Screen(columns: 80, rows: 24)
        screen.write(foot.draw(Self.foot("old", 10, 80), size: .init(columns: 80, rows: 24)))
        screen.write(foot.end())
        screen.write(foot.tell("the end"))
        #expect(screen.text.filter { !$0.isEmpty } == ["the end"])
    }

    @Test func `a terminal that can't go back gets lines alone`() {
        var foot = Foot(canGoBack: false)
        #expect(foot.tell("a") == "a\n")
        #expect(!foot.draw(["b"], size: .init(columns: 80, rows: 24)).contains("\u{1B}"))
    }
}
