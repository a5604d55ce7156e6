import AudioFiles
import Foundation
import Mapping
import SessionStore

/// Why a command ends without its result: lines for people and an exit code for scripts.
struct Failure: Error {
    /// Exit codes after sysexits(3), 1 for an expectation that did not hold, and 130 for an interruption.
    enum Code: Int32 {
        case unmet = 1
        case usage = 64
        case badData = 65
        case missingInput = 66
        case unavailable = 69
        case cannotCreate = 73
        case inputOutput = 74
        /// By SIGINT, as a shell has it.
        case interrupted = 130
    }

    let code: Code
    let lines: [String]

    init(_ code: Code, _ lines: String...) {
        self.code = code
        self.lines = lines
    }

    init(_ code: Code, lines: [String]) {
        self.code = code
        self.lines = lines
    }

    /// Mistakes in a file that a person wrote.
    init(_ diagnostics: [Diagnostic]) {
        self.init(.badData, lines: diagnostics.map(\.description) + [Failure.count(diagnostics)])
    }

    init(_ error: SessionStoreError) {
        let lines = error.description.split(separator: "\n").map(String.init)
        // Mistakes in a text begin with their place, as a compiler's do.
        let isPlaced = if case .text = error { true } else { false }
        self.init(
            Code(rawValue: error.exitCode) ?? .inputOutput, lines: isPlaced ? lines : lines.map { "gainrider: \($0)" }
        )
    }

    init(_ error: FileError) { self.init(Failure.code(of: error), "gainrider: \(error)") }

    func tell() {
        for line in lines { Terminal.error.line(line) }
    }

    static func code(of error: FileError) -> Code {
        switch error {
        case .notFound: .missingInput
        case .exists, .noSuchFolder, .notPermitted: .cannotCreate
        case .diskFull, .cannotWrite, .notReadable: .inputOutput
        case .interrupted: .interrupted
        default: .badData
        }
    }

    static func count(_ diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.filter { $0.severity == .error }.count
        return count(errors: errors, warnings: diagnostics.count - errors)
    }

    static func count(errors: Int, warnings: Int) -> String {
        let words = Terminal.count
        return [words(errors, "error")].filter { _ in errors > 0 || warnings == 0 }.joined()
            + (errors > 0 && warnings > 0 ? ", " : "") + (warnings > 0 ? words(warnings, "warning") : "")
    }
}
