extension SessionDocument {
    /// The session as YAML: only what differs from the default, always in the same order, one line a value.
    public func yaml() -> String { YAMLWriter.text(textTree) }

    /// The same tree as JSON. ``load(text:file:)`` reads it too.
    public func json() -> String { JSONWriter.text(textTree) }
}
