import Automation
import MixModel
import Texts
import Units
import Yams

extension SessionTextReader {
    /// One setting of the session.
    mutating func readSetting(_ entry: (key: String, node: Yams.Node, value: Yams.Node)) {
        let units = [(text: "ms", factor: 1.0), (text: "min", factor: 60_000), (text: "s", factor: 1000)]
        if readFlag(entry, .session) { return }
        var settings = document.settings
        switch entry.key {
        case "mode":
            let mode: AutomationMode? = reader.word(entry.value, "mode")
            document.modes.session = mode?.stored
        case SettingKey.glide.rawValue:
            if let time = reader.whole(entry.value, "glide", SessionSettings.glideRange, units: units) {
                settings.glideMilliseconds = time
            }
        case SettingKey.motionTimeout.rawValue:
            if let time = reader.whole(
                entry.value, "motionTimeout", SessionSettings.motionTimeoutRange, units: units)
            {
                settings.motionTimeoutMilliseconds = time
            }
        case SettingKey.thinning.rawValue:
            readThinning(entry.value, into: &settings)
        case SettingKey.disabled.rawValue:
            for node in reader.list(entry.value, "disabled") ?? [] {
                if let kind: ParameterKind = reader.word(node, "a kind of parameters") {
                    settings.disabled.insert(kind)
                }
            }
        case SettingKey.afterWrite.rawValue:
            settings.afterWrite = reader.word(entry.value, "afterWrite") ?? settings.afterWrite
        case SettingKey.coalesce.rawValue:
            settings.coalesce = reader.word(entry.value, "coalesce") ?? settings.coalesce
        case SettingKey.autoJoin.rawValue:
            settings.joins = reader.flag(entry.value, "autoJoin") ?? settings.joins
        case SettingKey.continueInLoop.rawValue:
            settings.continuesInLoop = reader.flag(entry.value, "continueInLoop") ?? settings.continuesInLoop
        case SettingKey.loop.rawValue: settings.loop = readFrames(entry.value, "loop")
        case SettingKey.punch.rawValue: settings.punch = readFrames(entry.value, "punch")
        default:
            let known = Section.settings
            reader.unknown(entry.key, entry.node, in: known.name, known: known.names)
        }
        document.settings = settings
    }

    /// `safe: on`, `suspended: on`.
    ///
    /// - Returns: whether the entry is one of these.
    mutating func readFlag(
        _ entry: (key: String, node: Yams.Node, value: Yams.Node), _ place: ModePlace
    ) -> Bool {
        guard let flag = AutomationFlags.all.first(where: { $0.word == entry.key })?.flag, place != .node(.monitor)
        else { return false }
        if let isOn = reader.flag(entry.value, entry.key) { document.set(flag, of: place, on: isOn) }
        return true
    }

    private mutating func readThinning(_ node: Yams.Node, into settings: inout SessionSettings) {
        guard let text = reader.text(node, "thinning") else { return }
        guard let thinning = Thinning.reading(text) else {
            reader.add(
                node, "thinning is \"\(TextReader.shown(text))\"", help: "it is \(Thinning.expected)")
            return
        }
        settings.thinning = thinning
    }

    private mutating func readFrames(_ node: Yams.Node, _ what: String) -> Range<FramePosition>? {
        guard let parts = reader.list(node, what) else { return nil }
        guard parts.count == 2 else {
            reader.add(node, "\(what) has \(parts.count) parts", help: "[start, end]: frames or times")
            return nil
        }
        guard let start = reader.place(parts[0], "the start of \(what)"),
            let end = reader.place(parts[1], "the end of \(what)")
        else { return nil }
        guard start < end else {
            reader.add(node, "\(what) ends at \(end), not after its start at \(start)")
            return nil
        }
        return start..<end
    }
}
