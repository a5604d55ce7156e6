import Units

/// Surface templates of CSI (Control Surface Integrator for Reaper), `.mst`: widgets with the bytes that they send and take.
///
/// Its zones, which say what widgets do, are other files (``ZoneFile``); without them widgets whose name says it are given the usual thing.
struct SurfaceTemplate {
    private var draft = MappingDraft()
    private var widget = ""
    /// Controls of widgets, and how they are read.
    private var widgets: [String: (control: Int, form: MappingDraft.Form)] = [:]
    private let zones: [ZoneFile.Binding]

    private init(_ zones: [ZoneFile.Binding]) { self.zones = zones }

    static func isOne(_ start: String) -> Bool {
        start.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("Widget ") }
            && start.contains("WidgetEnd")
    }

    static func read(_ text: String, file: String, zones: [ZoneFile.Binding]) -> ImportedMapping {
        var reader = SurfaceTemplate(zones)
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            reader.take(line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init), index + 1)
        }
        reader.bindZones()
        let draft = reader.draft
        let hasMotors = draft.controls.contains { $0.form == .absolute && $0.out != nil }
        return ImportedMapping(
            text: draft.text(
                name: MappingReader.id(of: file.hasSuffix(".mst") ? String(file.dropLast(4)) : file),
                about: "imported from CSI", takeover: hasMotors ? "motor" : "pickup",
                origin: "Imported from a surface template of CSI"),
            total: draft.total, carried: draft.carried, named: draft.named, leftOut: draft.leftOut)
    }

    private mutating func take(_ words: [String], _ line: Int) {
        guard let first = words.first, !first.hasPrefix("/") else { return }
        switch first {
        case "Widget": widget = words.count > 1 ? words[1] : ""
        case "WidgetEnd": widget = ""
        case "Press", "AnyPress", "Fader14Bit", "Fader7Bit", "Encoder", "Encoder7Bit":
            guard !widget.isEmpty else { return }
            if zones.isEmpty { draft.total += 1 }
            input(first, words, line)
        case "Touch", "Toggle": return
        case let word where word.hasPrefix("FB_"): feedback(word, words, line)
        default: if !widget.isEmpty { draft.leave(out: line, "`\(first)` of \(widget): nothing here is like it") }
        }
    }

    private func bytes(_ words: [String]) -> (status: Int, number: Int)? {
        guard words.count > 2, let status = Int(words[1], radix: 16), let number = Int(words[2], radix: 16),
            (0x80...0xEF).contains(status), (0...127).contains(number)
        else { return nil }
        return (status, number)
    }

    private func message(_ status: Int, _ number: Int) -> String? {
        let channel = status & 15 + 1
        return switch status & 0xF0 {
        case 0x90: "note \(number) ch \(channel)"
        case 0xB0: "cc \(number) ch \(channel)"
        case 0xE0: "pitchbend ch \(channel)"
        default: nil
        }
    }

    private mutating func input(_ kind: String, _ words: [String], _ line: Int) {
        guard let (status, number) = bytes(words), let message = message(status, number) else {
            return draft.leave(out: line, "`\(kind)` of \(widget): its bytes are no note, controller or pitch bend")
        }
        let form: MappingDraft.Form =
            kind.hasPrefix("Encoder") ? .relative("signed") : kind.hasPrefix("Fader") ? .absolute : .button
        guard let control = draft.control(message, form, named: widget) else {
            return draft.leave(out: line, "\(widget): `\(message)` is a control of another kind already")
        }
        draft.named += 1
        widgets[widget] = (control, form)
        guard zones.isEmpty else { return }
        guard let action = usual(widget, form) else {
            return draft.leave(out: line, "\(widget): what it does stands in a zone file; the control has a name")
        }
        draft.add(action, to: control)
        draft.carried += 1
    }

    // MARK: Zones

    // swift-format-ignore
    /// Words before a widget that say how it is used.
    private static let gestures = ["Hold": "hold 600ms", "DoublePress": "double"]

    /// Gives widgets what the zones say. Only the first zone that names a widget counts: in CSI the others act while they are active.
    private mutating func bindZones() {
        var used: Set<String> = []
        for binding in zones {
            guard binding.action.first != "NoAction" else { continue }
            draft.total += 1
            let gesture = binding.modifiers.count == 1 ? Self.gestures[binding.modifiers[0]] : nil
            guard binding.modifiers.isEmpty || gesture != nil else {
                leave(binding, "modifiers other than Hold and DoublePress have to be written by hand")
                continue
            }
            let names = binding.widget.contains("|") ? numbered(binding.widget) : [binding.widget]
            var isCarried = false
            for name in names {
                guard let (control, form) = widgets[name], used.insert("\(name) \(gesture ?? "")").inserted else {
                    continue
                }
                let number: Int? = ReadNumber.whole(
                    name.reversed().prefix { $0.isNumber }.reversed().map(String.init).joined(), in: 1...9999)
                let isRelative = if case .relative = form { true } else { false }
                guard gesture == nil || form == .button,
                    let action = ZoneFile.meaning(
                        of: binding, number: number, isButton: form == .button, isRelative: isRelative)
                else { continue }
                draft.add(action, gesture: gesture ?? "", to: control)
                isCarried = true
            }
            if isCarried { draft.carried += 1 } else { leave(binding, reason(binding, names)) }
        }
    }

    private func reason(_ binding: ZoneFile.Binding, _ names: [String]) -> String {
        guard names.contains(where: { widgets[$0] != nil }) else { return "the surface template has no such widget" }
        return "nothing here is like it, or the widget does something in a zone before"
    }

    private mutating func leave(_ binding: ZoneFile.Binding, _ reason: String) {
        draft.leave(
            out: binding.line,
            "\(binding.file): `\((binding.modifiers + [binding.widget]).joined(separator: "+")) \(binding.action.joined(separator: " "))`: \(reason)"
        )
    }

    /// `Fader1`, `Fader2` … for `Fader|`.
    private func numbered(_ pattern: String) -> [String] {
        let stem = pattern.filter { $0 != "|" }
        return widgets.keys.filter { name in
            name.hasPrefix(stem) && !name.dropFirst(stem.count).isEmpty
                && name.dropFirst(stem.count).allSatisfy(\.isNumber)
        }.sorted { ($0.count, $0) < ($1.count, $1) }
    }

    private mutating func feedback(_ kind: String, _ words: [String], _ line: Int) {
        guard ["FB_TwoState", "FB_Fader14Bit", "FB_Fader7Bit"].contains(kind), let (status, number) = bytes(words),
            let message = message(status, number), let control = draft.known(message)
        else {
            if !widget.isEmpty { draft.leave(out: line, "`\(kind)` of \(widget) is not carried over") }
            return
        }
        draft.setOut("same", of: control)
    }

    // swift-format-ignore
    /// Beginning of a widget's name, and what such a widget does; `#` is the number after it.
    private static let usuals: [(name: String, isButton: Bool, action: String)] = [
        ("fader", false, "/slot/#/fader"), ("rotary", false, "/slot/#/pan"), ("mute", true, "toggle /slot/#/mute"),
        ("solo", true, "toggle /slot/#/solo"), ("select", true, "/slot/#/select"), ("recordarm", true, "/slot/#/mode = touch"),
        ("masterfader", false, "/master/fader"), ("play", true, "/transport/play"), ("stop", true, "/transport/stop"),
        ("record", true, "/session/mode = touch"), ("rewind", true, "/transport/position -= 1 s"),
        ("fastforward", true, "/transport/position += 1 s"), ("cycle", true, "toggle /transport/loop"),
        ("bankleft", true, "/bank/previous"), ("bankright", true, "/bank/next"), ("channelleft", true, "/bank -= 1"),
        ("channelright", true, "/bank += 1"), ("undo", true, "/session/undo"), ("marker", true, "/marker/add"),
        ("jogwheel", false, "/transport/position += 0.1 s"),
    ]

    private func usual(_ widget: String, _ form: MappingDraft.Form) -> String? {
        let name = widget.lowercased().prefix { !$0.isNumber }
        let number: Int? = ReadNumber.whole(widget.drop { !$0.isNumber }, in: 0...9999)
        guard let row = Self.usuals.first(where: { $0.name == name }), row.isButton == (form == .button) else {
            return nil
        }
        guard row.action.contains("#") else { return number == nil ? row.action : nil }
        return number.map { row.action.replacing("#", with: String($0)) }
    }
}
