import Units

/// A text with ranges in it, such as `/slot/1..8/pan`, `fader/1..8` or `/selected/eq/(low|high)`: one text for each step.
struct RangeText {
    let source: YAMLText
    private var pieces: [Piece] = []

    private enum Piece {
        case fixed(String)
        case range(from: Int, to: Int, written: String)
        case words([String])

        /// How many texts it makes; `nil` for one that is always the same.
        var count: Int? {
            switch self {
            case .fixed: nil
            case .range(let from, let to, _): abs(to - from) + 1
            case .words(let words): words.count
            }
        }

        /// Its text of one step; one that is too short repeats its last (it has been reported).
        func text(at step: Int) -> String {
            switch self {
            case .fixed(let text): text
            case .range(let from, let to, _):
                String(from <= to ? min(from + step, to) : max(from - step, to))
            case .words(let words): words[min(step, words.count - 1)]
            }
        }

        /// As it stands in the file.
        var written: String {
            switch self {
            case .fixed(let text), .range(_, _, let text): text
            case .words(let words): "(" + words.joined(separator: "|") + ")"
            }
        }

        /// The same for some of the steps.
        func written(for steps: ClosedRange<Int>) -> String {
            switch self {
            case .fixed(let text): text
            case .range: "\(text(at: steps.lowerBound))..\(text(at: steps.upperBound))"
            case .words: "(" + steps.map(text).joined(separator: "|") + ")"
            }
        }
    }

    /// Digits, two dots, digits: a range of numbers, which may count down. Words between `(`, `|` and `)`: a range of
    /// words.
    init(_ source: YAMLText) {
        self.source = source
        var fixed = ""
        var rest = Substring(source.text)
        while let character = rest.first {
            if character.isASCII, character.isNumber, let (from, to, length) = RangeText.range(rest) {
                if !fixed.isEmpty { pieces.append(.fixed(fixed)) }
                fixed = ""
                pieces.append(.range(from: from, to: to, written: String(rest.prefix(length))))
                rest = rest.dropFirst(length)
            } else if character.isASCII, character.isNumber {
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                fixed += digits
                rest = rest.dropFirst(digits.count)
            } else if character == "(", let words = RangeText.words(rest) {
                if !fixed.isEmpty { pieces.append(.fixed(fixed)) }
                fixed = ""
                pieces.append(.words(words))
                rest = rest.dropFirst(Piece.words(words).written.count)
            } else {
                fixed.append(character)
                rest = rest.dropFirst()
            }
        }
        if !fixed.isEmpty || pieces.isEmpty { pieces.append(.fixed(fixed)) }
    }

    private static func range(_ text: Substring) -> (from: Int, to: Int, length: Int)? {
        let first = text.prefix { $0.isASCII && $0.isNumber }
        let rest = text.dropFirst(first.count)
        guard rest.hasPrefix("..") else { return nil }
        let second = rest.dropFirst(2).prefix { $0.isASCII && $0.isNumber }
        guard first.count <= 6, second.count <= 6, let from = ReadNumber.whole(first, in: 0...999_999),
            let to = ReadNumber.whole(second, in: 0...999_999)
        else { return nil }
        return (from, to, first.count + 2 + second.count)
    }

    /// `(low|mid|high)`; a bracket without `|` is a bracket.
    private static func words(_ text: Substring) -> [String]? {
        let inner = text.dropFirst().prefix { $0 != ")" && $0 != "(" }
        guard text.dropFirst(1 + inner.count).first == ")", inner.contains("|") else { return nil }
        return inner.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }

    /// Lengths of the ranges, in their order.
    var counts: [Int] { pieces.compactMap(\.count) }

    /// The text of one step, 0….
    func text(at step: Int) -> String { pieces.map { $0.text(at: step) }.joined() }

    /// The text for some of the steps: `/slot/1..8/pan` for the steps 3 to 5 is `/slot/4..6/pan`.
    func text(for steps: ClosedRange<Int>) -> String {
        steps.count > 1 ? pieces.map { $0.written(for: steps) }.joined() : text(at: steps.lowerBound)
    }

    /// Where a place of an expanded text stands in the source.
    func location(step: Int, offset: Int, length: Int) -> SourceLocation {
        var expanded = 0, written = 0
        var start: Int?
        var end = 0
        for piece in pieces {
            let short = piece.text(at: step).unicodeScalars.count, long = piece.written.unicodeScalars.count
            let isFixed = short == long
            if start == nil, offset < expanded + short { start = written + (isFixed ? offset - expanded : 0) }
            if offset + length > expanded {
                end =
                    offset + length < expanded + short && isFixed
                    ? written + offset + length - expanded : written + long
            }
            expanded += short
            written += long
        }
        let from = start ?? max(0, written - 1)
        return source.location(offset: from, length: max(1, end - from))
    }

    /// Reports ranges that do not run in step with the control's.
    ///
    /// - Returns: whether they do.
    func check(steps: Int, of what: String, _ findings: Findings) -> Bool {
        for count in counts where count != steps {
            let expected = steps == 1 ? "`\(what)` is one control" : "`\(what)` is \(steps) controls"
            findings.error(
                "unequal-ranges", at: source.location, "`\(source.text)` is \(count) long, but \(expected)",
                help: "ranges run in step: write as many numbers as there are controls")
            return false
        }
        return true
    }
}

/// `16..23`, `1..22 by 3`, `41..44 and 57..60`: numbers in messages.
struct NumberList {
    /// Longest run; the limit of controls in a mapping.
    static let limit = 4_096

    static func run(_ from: Int, _ to: Int, _ step: Int) -> [Int] {
        from <= to
            ? Array(stride(from: from, through: to, by: step)) : Array(stride(from: from, through: to, by: -step))
    }

    /// One number or range; `nil` if it is neither.
    static func item(_ text: some StringProtocol, by step: Int = 1) -> [Int]? {
        func number(_ text: some StringProtocol) -> Int? {
            text.allSatisfy { $0.isASCII && $0.isNumber } ? ReadNumber.whole(text, in: 0...999_999) : nil
        }
        if let single = number(text) { return step == 1 ? [single] : nil }
        guard let dots = text.firstIndex(of: "."), text[dots...].hasPrefix("..") else { return nil }
        guard let from = number(text[..<dots]), let to = number(text[dots...].dropFirst(2)), abs(to - from) < limit
        else { return nil }
        return run(from, to, step)
    }
}

/// A text cut at spaces, each word with its place.
struct Words {
    let source: YAMLText
    private(set) var words: [(text: String, offset: Int)] = []
    private var next = 0

    init(_ source: YAMLText) {
        self.source = source
        var word = "", start = 0, offset = 0
        for scalar in source.text.unicodeScalars {
            if scalar == " " || scalar == "\t" || scalar == "\n" {
                if !word.isEmpty { words.append((word, start)) }
                word = ""
            } else {
                if word.isEmpty { start = offset }
                word.unicodeScalars.append(scalar)
            }
            offset += 1
        }
        if !word.isEmpty { words.append((word, start)) }
    }

    var peek: String? { next < words.count ? words[next].text : nil }
    var isAtEnd: Bool { next >= words.count }

    mutating func take() -> String? {
        defer { next += 1 }
        return peek
    }

    mutating func take(_ word: String) -> Bool {
        guard peek == word else { return false }
        next += 1
        return true
    }

    /// The word taken last.
    var last: (text: String, offset: Int)? { next > 0 && next <= words.count ? words[next - 1] : nil }
    /// The next word's place; at the end that of the whole text.
    var place: SourceLocation { next < words.count ? location(of: next) : source.location }
    /// The place of the word taken last.
    var lastPlace: SourceLocation { next > 0 && next <= words.count ? location(of: next - 1) : source.location }

    private func location(of index: Int) -> SourceLocation {
        source.location(offset: words[index].offset, length: words[index].text.unicodeScalars.count)
    }
}
