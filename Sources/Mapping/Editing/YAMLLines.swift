/// The lines of a YAML text, changed at places that its reader has told.
struct YAMLLines {
    private var lines: [[Unicode.Scalar]]
    private let ending: [Unicode.Scalar]

    init(_ text: String) {
        ending = text.contains("\r\n") ? ["\r", "\n"] : ["\n"]
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map {
            Array($0.last == "\r" ? $0.dropLast() : $0)
        }
    }

    var text: String {
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: lines.joined(separator: ending))
        return String(scalars)
    }

    /// Behind everything else, or before a line, from 1.
    mutating func append(_ new: [String], before line: Int?) {
        if let line { return lines.insert(contentsOf: new.map { Array($0.unicodeScalars) }, at: line - 1) }
        while lines.last?.allSatisfy({ $0 == " " }) == true { lines.removeLast() }
        lines += new.map { Array($0.unicodeScalars) } + [[]]
    }

    /// Puts an entry into the table that another entry holds: as its last, in a table in braces as its first.
    ///
    /// - Parameters:
    ///   - words: the entry, after the names of the tables around it that are not there yet.
    ///   - isNested: there are such names.
    mutating func insert(_ words: [String], into holder: YAMLPairs.Element, isNested: Bool) {
        guard lines.indices.contains(holder.key.location.line - 1) else { return }
        let indent = holder.key.location.column - 1
        if case .table(let pairs, let place) = holder.value, isBrace(at: place) {
            let flow = words.dropLast().reversed().reduce(words.last ?? "") { "\($1): {\($0)}" }
            let more = pairs.isEmpty ? flow : flow + ", "
            lines[place.line - 1].insert(contentsOf: more.unicodeScalars, at: place.column)
            return
        }
        var at = holder.key.location.line
        var inner = indent + 2
        if case .table(let pairs, _) = holder.value, let last = pairs.last?.key.location {
            inner = last.column - 1
            at = end(ofBlockFrom: last.line - 1, indent: inner - 1)
        }
        let new = words.enumerated().map { depth, word in
            let colon = isNested && depth < words.count - 1 ? ":" : ""
            return Array((String(repeating: " ", count: inner + 2 * depth) + word + colon).unicodeScalars)
        }
        lines.insert(contentsOf: new, at: at)
    }

    /// Writes an entry anew.
    ///
    /// - Returns: what stood there; `nil` if it cannot be told where it ends.
    mutating func replace(_ entry: YAMLPairs.Element, by new: String) -> String? {
        let place = entry.key.location
        let row = place.line - 1, column = place.column - 1
        guard lines.indices.contains(row), column < lines[row].count else { return nil }
        let isBlock = lines[row][..<column].allSatisfy { $0 == " " }
        let end = isBlock ? self.end(ofBlockFrom: row, indent: column) : row + 1
        // Behind the value: a comment, or the rest of a table in braces.
        guard let rest = Self.end(of: lines[row], from: column) else { return nil }
        guard isBlock || rest < lines[row].count else { return nil }
        let isOneLine = end == row + 1
        let old = isOneLine ? Array(lines[row][column..<rest]) : Array(lines[row..<end].joined(separator: ["\n"]))
        let tail = isOneLine ? Array(lines[row][rest...]) : []
        lines[row..<end] = [Array(lines[row][..<column]) + Array(new.unicodeScalars) + tail]
        var said = String.UnicodeScalarView()
        said.append(contentsOf: old)
        return Self.trimmed(Substring(String(said)))
    }

    /// Writes an entry of one line as several.
    ///
    /// - Parameter entries: makes the new entries from the value as it is written; `nil`: the entry stays.
    /// - Returns: whether it was done.
    mutating func takeApart(_ entry: YAMLPairs.Element, _ entries: (String) -> [String]?) -> Bool {
        let place = entry.key.location
        var copy = self
        guard let old = copy.replace(entry, by: entry.key.text), !old.contains("\n"),
            old.hasPrefix(entry.key.text + ":"),
            let new = entries(Self.trimmed(old.dropFirst(entry.key.text.count + 1)))
        else { return false }
        let before = lines[place.line - 1][..<(place.column - 1)]
        let isBlock = before.allSatisfy { $0 == " " }
        guard isBlock else { return replace(entry, by: new.joined(separator: ", ")) != nil }
        guard replace(entry, by: new[0]) != nil else { return false }
        lines.insert(contentsOf: new.dropFirst().map { Array(before) + Array($0.unicodeScalars) }, at: place.line)
        return true
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    // MARK: Where things end

    private func isBrace(at place: SourceLocation) -> Bool {
        let row = place.line - 1, column = place.column - 1
        return lines.indices.contains(row) && lines[row].indices.contains(column) && lines[row][column] == "{"
    }

    /// The row after the last one of the block that begins at `row`.
    ///
    /// - Parameter indent: lines that are indented further are part of it.
    private func end(ofBlockFrom row: Int, indent: Int) -> Int {
        var end = row + 1
        for next in lines.indices.dropFirst(row + 1) {
            let spaces = lines[next].prefix { $0 == " " }.count
            guard spaces < lines[next].count else { continue }
            guard spaces > indent else { break }
            if lines[next][spaces] != "#" { end = next + 1 }
        }
        return end
    }

    /// Where an entry ends in its row: before a comment, a comma or a brace that is not its own.
    private static func end(of line: [Unicode.Scalar], from column: Int) -> Int? {
        var depth = 0
        var quote: Unicode.Scalar?
        var index = column
        while index < line.count {
            let scalar = line[index]
            if let open = quote {
                if scalar == "\\", open == "\"" { index += 1 } else if scalar == open { quote = nil }
            } else if "\"'".unicodeScalars.contains(scalar), index > 0,
                " ,[{".unicodeScalars.contains(line[index - 1])
            {
                quote = scalar
            } else if scalar == "#", index > 0, line[index - 1] == " " {
                return depth == 0 ? trimmed(line, index) : nil
            } else if scalar == "{" || scalar == "[" {
                depth += 1
            } else if scalar == "}" || scalar == "]" {
                if depth == 0 { return trimmed(line, index) }
                depth -= 1
            } else if scalar == ",", depth == 0, isInBraces(line, column) {
                return trimmed(line, index)
            }
            index += 1
        }
        return quote == nil ? line.count : nil
    }

    private static func isInBraces(_ line: [Unicode.Scalar], _ column: Int) -> Bool {
        !line[..<column].allSatisfy { $0 == " " }
    }

    private static func trimmed(_ line: [Unicode.Scalar], _ index: Int) -> Int {
        var end = index
        while end > 0, line[end - 1] == " " { end -= 1 }
        return end
    }
}
