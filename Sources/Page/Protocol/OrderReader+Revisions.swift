/// Named states of the session.
extension OrderReader {
    private static let longestName = 200
    private static let longestNote = 2000

    mutating func revision(_ value: JSONValue) {
        guard let fields = value.object, let word = OrderReader.revisionWords.first(where: { fields[$0] != nil })
        else {
            return fault(
                "revision", "expected {\"keep\": \"Mix 3\"}, or restore, rename, remove or compare in place of keep")
        }
        guard let name = name(fields[word], word) else { return }
        func optional(_ key: String, longest: Int) -> String?? {
            guard let value = fields[key], value != .null else { return .some(nil) }
            guard let text = value.text, text.count <= longest else { return nil }
            return text
        }
        switch word {
        case "keep":
            guard let note = optional("note", longest: OrderReader.longestNote) else {
                return fault("note", "expected a text of \(OrderReader.longestNote) characters at most")
            }
            add(name, .revision(.keep(name, note: note ?? "")))
        case "restore": add(name, .revision(.restore(name)))
        case "rename":
            guard let new = self.name(fields["to"], "to") else { return }
            add(name, .revision(.rename(name, to: new)))
        case "remove": add(name, .revision(.remove(name)))
        default:
            guard let other = optional("with", longest: OrderReader.longestName) else {
                return fault("with", "expected the name or number of a revision")
            }
            add(name, .revision(.compare(name, with: other)))
        }
    }

    private static let revisionWords = ["keep", "restore", "rename", "remove", "compare"]

    private mutating func name(_ value: JSONValue?, _ word: String) -> String? {
        guard let name = value?.text, !name.isEmpty, name.count <= OrderReader.longestName else {
            fault(word, "expected a name of 1 to \(OrderReader.longestName) characters")
            return nil
        }
        return name
    }
}
