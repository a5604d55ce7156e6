/// All mistakes of one file, in its order.
final class Findings {
    let file: String
    private let lines: [Substring]
    private var diagnostics: [Diagnostic] = []

    /// More than these are not kept: a file with so many is not a mapping.
    static let limit = 200

    init(file: String, text: String) {
        self.file = file
        // Character-wise splitting would see CR LF as one and U+2028 as no line end; YAML's lines end with CR, LF or both.
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
    var count: Int { diagnostics.count }
    /// Time to stop: what follows would not be shown.
    var isFull: Bool { diagnostics.count >= Findings.limit }

    func error(_ code: String, at location: SourceLocation, _ message: String, help: String? = nil) {
        add(.error, code, location, message, help)
    }

    func warning(_ code: String, at location: SourceLocation, _ message: String, help: String? = nil) {
        add(.warning, code, location, message, help)
    }

    /// A fault inside a text, at its own columns.
    func error(_ fault: AddressError, in text: YAMLText) {
        error(
            fault.code, at: text.location(offset: fault.offset, length: fault.length), fault.message, help: fault.help
        )
    }

    private func add(
        _ severity: Diagnostic.Severity, _ code: String, _ location: SourceLocation, _ message: String,
        _ help: String?
    ) {
        add(Diagnostic(severity, code, at: location, message, help: help))
    }

    /// Keeps a mistake that somebody else found in this file, with the line that it is in.
    func add(_ diagnostic: Diagnostic) {
        guard diagnostics.count < Findings.limit else { return }
        let location = diagnostic.location
        let isHere = location.file == file && lines.indices.contains(location.line - 1)
        let line = isHere ? String(lines[location.line - 1]) : diagnostic.sourceLine
        var diagnostic = diagnostic
        diagnostic.sourceLine = line
        if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }

    /// In the order of the file; of one place in the order found.
    func sorted() -> [Diagnostic] {
        diagnostics.enumerated().sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }.map(
            \.element)
    }
}
