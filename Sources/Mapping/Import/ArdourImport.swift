import MixModel
import Units

/// Ardour's generic MIDI bindings to a mapping.
struct ArdourImport {
    private var draft = MappingDraft()
    private var bankSize = 8
    private var isMotorised = false

    static func read(_ root: XMLElementTree, file: String) -> ImportedMapping {
        var reader = ArdourImport()
        if let info = root.first("DeviceInfo") {
            reader.bankSize = info.attributes["bank-size"].flatMap { ReadNumber.whole($0, in: 1...512) } ?? 8
            let motors = info.attributes["motorized"] ?? info.attributes["motorised"] ?? "no"
            reader.isMotorised = ["yes", "true", "1"].contains(motors.lowercased())
        }
        for binding in root.all("Binding") { reader.take(binding) }
        let name = root.attributes["name"] ?? MappingReader.id(of: file)
        let draft = reader.draft
        return ImportedMapping(
            text: draft.text(
                name: name, about: "imported from Ardour", takeover: reader.isMotorised ? "motor" : "pickup",
                origin: "Imported from Ardour's generic MIDI bindings"),
            total: draft.total, carried: draft.carried, named: draft.named, leftOut: draft.leftOut)
    }

    private mutating func take(_ binding: XMLElementTree) {
        draft.total += 1
        let attributes = binding.attributes
        if let uri = attributes["uri"] {
            follow(uri, attributes, binding.line)
        } else if let function = attributes["function"] ?? attributes["action"] {
            command(function, attributes, binding.line)
        } else {
            draft.leave(out: binding.line, "a binding to nothing")
        }
    }

    // MARK: Parameters

    private mutating func follow(_ uri: String, _ attributes: [String: String], _ line: Int) {
        let words = uri.split(separator: " ").map(String.init)
        guard let path = words.first, words.count > 1 else {
            return draft.leave(out: line, uri.isEmpty ? "a binding to an empty address" : "`\(uri)` names no strip")
        }
        let parts = path.split(separator: "/").map(String.init)
        let what = parts.dropFirst().joined(separator: "/")
        guard let kind = parts.first, let node = ArdourTargets.node(kind, words[1]) else {
            return draft.leave(out: line, "`\(uri)`: there is no such strip here")
        }
        guard let path = parameter(what, words), node != "/monitor" || path == "fader" else {
            return draft.leave(out: line, "`\(uri)`: nothing here is like `\(what)`")
        }
        let address = node == "/monitor" ? "/monitor/level" : "\(node)/\(path)"
        let isSwitch = path == "mode" || (try? Target(parsing: address))?.spec?.unit == .onOff
        guard path == "mode" || (try? Target(parsing: address)) != nil else {
            return draft.leave(out: line, "`\(uri)`: no parameter `\(address)`")
        }
        guard let (message, form) = source(attributes, line, isSwitch: isSwitch) else { return }
        if isSwitch, form != .button { return draft.leave(out: line, "`\(uri)`: a switch cannot be turned") }
        let title = "\(path == "mode" ? "record" : path)/\(node.split(separator: "/").last ?? "")"
        guard let control = draft.control(message, form, named: title) else {
            return draft.leave(out: line, "`\(message)` is a control of another kind already")
        }
        if let out = feedback(attributes, form) { draft.setOut(out, of: control) }
        let action = path == "mode" ? "\(address) = touch" : isSwitch ? "toggle \(address)" : address
        draft.add(action, to: control)
        draft.carried += 1
        draft.named += 1
    }

    /// The parameter's path here; `nil` if there is none.
    private func parameter(_ what: String, _ words: [String]) -> String? {
        if what == "send/gain" {
            guard words.count > 2, let send = ReadNumber.whole(words[2], in: 1...Role.sendCount) else { return nil }
            return "send/\(send)/level"
        }
        for row in ArdourTargets.parameters {
            if row.path == what { return row.role }
            guard row.path.hasSuffix("#"), what.hasPrefix(row.path.dropLast()),
                let band = ReadNumber.whole(what.dropFirst(row.path.count - 1), in: 0...3)
            else { continue }
            // Bands count from 0 there.
            return row.role.replacing("#", with: String(band + 1))
        }
        return nil
    }

    // MARK: Commands

    private mutating func command(_ name: String, _ attributes: [String: String], _ line: Int) {
        guard let (control, gesture, action) = meaning(of: name, attributes) else {
            return draft.leave(out: line, name.isEmpty ? "a binding to nothing" : "`\(name)`: nothing here does this")
        }
        guard let (message, form) = source(attributes, line, isSwitch: true) else { return }
        guard form == .button, let place = draft.control(message, .button, named: control) else {
            return draft.leave(out: line, "`\(message)` is a control of another kind already")
        }
        if let out = feedback(attributes, .button) { draft.setOut(out, of: place) }
        draft.add(action, gesture: gesture, to: place)
        draft.carried += 1
        draft.named += 1
    }

    private func meaning(
        of name: String, _ attributes: [String: String]
    ) -> (control: String, gesture: String, action: String)? {
        let argument = attributes["argument"] ?? attributes["arguments"] ?? attributes["arg"] ?? ""
        let words = argument.split(separator: " ").map(String.init)
        let lower = name.lowercased()
        switch lower {
        case "set-bank":
            guard let bank = words.first.flatMap({ ReadNumber.whole($0, in: 0...999) }),
                let before = ReadNumber.product(bank, bankSize)
            else { return nil }
            return ("bank/\(bank + 1)", "", "/bank = \(before + 1)")
        case "select", "select-set", "select-add", "select-toggle":
            guard let node = words.first.flatMap({ ArdourTargets.node("route", $0) }) else { return nil }
            return ("select/\(words[0])", "", "\(node)/select")
        case "track-set-solo", "track-set-mute":
            let what = lower.hasSuffix("solo") ? "solo" : "mute"
            guard let node = words.first.flatMap({ ArdourTargets.node("route", $0) }) else { return nil }
            let isOn = words.dropFirst().first.map { $0 != "0" } ?? true
            return ("\(what)/\(words[0])", "", "\(node)/\(what) = \(isOn ? "on" : "off")")
        default:
            return ArdourTargets.commands.first { $0.name == lower }.map { ($0.control, $0.gesture, $0.action) }
        }
    }

    // MARK: Messages

    /// The message of a binding in words; reports and gives `nil` if there is none.
    private mutating func source(
        _ attributes: [String: String], _ line: Int, isSwitch: Bool
    ) -> (message: String, form: MappingDraft.Form)? {
        if let bytes = attributes["sysex"] ?? attributes["msg"] {
            guard let message = RawMessage.words(bytes) else {
                draft.leave(out: line, "`\(bytes)` is not one message")
                return nil
            }
            return (message, .button)
        }
        let rows: [(String, String, MappingDraft.Form, ClosedRange<Int>)] = [
            ("ctl", "cc", isSwitch ? .button : .absolute, 0...127), ("ctl-toggle", "cc", .button, 0...127),
            ("ctl-dial", "cc", .button, 0...127), ("note", "note", isSwitch ? .button : .absolute, 0...127),
            ("pgm", "program", .button, 0...127), ("pb", "pitchbend", .absolute, 0...127),
            ("enc-l", "cc", .relative("signed"), 0...127), ("enc-r", "cc", .relative("signed-inverse"), 0...127),
            ("enc-2", "cc", .relative("twos"), 0...127), ("enc-b", "cc", .relative("offset"), 0...127),
            ("rpn", "rpn", isSwitch ? .button : .absolute, 0...16_382),
            ("nrpn", "nrpn", isSwitch ? .button : .absolute, 0...16_382),
            ("rpn-delta", "rpn", .relative("inc-dec"), 0...16_382),
            ("nrpn-delta", "nrpn", .relative("inc-dec"), 0...16_382),
        ]
        guard let row = rows.first(where: { attributes[$0.0] != nil }) else {
            draft.leave(out: line, "the binding names no message")
            return nil
        }
        let said = attributes[row.0] ?? ""
        // Ardour takes 0 for the first channel, too.
        guard let channel = attributes["channel"].flatMap({ ReadNumber.whole($0, in: 0...16) }).map({ max(1, $0) })
        else {
            draft.leave(out: line, "its channel is `\(attributes["channel"] ?? "")`, expected 1 to 16")
            return nil
        }
        if row.1 == "pitchbend" { return ("pitchbend ch \(channel)", row.2) }
        guard let number = ReadNumber.whole(said.trimmingPrefix { $0 == " " }.prefix { $0.isNumber }, in: row.3)
        else {
            draft.leave(out: line, "its number is `\(said)`, expected \(row.3.lowerBound) to \(row.3.upperBound)")
            return nil
        }
        return ("\(row.1) \(number) ch \(channel)", row.2)
    }

    /// Ardour sends each change back by the binding's own message.
    private func feedback(_ attributes: [String: String], _ form: MappingDraft.Form) -> String? {
        guard attributes["sysex"] == nil, attributes["msg"] == nil, attributes["pgm"] == nil else { return nil }
        switch form {
        case .button: return "same"
        case .absolute: return isMotorised ? "same" : nil
        case .relative: return nil
        }
    }
}
