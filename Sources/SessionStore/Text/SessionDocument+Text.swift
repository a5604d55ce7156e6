extension SessionDocument {
    /// The session as YAML: only what differs from the default, always in the same order, one line a value.
    ///
    /// - Parameter revisions: whether its revisions are in it.
    public func yaml(revisions: Bool = true) -> String { YAMLWriter.text(textTree(revisions: revisions)) }

    /// The same tree as JSON. ``load(text:file:)`` reads it too.
    public func json() -> String { JSONWriter.text(textTree(revisions: true)) }
}
