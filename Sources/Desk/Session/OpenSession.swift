import SessionStore

/// The session as it is now, which all parts of the desk look at.
///
/// - Thread: the desk's.
final class OpenSession {
    /// Running moves of rest positions are in it before they are stored.
    var document: SessionDocument

    init(_ document: SessionDocument) { self.document = document }
}
