/// What learnt controls are called and what they do to begin with: faders first, then pans, keys for mute, solo and the rest.
struct LearnedLayout {
    let text: String

    private struct Named {
        var control: LearnedControl
        var name: String
        var actions: [String]
    }

    // swift-format-ignore
    /// What keys do that are left after the strips' own.
    private static let spare = [
        "/transport/toggle", "/transport/start", "/bank/previous", "/bank/next", "/session/mode = touch", "/session/mode = default",
        "toggle /transport/loop", "/marker/previous", "/marker/next", "/marker/add", "/session/undo", "/session/redo",
    ]

    init(_ controls: [LearnedControl], name: String, client: String?) {
        let faders = controls.filter { $0.character == .absolute || $0.character == .unclear }
        let encoders = controls.filter { if case .relative = $0.character { true } else { false } }
        let keys = controls.filter { $0.character == .button || $0.character == .toggle }
        let isMotorised = controls.contains { $0.touch != nil }
        let slots = max(1, min(8, max(faders.count, encoders.count)))
        var named: [Named] = []
        // Faders with touch or 14 bits first: those are the long ones.
        let sorted =
            faders.filter { $0.touch != nil || $0.width > 127 } + faders.filter { $0.touch == nil && $0.width == 127 }
        let rows = ["fader", "pan", "input/gain", "hpf/frequency", "send/1/level"]
        for (index, control) in sorted.enumerated() {
            let row = index / slots
            let action = row < rows.count ? ["/slot/\(index % slots + 1)/\(rows[row])"] : []
            named.append(
                Named(
                    control: control, name: "\(row == 0 ? "fader" : "knob/\(row)")/\(index % slots + 1)",
                    actions: action))
        }
        for (index, control) in encoders.enumerated() {
            let path = faders.isEmpty && index < slots ? "fader" : index < slots * 2 ? "pan" : "input/gain"
            named.append(
                Named(control: control, name: "encoder/\(index + 1)", actions: ["/slot/\(index % slots + 1)/\(path)"])
            )
        }
        for (index, control) in keys.enumerated() {
            let slot = index % slots + 1
            let action: String? =
                switch index / slots {
                case 0 where keys.count > Self.spare.count: "toggle /slot/\(slot)/mute"
                case 1 where keys.count > slots + Self.spare.count: "toggle /slot/\(slot)/solo"
                default: Self.spareAction(index, of: keys.count, slots)
                }
            named.append(Named(control: control, name: "key/\(index + 1)", actions: action.map { [$0] } ?? []))
        }
        text = Self.text(named, name: name, client: client, isMotorised: isMotorised)
    }

    private static func spareAction(_ index: Int, of count: Int, _ slots: Int) -> String? {
        let before = count > slots + spare.count ? 2 * slots : count > spare.count ? slots : 0
        return index - before >= 0 && index - before < spare.count ? spare[index - before] : nil
    }

    private static func text(_ named: [Named], name: String, client: String?, isMotorised: Bool) -> String {
        let title = name.replacing("\\", with: "").replacing("\"", with: "'").filter { !$0.isNewline }
        var text = """
            # Learnt from the device: change names and actions as you like; `gainrider check` finds every mistake.
            mapping: 1
            name: "\(title)"

            """
        if let client {
            text += "match:\n  - client: \"\(client.replacing("\\", with: "").replacing("\"", with: "?"))\"\n"
        }
        text +=
            "\ndefaults: {takeover: \(isMotorised ? "motor" : "pickup")\(isMotorised ? "" : ", deadband: 1")}\n\ncontrols:\n"
        for entry in named { text += "  \(entry.name): \(entry.control.line)\n" }
        text += "\nlayers:\n  mix:\(named.allSatisfy(\.actions.isEmpty) ? " {}" : "")\n"
        for entry in named {
            for action in entry.actions { text += "    \(entry.name): \(action)\n" }
        }
        return text
    }
}
