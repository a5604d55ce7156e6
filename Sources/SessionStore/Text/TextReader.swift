import MixModel
import Texts
import Units
import Yams

/// Reads pieces of a YAML tree and gathers the mistakes; every scalar is read as the text that stands there.
struct TextReader {
    private(set) var faults: [TextFault] = []
    /// Frames per second of the session, for places that are written as times.
    var sampleRate = 48_000

    /// Largest text: 256 MiB.
    static let maximumBytes = 256 << 20
    /// Of which so much at most may be anything but long lists of points, a line each.
    static let maximumPlainBytes = 64 << 20
    /// Lines and columns by which marks of nodes are to be moved: of a part of the text that was parsed by itself.
    var (lineOffset, columnOffset) = (0, 0)
    /// More mistakes are not kept: a text with so many is not a session.
    static let maximumFaults = 200

    var isFull: Bool { faults.count >= TextReader.maximumFaults }

    /// Parses a text into a tree; a mistake of syntax ends the reading.
    static func tree(_ text: String) throws(TextSyntaxError) -> Yams.Node? {
        guard text.utf8.count <= maximumPlainBytes else {
            throw TextSyntaxError(
                fault: TextFault(
                    line: 1, column: 1,
                    message:
                        "the text is \(text.utf8.count) bytes long without long lists of points; a session is at most "
                        + "\(maximumPlainBytes >> 20) MiB"))
        }
        if let place = AliasScan.first(in: text) {
            throw TextSyntaxError(
                fault: TextFault(
                    line: place.line, column: place.column,
                    message: "anchors and aliases (& and *) are not used here",
                    help: "write the part out again; in quotes write \\u0026 for & and \\u002a for *"))
        }
        do {
            return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw TextSyntaxError(fault: fault(error, text))
        } catch {
            throw TextSyntaxError(fault: TextFault(line: 1, column: 1, message: "\(error)"))
        }
    }

    private static func fault(_ error: YamlError, _ text: String) -> TextFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return TextFault(line: mark.line, column: mark.column, message: "this is not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
            return TextFault(
                line: context.mark.line, column: context.mark.column, message: "\(keys) stands here more than once",
                help: "keep one of them")
        case .reader(let problem, let offset, _, _):
            let before = text.unicodeScalars.prefix(offset ?? 0)
            let line = before.count { $0 == "\n" } + 1
            let column = before.reversed().prefix { $0 != "\n" }.count + 1
            return TextFault(line: line, column: column, message: "this is not text: \(problem)")
        default:
            return TextFault(line: 1, column: 1, message: "this is not YAML: \(error)")
        }
    }

    mutating func add(_ node: Yams.Node, _ message: @autoclosure () -> String, help: @autoclosure () -> String? = nil)
    {
        guard !isFull else { return }
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        add(line + lineOffset, column + (line == 1 ? columnOffset : 0), message(), help: help())
    }

    mutating func add(_ line: Int, _ column: Int, _ message: String, help: String? = nil) {
        guard !isFull else { return }
        faults.append(TextFault(line: line, column: column, message: message, help: help))
    }

    /// The text of a scalar.
    mutating func text(_ node: Yams.Node, _ what: String) -> String? {
        if case .scalar(let scalar) = node { return scalar.string }
        add(node, "\(what) is one value, not a list or a block of keys")
        return nil
    }

    /// A whole number within a range.
    mutating func whole<Number: FixedWidthInteger>(
        _ node: Yams.Node, _ what: String, _ range: ClosedRange<Number>
    ) -> Number? {
        guard let text = text(node, what) else { return nil }
        if let number = ReadNumber.whole(text, in: range) { return number }
        if ReadNumber.isWhole(text) {
            add(node, "\(what) is \(TextReader.shown(text))", help: "it is \(TextReader.limits(range))")
        } else {
            add(node, "\(what) is \"\(TextReader.shown(text))\", not a whole number")
        }
        return nil
    }

    /// A whole number with or without a unit.
    ///
    /// - Parameter units: what may stand after it, with its worth.
    mutating func whole(
        _ node: Yams.Node, _ what: String, _ range: ClosedRange<Int>, units: [(text: String, factor: Double)]
    ) -> Int? {
        guard let text = text(node, what) else { return nil }
        let main = units.first { $0.factor == 1 }?.text ?? ""
        guard let value = TextReader.number(text, units: units) else {
            add(node, "\(what) is \"\(TextReader.shown(text))\", not a number of \(main)")
            return nil
        }
        guard value >= Double(range.lowerBound), value <= Double(range.upperBound) else {
            add(
                node, "\(what) is \(TextReader.shown(text))",
                help: "it is \(range.lowerBound)…\(range.upperBound) \(main)")
            return nil
        }
        guard value == value.rounded() else {
            add(node, "\(what) is \(TextReader.shown(text))", help: "it is a whole number of \(main)")
            return nil
        }
        return ReadNumber.nearest(value, in: range)
    }

    /// A number with or without one of some units.
    static func number(_ text: String, units: [(text: String, factor: Double)]) -> Double? {
        for unit in units where text.lowercased().hasSuffix(unit.text.lowercased()) {
            var number = text.dropLast(unit.text.count)
            if number.last == " " { number.removeLast() }
            return ReadNumber.decimal(number).map { $0 * unit.factor }
        }
        return ReadNumber.decimal(text)
    }

    /// A place in the song: a frame, or a time such as `1:03.2`.
    mutating func place(
        _ node: Yams.Node, _ what: String, _ range: ClosedRange<Int64> = 0...SessionSettings.frameLimit
    ) -> FramePosition? {
        guard let text = text(node, what) else { return nil }
        let frames = TimeText.frames(text, rate: sampleRate)
        if let place = ReadNumber.whole(text, in: range) ?? frames, range.contains(place) { return place }
        if ReadNumber.isWhole(text) || frames != nil {
            add(node, "\(what) is \(TextReader.shown(text))", help: "it is \(TextReader.limits(range))")
        } else {
            add(
                node, "\(what) is \"\(TextReader.shown(text))\"",
                help: "it is a frame such as 48000, or a time such as 1:03.2 or 1.5 s")
        }
        return nil
    }

    private static func limits<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> String {
        range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound)…\(range.upperBound)"
    }

    /// As much of a text as a message should repeat.
    static func shown(_ text: String) -> String { text.count <= 80 ? text : text.prefix(80) + "…" }

    /// One word out of a few.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ node: Yams.Node, _ what: String) -> Word?
    where Word.RawValue == String {
        guard let text = text(node, what) else { return nil }
        if let word = Word(rawValue: text) { return word }
        add(
            node, "\(what) is \"\(TextReader.shown(text))\"",
            help: TextReader.suggestion(text, Word.allCases.map(\.rawValue)))
        return nil
    }

    /// A switch.
    mutating func flag(_ node: Yams.Node, _ what: String) -> Bool? {
        guard let text = text(node, what) else { return nil }
        switch text {
        case "on", "true": return true
        case "off", "false": return false
        default:
            add(node, "\(what) is \"\(TextReader.shown(text))\"", help: "it is on or off")
            return nil
        }
    }

    /// A value as a position.
    mutating func position(_ node: Yams.Node, _ what: String, _ spec: ParameterSpec) -> Float? {
        guard let text = text(node, what) else { return nil }
        switch LaneText.reading(text, spec) {
        case .position(let position): return position
        case .outOfRange(let found):
            add(node, "\(TextReader.shown(found)) is not a value of \(spec.path); it takes \(spec.rangeText)")
        case .notAValue:
            add(node, "\(what) is \"\(TextReader.shown(text))\"", help: "it takes \(spec.rangeText)")
        }
        return nil
    }

    /// The elements of a list.
    mutating func list(_ node: Yams.Node, _ what: String) -> [Yams.Node]? {
        guard case .sequence(let sequence) = node else {
            add(node, "\(what) is a list")
            return nil
        }
        if let limit = Section.limits[what], sequence.count > limit {
            add(node, "\(what) has \(sequence.count) entries", help: "there are at most \(limit)")
            return nil
        }
        return Array(sequence)
    }

    /// Keys with their values; a key that is no scalar is a mistake.
    mutating func entries(_ node: Yams.Node, _ what: String) -> [(key: String, node: Yams.Node, value: Yams.Node)]? {
        guard case .mapping(let mapping) = node else {
            add(node, "\(what) is a block of keys with values")
            return nil
        }
        var entries: [(key: String, node: Yams.Node, value: Yams.Node)] = []
        for (key, value) in mapping {
            guard !isFull else { break }
            guard let text = text(key, "a key") else { continue }
            entries.append((text, key, value))
        }
        return entries
    }

    mutating func unknown(
        _ key: String, _ node: Yams.Node, in what: String, known: [String], help: String? = nil
    ) {
        add(
            node, "unknown key \"\(TextReader.shown(key))\" in \(what)",
            help: help ?? TextReader.suggestion(key, known))
    }

    /// The nearest known word, or all of them.
    static func suggestion(_ word: String, _ known: [String]) -> String {
        // Nobody means a known word with so long a one.
        let near =
            word.count > 64
            ? nil : known.map { ($0, distance(word.lowercased(), $0.lowercased())) }.min { $0.1 < $1.1 }
        if let near, near.1 <= max(1, near.0.count / 3) { return "did you mean \"\(near.0)\"?" }
        // Many paths are shown by their first words.
        guard known.count > 24 else { return "known: \(known.joined(separator: ", "))" }
        var heads: [String] = []
        for path in known {
            let head = path.prefix { $0 != "/" }
            let short = head.count == path.count ? path : head + "/…"
            if !heads.contains(short) { heads.append(short) }
        }
        return "known: \(heads.joined(separator: ", "))"
    }

    /// Levenshtein's: letters to insert, delete or replace.
    private static func distance(_ a: String, _ b: String) -> Int {
        let b = Array(b)
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in b.indices {
                let above = row[j + 1]
                row[j + 1] = min(diagonal + (letter == b[j] ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[b.count]
    }
}

/// A text that is not YAML.
struct TextSyntaxError: Error {
    let fault: TextFault
}
