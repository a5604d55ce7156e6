/// A state of the session that somebody has named, to come back to it and to compare with it.
public struct Revision: Sendable, Hashable {
    /// Seconds since 1970 that are a date: to the year 9999.
    static let times: ClosedRange<Int64> = 0...253_402_300_799

    public var name: String
    /// What somebody has to say of it; may be empty.
    public var note: String
    /// When it was named, in seconds since 1970.
    public var time: Int64
    /// The session as text, as it was then.
    public var session: String

    init(name: String, note: String, time: Int64, session: String) {
        (self.name, self.note, self.time, self.session) = (name, note, time, session)
    }

    /// The document as it is now, under a name.
    public init(_ document: SessionDocument, name: String, note: String = "", time: Int64) {
        self.init(name: name, note: note, time: time, session: document.yaml(revisions: false))
    }

    /// The session as it was.
    ///
    /// - Throws: ``SessionStoreError/text(file:faults:)`` if a newer version has written what this one cannot read.
    public func document() throws -> SessionDocument {
        try SessionDocument.load(text: session, file: "revision \(name)")
    }
}

extension SessionDocument {
    /// The revision that a name or a number from 1 means; of several with one name the newest.
    public func revision(_ text: String) -> (number: Int, revision: Revision)? {
        revisions.place(of: text).map { ($0 + 1, revisions[$0]) }
    }

    /// Makes the session what it was in a revision; the revisions themselves stay.
    public mutating func restore(_ revision: Revision) throws {
        var restored = try revision.document()
        restored.revisions = revisions
        self = restored
    }
}
