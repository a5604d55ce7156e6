/// A mapping file to a ``DeviceMapping``, or all of its mistakes.
public enum MappingReader {
    /// Reads a mapping.
    ///
    /// - Parameters:
    ///   - text: contents of the file.
    ///   - file: its path as the user named it: for messages, and the name of the mapping (without folder and `.yaml`).
    /// - Returns: the mapping if no diagnostic is an error; diagnostics in the order of the file.
    public static func read(text: String, file: String) -> (mapping: DeviceMapping?, diagnostics: [Diagnostic]) {
        (nil, [])
    }
}
