/// Gives one control something to do, in the text of a mapping. Whatever else stands there stays as it is, letter for letter.
///
/// A pure function of texts; whether the outcome is a mapping without mistakes is for ``MappingReader`` to say.
public struct MappingEdit: Sendable, Hashable {
    /// Its name: letters, digits, `-`, `_` and `/`.
    public var control: String
    /// What the device sends, if the mapping has no such control yet: `{in: cc 20 ch 1}`.
    public var line: String?
    public var layer: String
    /// What it does there: `/strip/3/fader`.
    public var action: String

    public init(control: String, line: String?, layer: String, action: String) {
        self.control = control
        self.line = line
        self.layer = layer
        self.action = action
    }

    public struct Outcome: Sendable, Hashable {
        public var text: String
        /// Line of the assignment, from 1.
        public var place: Int
        /// What stood there before, if something did.
        public var replaced: String?
    }

    /// The text with the change; `nil` if it is written in a way that cannot be changed safely.
    public func applied(to text: String) -> Outcome? {
        guard var draft = YAMLEdit(text) else { return nil }
        if let line { guard draft.put(control, line, under: ["controls"]) != nil else { return nil } }
        draft.takeApart(control, under: ["layers", layer])
        guard let replaced = draft.put(control, Self.scalar(action), under: ["layers", layer]),
            let place = draft.line(of: ["layers", layer, control]),
            draft.value(of: ["layers", layer, control]) == action
        else { return nil }
        return Outcome(text: draft.text, place: place, replaced: replaced.isEmpty ? nil : replaced)
    }

    /// A file of the user's own that extends the mapping of the same name and holds nothing but this change.
    public func changing(_ id: String) -> Outcome? {
        applied(
            to: """
                # What is different on this desk: everything else is as in the mapping that it extends.
                mapping: 1
                extends: \(id)

                """)
    }

    /// A mapping for a device that has none yet.
    ///
    /// - Parameters:
    ///   - client: the sequencer's name of it.
    ///   - index: which of its ports, from 0.
    public func beginning(name: String, client: String, index: Int) -> Outcome? {
        let client = String(client.map { "\\\"*".contains($0) || $0.isNewline ? "?" : $0 })
        let port = index > 0 ? "\n    index: \(index)" : ""
        return applied(
            to: """
                # Learnt from the device: change names and actions as you like; `gainrider check` finds every mistake.
                mapping: 1
                name: \(Self.quoted(name))
                match:
                  - client: "\(client)"\(port)
                defaults: {takeover: pickup, deadband: 1}

                """)
    }

    /// A text as YAML has it: in quotes where something in it means something else there.
    static func scalar(_ text: String) -> String {
        let plain = text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || " /=+-_.".unicodeScalars.contains($0)
        }
        let isSafe = plain && text.first.map { $0 == "/" || $0.isLetter } == true && text.last != " "
        return isSafe ? text : quoted(text)
    }

    /// A text between double quotes, in one line.
    static func quoted(_ text: String) -> String {
        "\"" + text.filter { !$0.isNewline }.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
