import Units

/// What Mixxx's controls are here: decks are strips.
///
/// - Source: Mixxx manual, "Mixxx controls".
enum MixxxTargets {
    enum Kind { case moves, presses }

    // swift-format-ignore
    /// Of a deck: key, path of a parameter or a whole action with `#` for the deck's number.
    static let deck: [(key: String, kind: Kind, action: String)] = [
        ("volume", .moves, "/strip/#/fader"), ("pregain", .moves, "/strip/#/input/gain"), ("pfl", .presses, "toggle /strip/#/pfl"),
        ("mute", .presses, "toggle /strip/#/mute"), ("filterHigh", .moves, "/strip/#/eq/4/gain"),
        ("filterMid", .moves, "/strip/#/eq/2/gain"), ("filterLow", .moves, "/strip/#/eq/1/gain"),
        ("filterHighKill", .presses, "toggle /strip/#/eq/4/on"), ("filterMidKill", .presses, "toggle /strip/#/eq/2/on"),
        ("filterLowKill", .presses, "toggle /strip/#/eq/1/on"), ("play", .presses, "/transport/toggle"),
        ("start", .presses, "/transport/start"), ("cue_default", .presses, "/transport/start"),
        ("cue_gotoandplay", .presses, "[/transport/start, /transport/play]"), ("start_play", .presses, "[/transport/start, /transport/play]"),
        ("stop", .presses, "/transport/stop"), ("end", .presses, "/transport/end"), ("fwd", .presses, "/transport/position += 1 s"),
        ("back", .presses, "/transport/position -= 1 s"), ("loop_in", .presses, "/transport/loop/start"),
        ("loop_out", .presses, "/transport/loop/end"), ("reloop_exit", .presses, "toggle /transport/loop"),
        ("reloop_toggle", .presses, "toggle /transport/loop"), ("loop_enabled", .presses, "toggle /transport/loop"),
        ("LoadSelectedTrack", .presses, "/strip/#/select"),
    ]

    // swift-format-ignore
    static let others: [(group: String, key: String, kind: Kind, action: String)] = [
        ("[Master]", "volume", .moves, "/master/fader"), ("[Master]", "gain", .moves, "/master/fader"),
        ("[Master]", "balance", .moves, "/master/pan"), ("[Master]", "headVolume", .moves, "/monitor/level"),
        ("[Master]", "headGain", .moves, "/monitor/level"), ("[Recording]", "toggle_recording", .presses, "/session/mode = touch"),
        ("[Playlist]", "SelectNextTrack", .presses, "/selected += 1"), ("[Playlist]", "SelectPrevTrack", .presses, "/selected -= 1"),
        ("[Playlist]", "SelectTrackKnob", .moves, "/selected += 1"), ("[Library]", "MoveDown", .presses, "/selected += 1"),
        ("[Library]", "MoveUp", .presses, "/selected -= 1"), ("[Library]", "MoveVertical", .moves, "/selected += 1"),
    ]

    /// Bands of an equaliser effect.
    private static let bands = ["parameter1": 1, "parameter2": 2, "parameter3": 4]

    static func action(group: String, key: String) -> (kind: Kind, action: String)? {
        if let row = others.first(where: { $0.group == group && $0.key == key }) { return (row.kind, row.action) }
        if group.hasPrefix("[EqualizerRack1_[Channel"), let deck = number(in: group.dropFirst(24)) {
            if let band = bands[key] { return (.moves, "/strip/\(deck)/eq/\(band)/gain") }
            if key.hasPrefix("button_"), let band = bands[String(key.dropFirst(7))] {
                return (.presses, "toggle /strip/\(deck)/eq/\(band)/on")
            }
        }
        guard group.hasPrefix("[Channel"), let deck = number(in: group.dropFirst(8)) else { return nil }
        if key.hasPrefix("hotcue_"), key.hasSuffix("_activate") || key.hasSuffix("_goto"),
            let cue = number(in: key.dropFirst(7))
        {
            return (.presses, "/marker/\(cue)")
        }
        return Self.deck.first { $0.key == key }.map { ($0.kind, $0.action.replacing("#", with: String(deck))) }
    }

    private static func number(in text: Substring) -> Int? {
        ReadNumber.whole(text.prefix { $0.isNumber }, in: 1...99)
    }
}
