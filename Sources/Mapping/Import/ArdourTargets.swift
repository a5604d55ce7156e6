import Units

/// What Ardour's addresses, functions and actions are here.
///
/// - Source: Ardour's generic MIDI surface: `midicontrollable.cc`, `midifunction.cc`, `midiaction.cc`.
enum ArdourTargets {
    // swift-format-ignore
    /// The part after `/route/`, and the parameter's path; `#` is the number that stands after.
    static let parameters: [(path: String, role: String)] = [
        ("gain", "fader"), ("trim", "input/gain"), ("solo", "solo"), ("mute", "mute"), ("pandirection", "pan"),
        ("balance", "pan"), ("pan", "pan"), ("panwidth", "input/width"), ("recenable", "mode"),
        ("eq/enable", "eq/on"), ("eq/gain/#", "eq/#/gain"), ("eq/freq/#", "eq/#/frequency"), ("eq/q/#", "eq/#/q"),
        ("filter/hi/enable", "hpf/on"), ("filter/hi/freq", "hpf/frequency"), ("filter/low/enable", "lpf/on"),
        ("filter/low/freq", "lpf/frequency"), ("compressor/enable", "comp/on"), ("compressor/threshold", "comp/threshold"),
        ("compressor/ratio", "comp/ratio"), ("compressor/attack", "comp/attack"), ("compressor/release", "comp/release"),
        ("compressor/makeup", "comp/makeup"), ("gate/enable", "gate/on"), ("gate/threshold", "gate/threshold"),
        ("gate/ratio", "gate/ratio"), ("gate/depth", "gate/range"), ("gate/hysteresis", "gate/hysteresis"),
        ("gate/hold", "gate/hold"), ("gate/attack", "gate/attack"), ("gate/release", "gate/release"),
    ]

    // swift-format-ignore
    /// Functions and actions of buttons: name there, name of the control, how it is used, what it does.
    static let commands: [(name: String, control: String, gesture: String, action: String)] = [
        ("transport-stop", "stop", "", "/transport/stop"), ("transport-roll", "play", "", "/transport/play"),
        ("transport-zero", "to-start", "", "/transport/start"), ("transport-start", "to-start", "", "/transport/start"),
        ("transport-end", "to-end", "", "/transport/end"), ("loop-toggle", "loop", "", "toggle /transport/loop"),
        ("toggle-rec-enable", "record", "", "/session/mode = touch"), ("rec-enable", "record", "", "/session/mode = touch"),
        ("rec-disable", "record/off", "", "/session/mode = default"), ("next-bank", "bank/right", "", "/bank/next"),
        ("prev-bank", "bank/left", "", "/bank/previous"),
        ("transport/stop", "stop", "", "/transport/stop"), ("transport/roll", "play", "", "/transport/play"),
        ("transport/toggleroll", "play", "", "/transport/toggle"),
        ("transport/togglerollforgetcapture", "play", "", "/transport/toggle"),
        ("transport/transitiontoroll", "play", "", "/transport/play"), ("transport/loop", "loop", "", "toggle /transport/loop"),
        ("transport/rewind", "rewind", "repeat 100ms", "/transport/position -= 1 s"),
        ("transport/forward", "forward", "repeat 100ms", "/transport/position += 1 s"),
        ("transport-forward", "forward", "repeat 100ms", "/transport/position += 1 s"),
        ("transport-rewind", "rewind", "repeat 100ms", "/transport/position -= 1 s"),
        ("transport/gotozero", "to-start", "", "/transport/start"), ("transport/gotostart", "to-start", "", "/transport/start"),
        ("transport/gotoend", "to-end", "", "/transport/end"), ("transport/record", "record", "", "/session/mode = touch"),
        ("transport/record-roll", "record", "", "/session/mode = touch"),
        ("transport/alternate-record-roll", "record", "", "/session/mode = touch"),
        ("common/jump-forward-to-mark", "marker/next", "", "/marker/next"),
        ("common/jump-backward-to-mark", "marker/previous", "", "/marker/previous"),
        ("common/alternate-jump-forward-to-mark", "marker/next", "", "/marker/next"),
        ("common/alternate-jump-backward-to-mark", "marker/previous", "", "/marker/previous"),
        ("common/add-location-from-playhead", "marker/add", "", "/marker/add"),
        ("common/toggle-location-at-playhead", "marker/add", "", "/marker/add"),
        ("common/nudge-playhead-forward", "forward", "", "/transport/position += 1 s"),
        ("common/nudge-playhead-backward", "rewind", "", "/transport/position -= 1 s"),
        ("editor/select-next-route", "track/right", "", "/selected += 1"),
        ("editor/select-prev-route", "track/left", "", "/selected -= 1"),
        ("editor/undo", "undo", "", "/session/undo"), ("editor/redo", "redo", "", "/session/redo"),
        ("editor/track-record-enable-toggle", "arm", "", "/selected/mode = touch"),
        ("editor/track-solo-toggle", "solo", "", "toggle /selected/solo"),
        ("editor/track-mute-toggle", "mute", "", "toggle /selected/mute"),
        ("mixer/unity-gain", "unity", "", "/selected/fader = 0 dB"),
    ]

    /// The strip, bus or master that a target names: `B3` of the bank, `3` of all, `S1` selected, a name.
    static func node(_ kind: String, _ target: String) -> String? {
        switch target.lowercased() {
        case "master": return "/master"
        case "monitor", "control", "listen": return "/monitor"
        case "auditioner", "": return nil
        default: break
        }
        if target.hasPrefix("B"), let number = ReadNumber.whole(target.dropFirst(), in: 1...9999) {
            return "/slot/\(number)"
        }
        if target.hasPrefix("S"), ReadNumber.isWhole(target.dropFirst()) { return "/selected" }
        let nodes = ["bus": "bus", "vca": "vca"]
        if ReadNumber.isWhole(target) {
            return ReadNumber.whole(target, in: 1...9999).map { "/\(nodes[kind] ?? "strip")/\($0)" }
        }
        return "/\(nodes[kind] ?? "strip")/\(target)"
    }
}
