/// Mappings as they are edited, and controls that are learnt.
extension OrderReader {
    private static let longest = 500

    mutating func mapping(_ value: JSONValue) {
        guard let fields = value.object, let id = fields["id"]?.text, let text = fields["text"]?.text else {
            return fault("mapping", "expected {\"id\": \"korg-nanokontrol2\", \"text\": \"mapping: 1 …\"}")
        }
        draft = MappingDraft(
            id: id, text: text, isToSave: fields["save"]?.bool == true, version: fields["version"]?.text)
    }

    mutating func learn(_ value: JSONValue) {
        if value == .null || value.bool == false { return add("learn", .learn(nil)) }
        guard let name = value.text, name.count <= Self.longest else {
            return fault("learn", "expected the name of a device, such as \"nanoKONTROL2\", or null to end")
        }
        add("learn", .learn(name))
    }

    mutating func assign(_ value: JSONValue) {
        guard let fields = value.object, let message = fields["message"]?.text, let action = fields["to"]?.text,
            !action.isEmpty
        else {
            return fault("assign", "expected {\"message\": \"cc 20 ch 1\", \"to\": \"/strip/3/fader\"}")
        }
        for key in ["layer", "name"] where fields[key].map({ $0 != .null && $0.text == nil }) == true {
            return fault(key, "expected a text, such as \"mix\" for the layer")
        }
        let texts = [message, action, fields["layer"]?.text ?? "", fields["name"]?.text ?? ""]
        guard texts.allSatisfy({ $0.count <= Self.longest && !$0.contains(where: \.isNewline) }) else {
            return fault("assign", "expected single lines of \(Self.longest) characters at most")
        }
        if let name = fields["name"]?.text, !name.allSatisfy(Self.isOfName) || name.isEmpty {
            return fault("name", "`\(name)` is no name of a control; expected letters, digits, `-`, `_` and `/`")
        }
        learned = LearnedOrder(
            message: message, action: action, layer: fields["layer"]?.text, name: fields["name"]?.text,
            isToSave: fields["save"]?.bool != false, goesOn: fields["more"]?.bool == true)
    }

    private static func isOfName(_ letter: Character) -> Bool {
        letter.isASCII && (letter.isLetter || letter.isNumber || "-_/".contains(letter))
    }
}
