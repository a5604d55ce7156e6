import Units

/// What a session keeps under names that the user gives: snapshots and revisions.
public protocol Kept: Sendable {
    /// What people call it: `snapshot`.
    static var word: String { get }
    var name: String { get set }
}

extension Revision: Kept { public static let word = "revision" }
extension Snapshot: Kept { public static let word = "snapshot" }

/// Which of the things that a session keeps a name means: the same for the shell, the page and a control.
public enum KeptName {
    /// The very name first, then one that differs in capitals alone; of several the newest.
    public static func place(of name: String, among names: [String]) -> Int? {
        names.lastIndex(of: name) ?? names.lastIndex { $0.lowercased() == name.lowercased() }
    }
}

extension Array where Element: Kept {
    /// Index, from 0, of the one that a name or a number from 1 means; of several with one name the newest.
    public func place(of text: String) -> Int? {
        if let index = KeptName.place(of: text, among: map(\.name)) { return index }
        return Int(text).flatMap { indices.contains($0 - 1) ? $0 - 1 : nil }
    }

    /// Why none is meant, for people.
    public func absence(of text: String) -> String {
        let known = map { "\"\(VisibleText.line($0.name))\"" }.joined(separator: ", ")
        return "there is no \(Element.word) \"\(VisibleText.line(text))\""
            + (known.isEmpty ? "; the session has none" : "; there is \(known)")
    }

    /// Why a new one cannot have this name, for people; `nil`: it can.
    public func fault(naming name: String) -> String? {
        if name.isEmpty { return "a \(Element.word) needs a name" }
        guard contains(where: { $0.name == name }) else { return nil }
        return
            "there is a \(Element.word) \"\(VisibleText.line(name))\" already; choose another name, or remove it first"
    }
}
