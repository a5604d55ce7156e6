import Automation
import MixModel
import Units

extension SessionDocument {
    /// A setting as it is stored; `nil` where it is the default. The sample rate and the pan law are always stored.
    subscript(key: SettingKey) -> RowValue? {
        let initial = SessionSettings()
        func unless<Value: Equatable>(_ value: Value, _ initial: Value, _ row: RowValue) -> RowValue? {
            value == initial ? nil : row
        }
        switch key {
        case .sampleRate: return .whole(Int64(mix.sampleRate))
        case .panLaw: return .word(mix.panLaw.rawValue)
        case .tempo: return unless(mix.tempo, Mix(sampleRate: 48000).tempo, .word("\(mix.tempo)"))
        case .glide:
            return unless(
                settings.glideMilliseconds, initial.glideMilliseconds, .whole(Int64(settings.glideMilliseconds)))
        case .motionTimeout:
            return unless(
                settings.motionTimeoutMilliseconds, initial.motionTimeoutMilliseconds,
                .whole(Int64(settings.motionTimeoutMilliseconds)))
        // Sessions from the time of one bound, 0.05 dB, have 1 for it.
        case .thinning:
            return settings.thinning.map { $0 == Thinning() ? .whole(1) : .word("\($0.decibels)") }
        case .disabled:
            let words = settings.disabled.sorted().map(\.rawValue)
            return words.isEmpty ? nil : .word(words.joined(separator: " "))
        case .afterWrite:
            return unless(settings.afterWrite, initial.afterWrite, .word(settings.afterWrite.rawValue))
        case .coalesce: return unless(settings.coalesce, initial.coalesce, .word(settings.coalesce.rawValue))
        case .autoJoin: return unless(settings.joins, false, .whole(1))
        case .continueInLoop: return unless(settings.continuesInLoop, false, .whole(1))
        case .loop: return settings.loop.map { .word("\($0.lowerBound) \($0.upperBound)") }
        case .punch: return settings.punch.map { .word("\($0.lowerBound) \($0.upperBound)") }
        }
    }

    /// Takes a stored setting; without a value its default.
    ///
    /// - Returns: whether the value has a meaning.
    mutating func set(_ key: SettingKey, _ value: RowValue?) -> Bool {
        let initial = SessionSettings()
        switch (key, value) {
        case (.sampleRate, .whole(let rate)): mix.sampleRate = Int(rate)
        case (.panLaw, .word(let word)):
            guard let law = PanLaw(rawValue: word) else { return false }
            mix.panLaw = law
        case (.tempo, .word(let word)):
            guard let tempo = Double(word), tempo.isFinite else { return false }
            mix.tempo = tempo
        case (.tempo, nil): mix.tempo = Mix(sampleRate: 48000).tempo
        case (.glide, .whole(let time)): settings.glideMilliseconds = Int(time)
        case (.glide, nil): settings.glideMilliseconds = initial.glideMilliseconds
        case (.motionTimeout, .whole(let time)): settings.motionTimeoutMilliseconds = Int(time)
        case (.motionTimeout, nil): settings.motionTimeoutMilliseconds = initial.motionTimeoutMilliseconds
        case (.thinning, .whole(let flag)): settings.thinning = flag != 0 ? Thinning() : nil
        case (.thinning, .word(let word)):
            guard let decibels = Double(word), decibels.isFinite else { return false }
            settings.thinning = Thinning(decibels: decibels)
        case (.thinning, nil): settings.thinning = nil
        case (.disabled, .word(let word)):
            let words = word.split(separator: " ")
            let kinds = words.compactMap { ParameterKind(rawValue: String($0)) }
            guard kinds.count == words.count else { return false }
            settings.disabled = Set(kinds)
        case (.disabled, nil): settings.disabled = []
        case (.afterWrite, .word(let word)):
            guard let mode = SessionSettings.AfterWrite(rawValue: word) else { return false }
            settings.afterWrite = mode
        case (.afterWrite, nil): settings.afterWrite = initial.afterWrite
        case (.coalesce, .word(let word)):
            guard let coalesce = SessionSettings.Coalesce(rawValue: word) else { return false }
            settings.coalesce = coalesce
        case (.coalesce, nil): settings.coalesce = initial.coalesce
        case (.autoJoin, .whole(let flag)): settings.joins = flag != 0
        case (.autoJoin, nil): settings.joins = false
        case (.continueInLoop, .whole(let flag)): settings.continuesInLoop = flag != 0
        case (.continueInLoop, nil): settings.continuesInLoop = false
        case (.loop, .word(let word)):
            guard let range = frames(word) else { return false }
            settings.loop = range
        case (.loop, nil): settings.loop = nil
        case (.punch, .word(let word)):
            guard let range = frames(word) else { return false }
            settings.punch = range
        case (.punch, nil): settings.punch = nil
        default: return false
        }
        return true
    }

    private func frames(_ text: String) -> Range<FramePosition>? {
        let numbers = text.split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 2, numbers[0] < numbers[1] else { return nil }
        return numbers[0]..<numbers[1]
    }
}
