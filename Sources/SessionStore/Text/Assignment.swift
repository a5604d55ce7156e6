import Automation
public import MixModel
import Units

/// `ADDRESS = VALUE`, as the shell sets it: a parameter, an automation mode, a setting of automation.
extension SessionDocument {
    /// Sets what a text says.
    ///
    /// - Returns: what was set, in words: `Lead Vox fader -3 dB`.
    /// - Throws: ``AddressFault``; nothing is changed then.
    public mutating func assign(_ text: String) throws(AddressFault) -> String {
        guard let sign = text.unicodeScalars.firstIndex(of: "=") else {
            throw AddressFault("\"\(TextReader.shown(text))\" sets nothing", help: "such as /strip/1/fader=-3")
        }
        func plain(_ part: Substring) -> String {
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        let address = plain(text[..<sign])
        let value = plain(text[text.unicodeScalars.index(after: sign)...])
        // As it is written in the session's text, and as a control's mapping has it.
        let flags = AutomationFlags.all + [(.suspended, "suspend")]
        // A parameter may end in the same word: solo/safe.
        if let flag = flags.first(where: { address.hasSuffix("/\($0.word)") }), (try? parameter(address)) == nil {
            return try assign(flag.flag, String(address.dropLast(flag.word.count + 1)), flag.word, value)
        }
        if address.hasPrefix("/session/") { return try assign(setting: String(address.dropFirst(9)), value) }
        if address.hasSuffix("/mode") { return try assign(modeOf: String(address.dropLast(5)), value) }
        let id = try parameter(address)
        let spec = id.role.spec
        switch id.role.isKey ? keyReading(value) : spec.reading(value) {
        case .position(let position):
            mix[id] = position
            return "\(title(of: id)) \(spec.text(at: position))"
        case .outOfRange(let shown):
            throw AddressFault("\(address) cannot be \(shown)", help: "it takes \(spec.rangeText)")
        case .notAValue:
            throw AddressFault(
                "\"\(TextReader.shown(value))\" is no value of \(address)", help: "it takes \(spec.rangeText)")
        }
    }

    /// A key is a strip, by number or name.
    private func keyReading(_ text: String) -> ValueReading {
        if let number = NodeNames(mix.strips.map(\.name)).number(text), number <= mix.strips.count,
            let position = Float(exactly: number)
        {
            return .position(position)
        }
        return Role.compKey.spec.reading(text)
    }

    /// `/strip/3/safe = on`.
    private mutating func assign(
        _ flag: AutomationFlags, _ scope: String, _ word: String, _ value: String
    ) throws(AddressFault) -> String {
        guard value == "on" || value == "off" else {
            throw AddressFault("\(word) cannot be \"\(TextReader.shown(value))\"", help: "it is on or off")
        }
        let title: String
        if scope == "/session" {
            set(flag, of: .session, on: value == "on")
            title = "the session"
        } else if let node = try? node(scope) {
            guard node != .monitor else { throw AddressFault("the monitors are not automated") }
            set(flag, of: .node(node), on: value == "on")
            title = mix.name(of: node)
        } else {
            let id = try parameter(scope)
            set(flag, of: .parameter(id), on: value == "on")
            title = self.title(of: id)
        }
        return "\(VisibleText.line(title)) \(word) \(value)"
    }

    private mutating func assign(modeOf scope: String, _ value: String) throws(AddressFault) -> String {
        let mode = try mode(value)
        if let node = try? node(scope) {
            modes.nodes[node] = mode
            return "\(mix.name(of: node)) automation \(value)"
        }
        let id = try parameter(scope)
        modes.parameters[id] = mode
        return "\(title(of: id)) automation \(value)"
    }

    /// `nil`: as the scope above has it.
    func mode(_ value: String) throws(AddressFault) -> AutomationMode? {
        if value == "default" { return nil }
        guard let mode = AutomationMode(rawValue: value) else {
            let known = AutomationMode.allCases.map(\.rawValue) + ["default"]
            throw AddressFault(
                "\"\(TextReader.shown(value))\" is no automation mode", help: TextReader.suggestion(value, known))
        }
        guard mode != .write else {
            throw AddressFault(
                "write is never stored: a session that is opened must not overwrite at once",
                help: "choose it while `gainrider mix` runs")
        }
        return mode
    }

    /// `Lead Vox fader`, for messages and the history.
    public func title(of id: ParameterID) -> String {
        "\(VisibleText.line(mix.name(of: id.node))) \(id.role.spec.path.replacing("/", with: " "))"
    }
}
