import ControlSurfaces
import Units

/// Messages as words: `note 16..23 ch 1`, `cc 0..7/32..39 ch 1 lsb-first`, `pitchbend ch 1..8`.
struct MessageRange {
    /// One pattern, or one for each step.
    let patterns: [MessagePattern]
    let source: YAMLText

    /// The same with parameter numbers of 7 bits.
    var coarse: MessageRange {
        MessageRange(
            patterns: patterns.map { pattern in
                guard case .parameter(var parameter, let channel) = pattern else { return pattern }
                parameter.isCoarse = true
                return .parameter(parameter, channel: channel)
            }, source: source)
    }

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
    /// Numbers that may follow; `nil` where something else does.
    var numbers: ClosedRange<Int>?
    /// Whether it goes to one of sixteen channels.
    var hasChannel = true
    let summary: String

    // swift-format-ignore
    static let all = [
        MessageWord(word: "note", number: "0 to 127", numbers: 0...127, summary: "note on and off; the number read is the velocity"),
        MessageWord(word: "cc", number: "0 to 127, or `high/low` for 14 bits", numbers: 0...127, summary: "control change; a pair is sent `msb-first`, `lsb-first` or in `any` order (`msb-first` unless said)"),
        MessageWord(word: "pitchbend", number: "", summary: "pitch bend, 14 bits"),
        MessageWord(word: "pressure", number: "", summary: "channel pressure"),
        MessageWord(word: "poly", number: "0 to 127", numbers: 0...127, summary: "pressure of one key"),
        MessageWord(word: "program", number: "0 to 127", numbers: 0...127, summary: "program change; a press each time it arrives"),
        MessageWord(word: "nrpn", number: "0 to 16382", numbers: 0...16_382, summary: "data entry of a non-registered parameter number: 14 bits, or 7 with `as: 7-bit`; an encoder that is `relative inc-dec` turns by data increment and decrement"),
        MessageWord(word: "rpn", number: "0 to 16382", numbers: 0...16_382, summary: "the same of a registered parameter number"),
        MessageWord(word: "sysex", number: "hex bytes", hasChannel: false, summary: "one message from F0 to F7, byte for byte; `{value:7}`, `{value:14}` and `{value:14 lsb}` stand for its number, `{any}` for any byte, `{0..49 by 7}` steps with the control's range, `{red:7}`, `{green:7}` and `{blue:7}` are a lamp's colour. In quotes: `\"sysex F0 00 20 32 {value:7} F7\"`"),
        MessageWord(word: "mmc", number: "word", hasChannel: false, summary: "MIDI machine control, a press: " + MachineControl.words.map { "`\($0.word)`" }.joined(separator: ", ") + "; from any device, or from the one that `ch` says (0 to 127)"),
        MessageWord(word: "realtime", number: "word", hasChannel: false, summary: "a press: `start`, `continue`, `stop`, `reset`"),
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
        guard row.hasChannel else { return withoutChannel(kind) }
        var numbers: [Int] = [], lows: [Int]?
        if let allowed = row.numbers {
            guard let list = list(kind: kind, allowed) else { return nil }
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
        let choice = choice(kind, isPair: lows != nil)
        guard choice.isGood else { return nil }
        guard words.isAtEnd else {
            let expected = ["ch", "value"] + (lows == nil ? [] : MessagePattern.PairOrder.allCases.map(\.rawValue))
            fail(
                "unknown-word", words.place, "`\(words.peek ?? "")` does not belong to a message",
                Suggestion.help(for: words.peek ?? "", among: expected))
            return nil
        }
        let steps = choice.press.map(\.count) ?? 1
        guard var patterns = combine(kind, numbers, lows, channels, order) else { return nil }
        guard steps == 1 || patterns.count == 1 || patterns.count == steps else {
            fail(
                "unequal-ranges", words.source.location, "the ranges of `\(words.source.text)` do not run in step",
                nil)
            return nil
        }
        if patterns.count == 1 { patterns = Array(repeating: patterns[0], count: steps) }
        return patterns.enumerated().map { step, pattern in
            guard let press = choice.press else { return pattern }
            let release = choice.release.map { $0[min(step, $0.count - 1)] }
            return .only(pattern, press: press[min(step, press.count - 1)], release: release)
        }
    }

    /// `value 1 release 0`, if it stands here.
    private mutating func choice(
        _ kind: String, isPair: Bool
    ) -> (press: [Int]?, release: [Int]?, isGood: Bool) {
        guard words.take("value") else { return (nil, nil, true) }
        let range = 0...(isPair || ["pitchbend", "nrpn", "rpn"].contains(kind) ? 16_383 : 127)
        guard let press = simpleList("value", range) else { return (nil, nil, false) }
        guard words.take("release") else { return (press, nil, true) }
        guard let release = simpleList("value", range) else { return (nil, nil, false) }
        guard release.count == 1 || release.count == press.count, Set(press).isDisjoint(with: release) else {
            fail("wrong-number", words.lastPlace, "`release` needs other values than the press, one or as many", nil)
            return (nil, nil, false)
        }
        return (press, release, true)
    }

    /// `sysex`, `mmc` and `realtime`.
    private mutating func withoutChannel(_ kind: String) -> [MessagePattern]? {
        if kind == "sysex" {
            return SysExReader.read(words.source, after: kind, findings)?.map { .systemExclusive($0) }
        }
        let word = words.take() ?? ""
        let known = kind == "mmc" ? MachineControl.words.map(\.word) : RealTimeWord.all.map(\.word)
        guard known.contains(word) else {
            fail(
                "unknown-word", words.lastPlace, "`\(words.source.text)` is not a message of `\(kind)`",
                Suggestion.help(for: word, among: known))
            return nil
        }
        if kind == "realtime" {
            return words.isAtEnd ? RealTimeWord.all.filter { $0.word == word }.map { .realTime($0.byte) } : tooLong()
        }
        var device: Int?
        if words.take("ch"), !words.take("any") {
            guard let list = simpleList("device", 0...127), list.count == 1 else { return nil }
            device = list[0]
        }
        guard words.isAtEnd else { return tooLong() }
        return MachineControl.pattern(word, device: device).map { [.systemExclusive($0)] }
    }

    private mutating func tooLong() -> [MessagePattern]? {
        fail("unknown-word", words.place, "`\(words.peek ?? "")` does not belong to a message", nil)
        return nil
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
            case "nrpn", "rpn":
                return .parameter(ParameterNumber(isRegistered: kind == "rpn", number: number), channel: channel)
            default:
                guard let lows else { return .controlChange(number, channel: channel) }
                return .controlChangePair(
                    high: number, low: lows[min(step, lows.count - 1)], channel: channel, order: order)
            }
        }
    }

    /// Numbers after the kind; for `cc` also pairs.
    private mutating func list(kind: String, _ allowed: ClosedRange<Int>) -> ([Int], [Int]?)? {
        guard kind == "cc", let word = words.peek, word.contains("/") else {
            return simpleList("number", allowed).map { ($0, nil) }
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
                guard let text = words.take(), let said = ReadNumber.whole(text, in: 1...16_383) else {
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
        case .parameter(let parameter, let channel):
            return "\(parameter.isRegistered ? "rpn" : "nrpn") \(parameter.number)" + on(channel)
        case .systemExclusive(let pattern): return MachineControl.words(of: pattern) ?? SysExReader.words(of: pattern)
        case .realTime(let byte):
            return "realtime \(RealTimeWord.all.first { $0.byte == byte }?.word ?? "")"
        case .only(let message, let press, let release):
            return message.words + " value \(press)" + (release.map { " release \($0)" } ?? "")
        }
    }
}
