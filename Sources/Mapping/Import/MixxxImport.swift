import Units

/// Mixxx's MIDI mappings: each control gets a name, and does the same here if there is something like it.
struct MixxxImport {
    private var draft = MappingDraft()
    /// 14-bit messages of which one half has been read, by group and key.
    private var halves: [String: (number: Int, channel: Int, isHigh: Bool)] = [:]

    static func read(_ root: XMLElementTree, file: String) -> ImportedMapping {
        var reader = MixxxImport()
        let controller = root.first("controller")
        for control in controller?.first("controls")?.all("control") ?? [] { reader.take(control) }
        for output in controller?.first("outputs")?.all("output") ?? [] { reader.take(output: output) }
        let name = root.first("info")?.text(of: "name") ?? ""
        let draft = reader.draft
        return ImportedMapping(
            text: draft.text(
                name: name.isEmpty ? MappingReader.id(of: file) : name, about: "imported from Mixxx",
                takeover: "pickup",
                origin: "Imported from a Mixxx mapping; decks are strips"),
            total: draft.total, carried: draft.carried, named: draft.named, leftOut: draft.leftOut)
    }

    private mutating func take(_ element: XMLElementTree) {
        draft.total += 1
        let group = element.text(of: "group"), key = element.text(of: "key")
        let options = Set((element.first("options")?.children ?? []).map { $0.name.lowercased() })
        let title = "`\(group) \(key)`"
        guard let status = number(element.text(of: "status")), (0x80...0xEF).contains(status) else {
            return draft.leave(out: element.line, "\(title): its status is no message of a channel")
        }
        let number = number(element.text(of: "midino")) ?? 0
        let channel = status & 15 + 1
        guard (0...127).contains(number) else {
            return draft.leave(out: element.line, "\(title): its number is \(number), expected 0 to 127")
        }
        let isScript = options.contains("script-binding")
        let meaning = isScript ? nil : MixxxTargets.action(group: group, key: key)
        guard let message = message(status, number, channel, options, id: group + key) else {
            // The first half of a number of 14 bits; its other half makes the control.
            draft.named += 1
            return
        }
        let form = form(status, options, meaning?.kind)
        let wish = isScript ? key : "\(group.filter { $0 != "[" && $0 != "]" })/\(key)"
        guard let control = draft.control(message, form, named: wish) ?? (meaning == nil ? draft.known(message) : nil)
        else {
            return draft.leave(out: element.line, "\(title): `\(message)` is a control of another kind already")
        }
        draft.named += 1
        if options.contains("invert") || options.contains("rot64inv") { draft.reverse(control) }
        guard let meaning else {
            return draft.leave(
                out: element.line,
                isScript
                    ? "\(title) is a script; the control has a name, give it something to do"
                    : "\(title): nothing here is like it; the control has a name")
        }
        guard fits(meaning, form) else {
            return draft.leave(out: element.line, "\(title): a control of this kind cannot do `\(meaning.action)`")
        }
        for action in actions(meaning.action) { draft.add(action, to: control) }
        draft.carried += 1
    }

    private func actions(_ text: String) -> [String] {
        guard text.hasPrefix("[") else { return [text] }
        return text.dropFirst().dropLast().split(separator: ",").map { String($0.drop { $0 == " " }) }
    }

    private func fits(_ meaning: (kind: MixxxTargets.Kind, action: String), _ form: MappingDraft.Form) -> Bool {
        switch form {
        case .button: meaning.kind == .presses
        case .absolute: meaning.kind == .moves && !meaning.action.contains("=")
        case .relative: meaning.kind == .moves
        }
    }

    private func form(_ status: Int, _ options: Set<String>, _ kind: MixxxTargets.Kind?) -> MappingDraft.Form {
        guard status & 0xF0 == 0xB0 else {
            return [0x80, 0x90, 0xC0].contains(status & 0xF0) ? .button : .absolute
        }
        let encodings = [
            (["rot64", "rot64inv", "rot64fast", "spread64"], "offset"),
            (["selectknob", "diff", "hercjog", "hercjogfast"], "twos"),
        ]
        for (names, encoding) in encodings where !options.isDisjoint(with: names) { return .relative(encoding) }
        return kind == .presses || options.contains("button") || options.contains("switch") ? .button : .absolute
    }

    /// The message in words; `nil` if its other half is still to come.
    private mutating func message(
        _ status: Int, _ number: Int, _ channel: Int, _ options: Set<String>, id: String
    ) -> String? {
        let isHigh = options.contains("fourteen-bit-msb")
        if status & 0xF0 == 0xB0, isHigh || options.contains("fourteen-bit-lsb") {
            guard let other = halves[id], other.isHigh != isHigh, other.channel == channel else {
                halves[id] = (number, channel, isHigh)
                return nil
            }
            let (high, low) = isHigh ? (number, other.number) : (other.number, number)
            return "cc \(high)/\(low) ch \(channel) any"
        }
        switch status & 0xF0 {
        case 0x80, 0x90: return "note \(number) ch \(channel)"
        case 0xA0: return "poly \(number) ch \(channel)"
        case 0xB0: return "cc \(number) ch \(channel)"
        case 0xC0: return "program \(number) ch \(channel)"
        case 0xD0: return "pressure ch \(channel)"
        default: return "pitchbend ch \(channel)"
        }
    }

    /// A lamp, where some control has its message.
    private mutating func take(output element: XMLElementTree) {
        guard let status = number(element.text(of: "status")), let number = number(element.text(of: "midino")),
            (0...127).contains(number), [0x80, 0x90, 0xB0].contains(status & 0xF0)
        else { return }
        let message = (status & 0xF0 == 0xB0 ? "cc" : "note") + " \(number) ch \(status & 15 + 1)"
        guard let control = draft.known(message), draft.controls[control].form == .button else {
            let title = "\(element.text(of: "group")) \(element.text(of: "key"))"
            return draft.leave(out: element.line, "the lamp of `\(title)`: no key has its message, `\(message)`")
        }
        let on = self.number(element.text(of: "on")) ?? 127, off = self.number(element.text(of: "off")) ?? 0
        guard (0...127).contains(on), (0...127).contains(off) else { return }
        draft.setOut("{off: \(off), on: \(on)}", of: control)
    }

    /// `0x90`, `144`.
    private func number(_ text: String) -> Int? {
        let text = text.lowercased()
        guard text.hasPrefix("0x") else { return ReadNumber.whole(text, in: 0...65_535) }
        let digits = text.dropFirst(2)
        return Int(digits, radix: 16)
    }
}
