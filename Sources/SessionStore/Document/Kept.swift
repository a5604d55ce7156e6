import Units

/// What a session keeps under names that the user gives: snapshots and revisions.
public protocol Kept: Sendable {
    /// What people call it: `snapshot`.
    static var word: String { get }
    var name: String { get set }
}

extension Revision: Kept { public static let word = "revision" }
extension Snapshot: Kept { public static let word = "snapshot" }

extension Array where Element: Kept {
    /// Index, from 0, of the one that a name or a number from 1 means; of several with one name the newest.
    public func place(of text: String) -> Int? {
        if let index = lastIndex(where: { $0.name == text }) { return index }
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
