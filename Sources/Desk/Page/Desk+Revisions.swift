import MixModel
public import SessionStore
public import Units

/// Named states of the session. Texts are made and read by whoever asks, on threads of their own: they may be long.
extension Desk {
    /// Keeps a state of the session under its name. Undo does not touch it.
    ///
    /// - Returns: what is wrong, if it could not be done.
    public func keep(_ revision: Revision) -> String? {
        guard !line.isReadOnly else { return Desk.readOnly }
        guard !document.revisions.contains(where: { $0.name == revision.name }) else {
            return "there is a revision \"\(revision.name)\" already; choose another name, or remove it first"
        }
        changeRevisions("Keep \(revision.name)") { $0.append(revision) }
        return nil
    }

    /// Gives a revision another name.
    public func renameRevision(_ name: String, to new: String) -> String? {
        guard !line.isReadOnly else { return Desk.readOnly }
        guard let index = document.revision(name).map({ $0.number - 1 }) else { return Desk.missingRevision(name) }
        guard !document.revisions.contains(where: { $0.name == new }) else {
            return "there is a revision \"\(new)\" already; choose another name"
        }
        let old = document.revisions[index]
        changeRevisions("Rename \(old.name)") { revisions in
            guard let place = revisions.lastIndex(of: old) else { return }
            revisions[place].name = new
        }
        return nil
    }

    /// Forgets a revision.
    public func removeRevision(_ name: String) -> String? {
        guard !line.isReadOnly else { return Desk.readOnly }
        guard let found = document.revision(name)?.revision else { return Desk.missingRevision(name) }
        changeRevisions("Remove \(found.name)") { revisions in
            guard let place = revisions.lastIndex(of: found) else { return }
            revisions.remove(at: place)
        }
        return nil
    }

    /// Makes the session what it was in a revision: one step of undo. The revisions themselves stay.
    ///
    /// - Parameters:
    ///   - restored: the session as the revision has it.
    ///   - name: the revision's.
    public func restore(_ restored: SessionDocument, named name: String, at frame: FramePosition) -> String? {
        guard !line.isReadOnly else { return Desk.readOnly }
        guard !isAnythingWriting, !recorder.isOpen else {
            return "a revision is brought back when the pass has ended: stop first"
        }
        guard restored.mix.hasStructure(of: document.mix) else {
            return "\(SessionDocument.NotPlayable(name: name))"
        }
        storeRests()
        var new = restored
        new.revisions = document.revisions
        guard new != document else { return nil }
        line.perform("Restore \(name)") { document in
            let revisions = document.revisions
            document = restored
            document.revisions = revisions
        }
        adopt(new, at: frame)
        return nil
    }

    /// Why a revision is not there, for people.
    public static func missingRevision(_ name: String) -> String {
        "there is no revision \"\(name)\"; the history lists those that there are"
    }

    private static let readOnly = "this session is read-only"

    private func changeRevisions(_ label: String, _ change: @escaping @Sendable (inout [Revision]) -> Void) {
        change(&document.revisions)
        line.keep(label) { change(&$0.revisions) }
    }
}
