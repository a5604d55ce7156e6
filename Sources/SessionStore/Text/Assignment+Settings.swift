import Automation
import MixModel
import Units

/// `/session/SETTING = VALUE`, as the shell sets it.
extension SessionDocument {
    /// The settings, each with what it takes.
    private enum Setting: String, CaseIterable {
        case mode, thinning, glide, coalesce, loop, punch, tempo
        case motionTimeout = "motion-timeout"
        case afterWrite = "after-write"
        case autoJoin = "auto-join"
        case continueInLoop = "continue-in-loop"
    }

    /// What stands before a kind of parameters.
    private static let enable = "enable/"

    mutating func assign(setting: String, _ value: String) throws(AddressFault) -> String {
        if setting.hasPrefix(SessionDocument.enable) {
            return try enable(String(setting.dropFirst(SessionDocument.enable.count)), value)
        }
        switch Setting(rawValue: setting) {
        case .mode:
            modes.session = try mode(value)
            return "automation mode \(value)"
        case .thinning:
            guard let thinning = Thinning.reading(value) else { throw wrong(setting, value, Thinning.expected) }
            settings.thinning = thinning
            return "thinning \(thinning?.words ?? "off")"
        case .glide:
            settings.glideMilliseconds = try milliseconds(setting, value, SessionSettings.glideRange)
            return "glide \(settings.glideMilliseconds) ms"
        case .motionTimeout:
            settings.motionTimeoutMilliseconds = try milliseconds(setting, value, SessionSettings.motionTimeoutRange)
            return "motion-timeout \(settings.motionTimeoutMilliseconds) ms"
        case .coalesce: settings.coalesce = try word(setting, value)
        case .afterWrite: settings.afterWrite = try word(setting, value)
        case .autoJoin: settings.joins = try flag(setting, value)
        case .continueInLoop: settings.continuesInLoop = try flag(setting, value)
        case .loop: settings.loop = try range(setting, value)
        case .punch: settings.punch = try range(setting, value)
        case .tempo:
            let range = SessionSettings.tempoRange
            guard let tempo = TextReader.number(value, units: [("bpm", 1)]), range.contains(tempo) else {
                let limits = "\(LaneText.plain(range.lowerBound))…\(LaneText.plain(range.upperBound))"
                throw wrong(setting, value, "\(limits) quarter notes a minute")
            }
            mix.tempo = tempo
        case nil:
            throw AddressFault(
                "there is no setting \"\(TextReader.shown(setting))\"",
                help: TextReader.suggestion(setting, Setting.allCases.map(\.rawValue) + ["enable/fader"]))
        }
        return "\(setting) \(value)"
    }

    /// `/session/enable/pan = off`: whether parameters of a kind are written.
    private mutating func enable(_ text: String, _ value: String) throws(AddressFault) -> String {
        guard let kind = ParameterKind(rawValue: text) else {
            throw AddressFault(
                "\"\(TextReader.shown(text))\" is no kind of parameters",
                help: TextReader.suggestion(text, ParameterKind.allCases.map(\.rawValue)))
        }
        if try flag("enable/\(text)", value) {
            settings.disabled.remove(kind)
        } else {
            settings.disabled.insert(kind)
        }
        return "automation of \(text) \(value == "on" ? "enabled" : "disabled")"
    }

    private func wrong(_ setting: String, _ value: String, _ expected: String) -> AddressFault {
        AddressFault("\(setting) cannot be \"\(TextReader.shown(value))\"", help: "it takes \(expected)")
    }

    private func flag(_ setting: String, _ value: String) throws(AddressFault) -> Bool {
        guard value == "on" || value == "off" else { throw wrong(setting, value, "on or off") }
        return value == "on"
    }

    private func word<Word: RawRepresentable & CaseIterable>(
        _ setting: String, _ value: String
    ) throws(AddressFault) -> Word where Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue)
        guard let word = Word(rawValue: value) else {
            throw wrong(setting, value, known.dropLast().joined(separator: ", ") + " or " + (known.last ?? ""))
        }
        return word
    }

    private func milliseconds(
        _ setting: String, _ value: String, _ range: ClosedRange<Int>
    ) throws(AddressFault) -> Int {
        let text = ReadNumber.decimal(value) != nil ? value + " ms" : value
        guard let nanoseconds = TimeText.nanoseconds(text), nanoseconds % 1_000_000 == 0,
            let time = Int(exactly: nanoseconds / 1_000_000), range.contains(time)
        else { throw wrong(setting, value, "whole milliseconds, \(range.lowerBound)…\(range.upperBound) ms") }
        return time
    }

    /// `0:32..0:48`, `Verse..Chorus`, or `off`.
    private func range(_ setting: String, _ value: String) throws(AddressFault) -> Range<FramePosition>? {
        if value == "off" { return nil }
        let ends = value.split(separator: "..").map(String.init)
        guard ends.count == 2 else { throw wrong(setting, value, "two places, such as 0:32..0:48, or off") }
        let (start, end) = (try place(ends[0]), try place(ends[1]))
        guard start < end else { throw wrong(setting, value, "a place and a later one") }
        return start..<end
    }
}
