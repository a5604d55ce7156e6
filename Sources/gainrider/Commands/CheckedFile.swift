import Foundation
import Mapping

/// What `check` found out about one file.
struct CheckedFile: Encodable {
    enum Kind: String, Encodable { case mapping, performance, missing }

    /// What a mapping holds.
    struct Contents: Encodable {
        var name: String
        var controls: Int
        var assignments: Int
        var layers: Int
    }

    struct Expectations: Encodable {
        var total: Int
        var held: Int
    }

    var file: String
    var kind: Kind
    /// Of a mapping without errors.
    var contents: Contents?
    /// Of a performance that was run.
    var expectations: Expectations?
    /// What is wrong in the file, or in one that it names.
    var mistakes: [Mistake] = []
    /// What did not hold when a performance was run.
    var failures: [Mistake] = []

    /// A diagnostic, for programs. Lines and columns count from 1.
    struct Mistake: Encodable {
        var severity: String
        var code: String
        var file: String
        var line: Int
        var column: Int
        var length: Int
        var message: String
        var help: String?

        init(_ diagnostic: Diagnostic) {
            severity = diagnostic.severity.rawValue
            code = diagnostic.code
            file = diagnostic.location.file
            line = diagnostic.location.line
            column = diagnostic.location.column
            length = diagnostic.location.length
            message = diagnostic.message
            help = diagnostic.help
        }
    }

    /// The same, for people.
    private var diagnostics: [Diagnostic] = []

    private enum CodingKeys: CodingKey { case file, kind, contents, expectations, mistakes, failures }

    init(missing file: String) {
        self.file = file
        kind = .missing
    }

    init(_ file: String, _ mapping: DeviceMapping?, _ diagnostics: [Diagnostic]) {
        self.file = file
        kind = .mapping
        contents = mapping.map { mapping in
            Contents(
                name: mapping.name, controls: mapping.controls.count,
                assignments: mapping.layers.map(\.assignments.count).reduce(0, +), layers: mapping.layers.count)
        }
        mistakes = diagnostics.map(Mistake.init)
        self.diagnostics = diagnostics
    }

    /// - Parameter failures: of the run; `nil` if it was not run.
    init(_ draft: PerformanceDraft, of file: String, failures: [Diagnostic]?) {
        self.file = file
        kind = .performance
        let total = draft.performance.expectations.count
        expectations = failures.map { Expectations(total: total, held: total - $0.count) }
        mistakes = draft.diagnostics.map(Mistake.init)
        self.failures = (failures ?? []).map(Mistake.init)
        diagnostics = draft.diagnostics + (failures ?? [])
    }

    var hasErrors: Bool { mistakes.contains { $0.severity == Diagnostic.Severity.error.rawValue } }

    /// What is wrong on standard error, what is well on standard output.
    func tell() {
        if kind == .missing { Terminal.error.line("gainrider: \(file) does not exist") }
        for diagnostic in diagnostics { Terminal.error.line(diagnostic.description) }
        if let contents {
            let count = Terminal.count
            Terminal.output.line(
                "\(file): \(contents.name): \(count(contents.controls, "control")), "
                    + "\(count(contents.assignments, "assignment")) in \(count(contents.layers, "layer"))")
        }
        if let expectations {
            let held = expectations.held == expectations.total ? "all" : "\(expectations.held) of"
            Terminal.output.line("\(file): \(held) \(expectations.total) expectations held")
        }
    }
}
