import ControlSurfaces
import Units

/// Messages as words: `note 16..23 ch 1`, `cc 0..7/32..39 ch 1 lsb-first`, `pitchbend ch 1..8`.
struct MessageRange {
    /// One pattern, or one for each step.
    let patterns: [MessagePattern]
    let source: YAMLText

    /// The pattern of a step.
    func pattern(at step: Int) -> MessagePattern { patterns[min(step, patterns.count - 1)] }

    /// Reports a range that does not run in step with the control's.
    func check(steps: Int, of what: String, _ findings: Findings) -> Bool {
        guard patterns.count != 1, patterns.count != steps else { return true }
        let expected = steps == 1 ? "`\(what)` is one control" : "`\(what)` is \(steps) controls"
        findings.error(
            "unequal-ranges", at: source.location, "`\(source.text)` is \(patterns.count) messages, but \(expected)",
            help: "ranges run in step: write as many numbers as there are controls")
        return false
    }
}

/// Kinds of message: rows for the reader and the reference.
struct MessageWord: Sendable {
    let word: String
    /// What follows the word; empty for nothing.
    let number: String
    let summary: String

    // swift-format-ignore
    static let all = [
        MessageWord(word: "note", number: "0 to 127", summary: "note on and off; the number read is the velocity"),
        MessageWord(word: "cc", number: "0 to 127, or `high/low` for 14 bits", summary: "control change; a pair is sent `msb-first`, `lsb-first` or in `any` order (`msb-first` unless said)"),
        MessageWord(word: "pitchbend", number: "", summary: "pitch bend, 14 bits"),
        MessageWord(word: "pressure", number: "", summary: "channel pressure"),
        MessageWord(word: "poly", number: "0 to 127", summary: "pressure of one key"),
        MessageWord(word: "program", number: "0 to 127", summary: "program change; a press each time it arrives"),
    ]
}

struct MessageReader {
    private var words: Words
    private let findings: Findings

    private init(_ text: YAMLText, _ findings: Findings) {
        words = Words(text)
        self.findings = findings
    }

    /// Reads a message with ranges; reports and gives `nil` if it is none.
    static func read(_ text: YAMLText, _ findings: Findings, needsChannel: Bool = false) -> MessageRange? {
        var reader = MessageReader(text, findings)
        guard let patterns = reader.patterns(needsChannel: needsChannel) else { return nil }
        return MessageRange(patterns: patterns, source: text)
    }

    private mutating func patterns(needsChannel: Bool) -> [MessagePattern]? {
        guard let kind = words.take(), let row = MessageWord.all.first(where: { $0.word == kind }) else {
            let all = MessageWord.all.map(\.word)
            fail(
                "unknown-message", words.lastPlace, "no message `\(words.source.text)`",
                Suggestion.help(for: words.words.first?.text ?? "", among: all))
            return nil
        }
        var numbers: [Int] = [], lows: [Int]?
        if !row.number.isEmpty {
            guard let list = list(kind: kind) else { return nil }
            (numbers, lows) = list
        }
        var channels: [Int?] = [nil]
        if words.take("ch") {
            if words.take("any") {
                channels = [nil]
            } else {
                guard let list = simpleList("channel", 1...16) else { return nil }
                channels = list
            }
        } else if needsChannel {
            fail(
                "missing-channel", words.source.location, "`\(words.source.text)` says no channel to send on",
                "add `ch 1`")
            return nil
        }
        var order = MessagePattern.PairOrder.highFirst
        if lows != nil, let word = words.peek, let said = MessagePattern.PairOrder(rawValue: word) {
            order = said
            _ = words.take()
        }
        guard words.isAtEnd else {
            let expected = lows == nil ? ["ch"] : ["ch"] + MessagePattern.PairOrder.allCases.map(\.rawValue)
            fail(
                "unknown-word", words.place, "`\(words.peek ?? "")` does not belong to a message",
                Suggestion.help(for: words.peek ?? "", among: expected))
            return nil
        }
        return combine(kind, numbers, lows, channels, order)
    }

    private func combine(
        _ kind: String, _ numbers: [Int], _ lows: [Int]?, _ channels: [Int?], _ order: MessagePattern.PairOrder
    ) -> [MessagePattern]? {
        let counts = [numbers.count, lows?.count ?? 1, channels.count].filter { $0 > 1 }
        guard Set(counts).count <= 1 else {
            fail(
                "unequal-ranges", words.source.location,
                "the ranges of `\(words.source.text)` are " + counts.map(String.init).joined(separator: " and ")
                    + " long", "ranges run in step")
            return nil
        }
        return (0..<(counts.first ?? 1)).map { step in
            let number = numbers.isEmpty ? 0 : numbers[min(step, numbers.count - 1)]
            let channel = channels[min(step, channels.count - 1)]
            switch kind {
            case "note": return .note(number, channel: channel)
            case "poly": return .polyPressure(number, channel: channel)
            case "program": return .programChange(number, channel: channel)
            case "pitchbend": return .pitchBend(channel: channel)
            case "pressure": return .channelPressure(channel: channel)
            default:
                guard let lows else { return .controlChange(number, channel: channel) }
                return .controlChangePair(
                    high: number, low: lows[min(step, lows.count - 1)], channel: channel, order: order)
            }
        }
    }

    /// Numbers after the kind; for `cc` also pairs.
    private mutating func list(kind: String) -> ([Int], [Int]?)? {
        guard kind == "cc", let word = words.peek, word.contains("/") else {
            return simpleList("number", 0...127).map { ($0, nil) }
        }
        _ = words.take()
        let halves = word.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, let high = NumberList.item(halves[0]), let low = NumberList.item(halves[1]),
            (high + low).allSatisfy((0...127).contains)
        else {
            fail(
                "wrong-number", words.lastPlace,
                "`\(word)` is not a pair of controllers, expected such as `0/32` or `0..7/32..39`", nil)
            return nil
        }
        return (high, low)
    }

    private mutating func simpleList(_ what: String, _ range: ClosedRange<Int>) -> [Int]? {
        var numbers: [Int] = []
        repeat {
            guard let word = words.take() else {
                fail(
                    "wrong-number", words.source.location,
                    "`\(words.source.text)` has no \(what), expected \(range.lowerBound) to \(range.upperBound)", nil)
                return nil
            }
            let place = words.lastPlace
            var step = 1
            if words.take("by") {
                guard let text = words.take(), let said = ReadNumber.whole(text, in: 1...127) else {
                    fail("wrong-number", words.lastPlace, "`by` needs a number, expected such as `1..22 by 3`", nil)
                    return nil
                }
                step = said
            }
            guard let item = NumberList.item(word, by: step) else {
                fail(
                    "wrong-number", place,
                    "`\(word)` is not a \(what), expected \(range.lowerBound) to \(range.upperBound) or a range such as `16..23`",
                    nil)
                return nil
            }
            if let outside = item.first(where: { !range.contains($0) }) {
                fail(
                    "value-out-of-range", place,
                    "the \(what) is \(outside), expected \(range.lowerBound) to \(range.upperBound)", nil)
                return nil
            }
            numbers += item
            guard numbers.count <= NumberList.limit else {
                fail("too-large", place, "more than \(NumberList.limit) numbers in one message", nil)
                return nil
            }
        } while words.take("and")
        return numbers
    }

    private func fail(_ code: String, _ place: SourceLocation, _ message: String, _ help: String?) {
        findings.error(code, at: place, message, help: help)
    }
}

extension MessagePattern {
    /// As written in a mapping.
    var words: String {
        func on(_ channel: Int?) -> String { channel.map { " ch \($0)" } ?? "" }
        switch self {
        case .note(let number, let channel): return "note \(number)" + on(channel)
        case .controlChange(let number, let channel): return "cc \(number)" + on(channel)
        case .controlChangePair(let high, let low, let channel, _): return "cc \(high)/\(low)" + on(channel)
        case .pitchBend(let channel): return "pitchbend" + on(channel)
        case .channelPressure(let channel): return "pressure" + on(channel)
        case .polyPressure(let number, let channel): return "poly \(number)" + on(channel)
        case .programChange(let number, let channel): return "program \(number)" + on(channel)
        }
    }

    /// Channel; `nil`: any.
    var channel: Int? {
        switch self {
        case .note(_, let channel), .controlChange(_, let channel), .controlChangePair(_, _, let channel, _),
            .pitchBend(let channel), .channelPressure(let channel), .polyPressure(_, let channel),
            .programChange(_, let channel):
            channel
        }
    }
}
