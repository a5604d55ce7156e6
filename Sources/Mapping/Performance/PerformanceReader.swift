/// A performance file to a ``Performance``, or all of its mistakes.
public enum PerformanceReader {
    /// Reads a performance in YAML. Surfaces and controls are checked by ``Performance/check(mappings:)`` once the mappings are known.
    ///
    /// - Returns: the performance if no diagnostic is an error; diagnostics in the order of the file.
    public static func read(text: String, file: String) -> (performance: Performance?, diagnostics: [Diagnostic]) {
        (nil, [])
    }
}
