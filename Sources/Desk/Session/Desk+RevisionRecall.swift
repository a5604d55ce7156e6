import Mapping
import MixModel
import SessionStore
public import Units

/// Revisions while the session is open: what the engine cannot change without being made anew stays as it is, or the revision is refused.
extension Desk {
    /// Makes the session what it was in a revision: one step of undo, done as soon as the store comes to it.
    ///
    /// - Returns: what is wrong, if it cannot be done.
    func recallRevision(_ reference: KeptReference, at frame: FramePosition) -> String? {
        let names = document.revisions.map(\.name)
        guard let place = place(of: reference, among: names) else { return absence(of: reference, "revision", names) }
        return order(.restore(place), at: frame)
    }

    /// The same, by its name or number, for whoever waits for the outcome.
    ///
    /// - Parameter done: is told why it could not be done, for people; `nil`: it is done. Not called if this returns something.
    /// - Returns: what is wrong, if that is known at once.
    public func restoreRevision(_ name: String, at frame: FramePosition, done: @escaping (String?) -> Void) -> String?
    {
        guard let place = document.revisions.place(of: name) else { return document.revisions.absence(of: name) }
        return order(.restore(place), at: frame, done: done)
    }
}

extension SessionDocument {
    /// The session as it was in a revision, if that can be played without opening it anew.
    ///
    /// - Throws: ``NotPlayable``, or what is wrong with the revision's text.
    func playable(_ revision: Revision) throws -> SessionDocument {
        var restored = self
        try restored.restore(revision)
        guard restored.mix.hasStructure(of: mix) else { throw NotPlayable(name: revision.name) }
        return restored
    }

    /// A revision that differs in what the engine was made of.
    struct NotPlayable: Error, CustomStringConvertible {
        var name: String

        var description: String {
            "\"\(VisibleText.line(name))\" has other strips, files, ways or another tempo than what plays now; leave the mix, and "
                + "bring it back with: gainrider revisions SONG restore \"\(VisibleText.line(name))\""
        }
    }
}
