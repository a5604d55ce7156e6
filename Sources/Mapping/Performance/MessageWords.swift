import ControlSurfaces
import MIDI
import Units

/// What a device sends, in a performance: raw bytes, or a message in words with its number, which may run over a range:
/// `pitchbend ch 1 8192..12288`, `cc 7 ch 1 0..127`, `note 60 ch 1 100`.
struct MessageWords {
    let text: YAMLText
    let steps: Int
    let findings: Findings

    /// One value, or one for each step.
    func read() -> [[UInt8]]? {
        var words = Words(text)
        guard let kind = words.take(), let row = MessageWord.all.first(where: { $0.word == kind }) else {
            return bytes()
        }
        guard row.hasChannel else {
            let range = MessageReader.read(text, findings)
            return range?.patterns.first.map { $0.messages($0.maximum) }
        }
        var number = 0
        if let numbers = row.numbers {
            guard let taken = integer(&words, "number", numbers) else { return nil }
            number = taken
        }
        guard words.take("ch") else {
            findings.error(
                "missing-channel", at: text.location, "`\(text.text)` says no channel",
                help: "expected such as `cc 7 ch 1 100`")
            return nil
        }
        guard let channel = integer(&words, "channel", 1...16) else { return nil }
        if kind == "program" {
            return words.isAtEnd ? [Message.programChange(channel: channel, program: number).bytes] : tooLong(words)
        }
        let isParameter = kind == "nrpn" || kind == "rpn"
        guard let values = values(&words, maximum: kind == "pitchbend" || isParameter ? 16_383 : 127) else {
            return nil
        }
        guard words.isAtEnd else { return tooLong(words) }
        if isParameter {
            let parameter = ParameterNumber(isRegistered: kind == "rpn", number: number)
            return values.map { MessagePattern.parameter(parameter, channel: channel).messages($0).flatMap { $0 } }
        }
        return values.map { message(kind, channel, number, $0).bytes }
    }

    private func message(_ kind: String, _ channel: Int, _ number: Int, _ value: Int) -> Message {
        switch kind {
        case "note" where value == 0: .noteOff(channel: channel, note: number, velocity: 0)
        case "note": .noteOn(channel: channel, note: number, velocity: value)
        case "poly": .polyPressure(channel: channel, note: number, pressure: value)
        case "pressure": .channelPressure(channel: channel, pressure: value)
        case "pitchbend": .pitchBend(channel: channel, value: value)
        default: .controlChange(channel: channel, controller: number, value: value)
        }
    }

    private func bytes() -> [[UInt8]]? {
        let first = Words(text).words.first?.text ?? ""
        guard TextTemplateReader.byte(first) != nil else {
            findings.error(
                "unknown-message", at: text.location, "`\(text.text)` is neither bytes nor a message",
                help: Suggestion.nearest(to: first, among: MessageWord.all.map(\.word)).map {
                    "did you mean `\($0)`?"
                }
                    ?? "expected hex bytes such as `90 68 7F`, or such as `cc 7 ch 1 100`")
            return nil
        }
        return TextTemplateReader.bytes(text, findings).map { [$0] }
    }

    private func tooLong(_ words: Words) -> [[UInt8]]? {
        findings.error("unknown-word", at: words.place, "`\(words.peek ?? "")` does not belong to a message")
        return nil
    }

    private func integer(_ words: inout Words, _ what: String, _ range: ClosedRange<Int>) -> Int? {
        guard let word = words.take(), let number = ReadNumber.whole(word, in: range) else {
            findings.error(
                "wrong-number", at: words.lastPlace,
                "`\(text.text)` has no \(what) here, expected \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    private func values(_ words: inout Words, maximum: Int) -> [Int]? {
        let word = words.take() ?? ""
        let place = words.lastPlace
        if let value = ReadNumber.whole(word, in: 0...maximum) { return [value] }
        if let (head, tail) = EventReader.dots(in: word), let from = ReadNumber.whole(head, in: 0...maximum),
            let to = ReadNumber.whole(tail, in: 0...maximum)
        {
            guard steps > 1 else {
                findings.error(
                    "wrong-value", at: place, "`\(word)` is a range, which needs `at` with a span and `every`")
                return nil
            }
            // To the nearest; halves go away from zero, and numbers are never negative.
            return (0..<steps).compactMap {
                ReadNumber.nearest(
                    Double(from) + Double(to - from) * Double($0) / Double(steps - 1), in: 0...maximum)
            }
        }
        findings.error(
            "wrong-number", at: place,
            "`\(text.text)` has no value, expected 0 to \(maximum) or a range such as `0..\(maximum)`")
        return nil
    }
}
