import Mapping
import MixModel
import SessionStore
import Units

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
