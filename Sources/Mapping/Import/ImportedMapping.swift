/// What another program's controller file became.
public struct ImportedMapping: Sendable, Hashable {
    /// A mapping that passes `check`.
    public var text: String
    /// Bindings of the file.
    public var total: Int
    /// Those that do here what they did there.
    public var carried: Int
    /// Those that at least have a control with a name.
    public var named: Int
    /// What could not be carried over, in the order of the file.
    public var leftOut: [LeftOut]

    public struct LeftOut: Sendable, Hashable {
        public var line: Int
        /// What the binding does in the other program, and why it could not be carried over.
        public var reason: String
    }
}

public enum ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    case notXML(line: Int, reason: String)
    /// Neither Ardour's nor Mixxx's nor CSI's.
    case unknownFormat
    case tooLarge
    /// There is no binding that could be a control.
    case nothing

    public var description: String {
        switch self {
        case .notXML(let line, let reason): "line \(line): \(reason)"
        case .unknownFormat:
            "this is none of the files that can be imported: Ardour's .map, Mixxx's .midi.xml, CSI's .mst"
        case .tooLarge: "the file is larger than 4 MiB"
        case .nothing: "there is no control in this file, so there is nothing to import"
        }
    }
}

/// A mapping while it is put together from another program's bindings: a control for each message, and what it does.
struct MappingDraft {
    enum Form: Hashable {
        case absolute, button
        case relative(String)

        /// The word that the control's line needs where the message alone would be read as another form.
        func words(isButtonByNature: Bool) -> String? {
            switch self {
            case .absolute: isButtonByNature ? "absolute" : nil
            case .button: isButtonByNature ? nil : "button"
            case .relative(let encoding): "relative \(encoding)"
            }
        }
    }

    struct Control {
        var name: String
        /// Words of the message: `cc 7 ch 1`.
        var message: String
        var form: Form
        var isReversed = false
        /// `same`, or a lamp's table.
        var out: String?
        /// How it is used, and what it does then.
        var actions: [(gesture: String, action: String)] = []
    }

    private(set) var controls: [Control] = []
    private var places: [String: Int] = [:]
    private var names: Set<String> = []
    /// Controls that listen to each plain message.
    private var claimed: [String: [String]] = [:]
    private(set) var leftOut: [ImportedMapping.LeftOut] = []
    var total = 0
    var carried = 0
    var named = 0

    /// The control of a message, made if it is new; `nil` if it is there in another form.
    mutating func control(_ message: String, _ form: Form, named name: @autoclosure () -> String) -> Int? {
        if let place = places[message] { return controls[place].form == form ? place : nil }
        guard controls.count < 4_000, isFree(message) else { return nil }
        places[message] = controls.count
        for part in parts(of: message) { claimed[part, default: []].append(message) }
        controls.append(Control(name: free(name()), message: message, form: form))
        return controls.count - 1
    }

    /// Whether no other control would hear the message too: of a pair either half, of one value the whole message.
    private func isFree(_ message: String) -> Bool {
        parts(of: message).allSatisfy { part in
            (claimed[part] ?? []).allSatisfy { $0.contains(" value ") && message.contains(" value ") }
        }
    }

    /// `cc 0 ch 1` and `cc 32 ch 1` of `cc 0/32 ch 1`, `note 5 ch 1` of `note 5 ch 1 value 127`.
    private func parts(of message: String) -> [String] {
        let words = message.split(separator: " ").map(String.init)
        guard words.count >= 4, words[1].contains("/") else {
            return [message.contains(" value ") ? words.prefix(4).joined(separator: " ") : message]
        }
        return words[1].split(separator: "/").map { "\(words[0]) \($0) \(words[2]) \(words[3])" }
    }

    /// The control of a message, whatever its form.
    func known(_ message: String) -> Int? { places[message] }

    mutating func setOut(_ out: String, of control: Int) { controls[control].out = controls[control].out ?? out }
    mutating func reverse(_ control: Int) { controls[control].isReversed = true }

    mutating func add(_ action: String, gesture: String = "", to control: Int) {
        guard !controls[control].actions.contains(where: { $0 == (gesture, action) }) else { return }
        controls[control].actions.append((gesture, action))
    }

    mutating func leave(out line: Int, _ reason: String) { leftOut.append(.init(line: line, reason: reason)) }

    /// A name that nothing has yet, of the letters that names may have.
    private mutating func free(_ wish: String) -> String {
        var clean = ""
        for letter in wish.lowercased() {
            let isPlain = letter.isASCII && (letter.isLetter || letter.isNumber || letter == "/" || letter == "_")
            if isPlain { clean.append(letter) } else if !clean.isEmpty, clean.last != "-" { clean.append("-") }
        }
        while let last = clean.last, last == "-" || last == "/" { clean.removeLast() }
        clean = String(clean.prefix(56).drop { $0 == "/" || $0 == "-" })
        if clean.isEmpty { clean = "control" }
        var name = clean
        var number = 2
        while !names.insert(name).inserted {
            name = "\(clean)-\(number)"
            number += 1
        }
        return name
    }
}

extension MappingDraft {
    /// The mapping as text.
    func text(name: String, about: String, takeover: String, origin: String) -> String {
        var text = """
            # \(origin). Add a `match` to have it chosen by itself: `gainrider surfaces` shows the names.
            mapping: 1
            name: \(quoted(name))
            about: \(quoted(about))

            defaults: {takeover: \(takeover)}

            controls:

            """
        for control in controls { text += "  \(control.name): {\(parts(of: control).joined(separator: ", "))}\n" }
        text += "\nlayers:\n  main:\n"
        var isEmpty = true
        for control in controls {
            for gesture in control.actions.map(\.gesture).uniqued() {
                let actions = control.actions.filter { $0.gesture == gesture }.map { quoted($0.action) }
                let key = gesture.isEmpty ? control.name : "\(control.name) \(gesture)"
                text += "    \(key): \(actions.count == 1 ? actions[0] : "[\(actions.joined(separator: ", "))]")\n"
                isEmpty = false
            }
        }
        return isEmpty ? text.replacing("  main:\n", with: "  main: {}\n") : text
    }

    private func parts(of control: Control) -> [String] {
        let kind = control.message.prefix { $0 != " " }
        let isButton =
            ["note", "program", "realtime"].contains(kind) || control.message.contains(" value ")
            || kind == "sysex"
        var parts = ["in: \(control.message)"]
        if let form = control.form.words(isButtonByNature: isButton) { parts.append("as: \(form)") }
        if control.isReversed { parts.append(kind == "pitchbend" ? "travel: 16383..0" : "travel: 127..0") }
        if let out = control.out { parts.append("out: \(out)") }
        return parts
    }

    private func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " /_.+=-".contains($0)) }
        guard !isPlain || text.hasPrefix("-") || text.isEmpty || text.hasPrefix(" ") || text.hasSuffix(" ") else {
            return text
        }
        return MappingEdit.quoted(text)
    }
}

extension Array where Element: Hashable {
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
