import MixModel
public import SessionStore

/// Named states of the session. Texts are made and read by whoever asks, on threads of their own: they may be long.
extension Desk {
    /// Keeps a state of the session under its name. Undo does not touch it.
    ///
    /// - Returns: what is wrong, if it could not be done.
    public func keep(_ revision: Revision) -> String? {
        guard !line.isReadOnly else { return SessionEditor.readOnly }
        if let fault = document.revisions.fault(naming: revision.name) { return fault }
        changeRevisions("Keep \(revision.name)") { $0.append(revision) }
        return nil
    }

    /// Gives a revision another name.
    public func renameRevision(_ name: String, to new: String) -> String? {
        guard !line.isReadOnly else { return SessionEditor.readOnly }
        guard let index = document.revisions.place(of: name) else { return document.revisions.absence(of: name) }
        if let fault = document.revisions.fault(naming: new) { return fault }
        let old = document.revisions[index]
        changeRevisions("Rename \(old.name)") { revisions in
            guard let place = revisions.lastIndex(of: old) else { return }
            revisions[place].name = new
        }
        return nil
    }

    /// Forgets a revision.
    public func removeRevision(_ name: String) -> String? {
        guard !line.isReadOnly else { return SessionEditor.readOnly }
        guard let found = document.revision(name)?.revision else { return document.revisions.absence(of: name) }
        changeRevisions("Remove \(found.name)") { revisions in
            guard let place = revisions.lastIndex(of: found) else { return }
            revisions.remove(at: place)
        }
        return nil
    }

    private func changeRevisions(_ label: String, _ change: @escaping @Sendable (inout [Revision]) -> Void) {
        editor.keep(label) { change(&$0.revisions) }
    }
}
