/// The reference of the language, made from the tables that its reader uses.
public enum MappingReference {
    /// The text of `Docs/MappingReference.md`.
    public static func markdown() -> String { "" }
}
