import Units

/// Zone files of CSI, `.zon`: what the widgets of a surface template do.
struct ZoneFile {
    /// One binding.
    struct Binding {
        /// Name of the zone.
        var zone: String
        var modifiers: [String]
        var widget: String
        /// The action with its arguments.
        var action: [String]
        var file: String
        var line: Int
    }

    /// The bindings of a file, in its order.
    static func read(_ text: String, file: String) -> [Binding] {
        var bindings: [Binding] = []
        var zone: String?
        // Lists of other zones, which have no widgets.
        var isList = false
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = words(line)
            guard let first = words.first, !first.hasPrefix("/") else { continue }
            switch first {
            case "Zone": zone = words.count > 1 ? words[1] : ""
            case "ZoneEnd": (zone, isList) = (nil, false)
            case "IncludedZones", "SubZones", "AssociatedZones": isList = true
            case "IncludedZonesEnd", "SubZonesEnd", "AssociatedZonesEnd": isList = false
            default:
                guard let zone, !isList, words.count > 1, !first.hasPrefix("On") else { continue }
                let parts = first.split(separator: "+").map(String.init)
                guard let widget = parts.last else { continue }
                bindings.append(
                    Binding(
                        zone: zone, modifiers: parts.dropLast(), widget: widget, action: Array(words.dropFirst()),
                        file: file,
                        line: index + 1))
            }
        }
        return bindings
    }

    /// Words between spaces; what stands in quotes is one. What stands in brackets is about looks and steps.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for letter in line.prefix(while: { $0 != "[" && $0 != "{" }) {
            if letter == "\"" {
                isQuoted.toggle()
            } else if !isQuoted, letter == " " || letter == "\t" || letter == "\r" {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(letter)
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    // MARK: Meaning

    /// Which controls an action needs.
    enum Kind { case value, button, jog }

    // swift-format-ignore
    /// CSI's actions, the controls that they are for, and what is like them here; `#` is the number after the widget's name.
    private static let meanings: [(action: String, kind: Kind, meaning: String)] = [
        ("TrackVolume", .value, "/slot/#/fader"), ("TrackPan", .value, "/slot/#/pan"), ("MCUTrackPan", .value, "/slot/#/pan"),
        ("TrackMute", .button, "toggle /slot/#/mute"), ("TrackSolo", .button, "toggle /slot/#/solo"),
        ("TrackSelect", .button, "/slot/#/select"), ("TrackUniqueSelect", .button, "/slot/#/select"),
        ("TrackRangeSelect", .button, "/slot/#/select"), ("TrackRecordArm", .button, "/slot/#/mode = touch"),
        ("TrackInvertPolarity", .button, "toggle /slot/#/input/polarity"),
        ("MasterTrackVolume", .value, "/master/fader"),
        ("Play", .button, "/transport/play"), ("Stop", .button, "/transport/stop"), ("Record", .button, "/session/mode = touch"),
        ("Rewind", .button, "/transport/position -= 1 s"), ("FastForward", .button, "/transport/position += 1 s"),
        ("CycleTimeline", .button, "toggle /transport/loop"), ("Undo", .button, "/session/undo"), ("Redo", .button, "/session/redo"),
        ("ClearAllSolo", .button, ""),
    ]

    // swift-format-ignore
    /// Modes of automation by the numbers that CSI gives them.
    private static let modes = ["0": "read", "1": "read", "2": "touch", "3": "write", "4": "latch"]

    /// What a binding does here, for a widget with a number; `nil`: nothing is like it.
    static func meaning(of binding: Binding, number: Int?, isButton: Bool, isRelative: Bool) -> String? {
        guard let action = binding.action.first else { return nil }
        let argument = binding.action.count > 1 ? binding.action[1] : ""
        if action == "TrackBank", isButton, let strips: Int = ReadNumber.whole(argument, in: -1000...1000),
            strips != 0
        {
            return "/bank \(strips > 0 ? "+=" : "-=") \(strips.magnitude)"
        }
        if action == "TrackAutoMode", isButton, let mode = modes[argument] { return "/selected/mode = \(mode)" }
        if action == "GlobalAutoMode", isButton, let mode = modes[argument] { return "/session/mode = \(mode)" }
        if (action == "Reaper" || action == "MoveCursor"), isRelative { return "/transport/position += 0.1 s" }
        guard let row = meanings.first(where: { $0.action == action }), !row.meaning.isEmpty,
            (row.kind == .button) == isButton
        else { return nil }
        guard row.meaning.contains("#") else { return row.meaning }
        return number.map { row.meaning.replacing("#", with: String($0)) }
    }
}
