import ArgumentParser
import Desk
import Foundation
import Mapping
import MixModel
import SessionStore

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Find every mistake in mappings, and run their tests. No hardware needed.",
        discussion: """
            A performance NAME.test.yaml beside NAME.yaml is run as its test, in a session of 16 strips at 48 kHz.

            Examples:
              gainrider check mine.yaml
              gainrider check Mappings/*.yaml
              gainrider check mine.yaml --json
              gainrider check --schema > mapping.schema.json
            """)

    @Argument(help: "Mapping files, and performances.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String] = []

    @Flag(name: .long, help: "Print the JSON Schema of mappings, for editors, and check nothing.")
    var schema = false

    @Flag(name: .long, help: "Do not run the tests that stand beside the mappings.")
    var noTests = false

    @Flag(name: .long, help: "Tell what was found as JSON.")
    var json = false

    func validate() throws {
        guard schema || !files.isEmpty else { throw ValidationError("Missing expected argument '<files> ...'") }
    }

    func run() throws {
        if schema { return Terminal.output.write(MappingSchema.json()) }
        Interruption.watch()
        var checked: [CheckedFile] = []
        for file in files where !(isTest(file) && files.contains(mapping(of: file))) {
            try Interruption.check()
            for found in try check(file) {
                checked.append(found)
                if !json { found.tell() }
            }
        }
        if json {
            Terminal.output.line(JSONText.of(checked))
        } else {
            let errors = checked.flatMap(\.mistakes).filter { $0.severity == Diagnostic.Severity.error.rawValue }
                .count
            let mistakes = checked.map(\.mistakes.count).reduce(0, +)
            if mistakes > 0 { Terminal.error.line(Failure.count(errors: errors, warnings: mistakes - errors)) }
        }
        // The gravest of all files.
        let outcomes: [(Failure.Code, Bool)] = [
            (.badData, checked.contains(where: \.hasErrors)),
            (.missingInput, checked.contains { $0.kind == .missing }),
            (.unmet, checked.contains { !$0.failures.isEmpty }),
        ]
        if let code = outcomes.first(where: \.1)?.0 { throw ExitCode(code.rawValue) }
    }

    /// A file, and the test that stands beside it.
    private func check(_ file: String) throws -> [CheckedFile] {
        guard FileManager.default.fileExists(atPath: file) else { return [CheckedFile(missing: file)] }
        if isTest(file) || isPerformance(file) { return [try runTest(file)] }
        let (mapping, diagnostics) = MappingLibrary.read(file, searching: Mappings.library().folders)
        let checked = CheckedFile(file, mapping, diagnostics)
        let test = test(of: file)
        guard mapping != nil, !noTests, FileManager.default.fileExists(atPath: test) else { return [checked] }
        return [checked, try runTest(test)]
    }

    private func isTest(_ file: String) -> Bool { file.hasSuffix(".test.yaml") }

    /// Whether a file of another name says of itself that it is a performance.
    private func isPerformance(_ file: String) -> Bool {
        // To open a pipe would wait for its writer; reading the mapping says what is wrong with it.
        var status = stat()
        guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: file), let start = try? handle.read(upToCount: 4096)
        else { return false }
        return String(decoding: start, as: UTF8.self).split(separator: "\n").contains { $0.hasPrefix("performance:") }
    }

    private func test(of file: String) -> String { file.replacingOccurrences(of: ".yaml", with: ".test.yaml") }

    private func mapping(of test: String) -> String { test.replacingOccurrences(of: ".test.yaml", with: ".yaml") }

    private func runTest(_ file: String) throws -> CheckedFile {
        var draft = MappingLibrary.readPerformance(file)
        let mappings = draft.findMappings(in: Mappings.library())
        let run = try TestSession.run(&draft, mappings: mappings)
        return CheckedFile(draft, of: file, failures: run?.failures)
    }
}

/// The session in which mappings are tested: 16 strips of silence, ten minutes, 48 kHz, faders at 0 dB, mode read, stopped.
enum TestSession {
    /// Runs a performance; one that has mistakes, or means what this session has not, is only told so.
    static func run(_ draft: inout PerformanceDraft, mappings: [String: DeviceMapping]) throws -> PerformanceRun? {
        let location = SessionLocation(
            FileManager.default.temporaryDirectory.path + "/gainrider-check-\(UUID().uuidString)")
        defer { location.removeNew() }
        var mix = Mix(sampleRate: 48_000)
        // Sources that are never there are silence; they only give the song its length.
        mix.strips = (1...16).map { number in
            Strip(
                name: "Strip \(number)",
                source: Source(path: "none", fingerprint: "", channels: 1, sampleRate: 48_000, frames: 600 * 48_000))
        }
        let store = try SessionStore.create(at: location, document: SessionDocument(mix: mix))
        let studio = Studio(store, isLive: false)
        draft.add(
            studio.desk.misfits(of: draft.performance).map { misfit in
                var misfit = misfit
                misfit.help =
                    "tests have a session of strips 1 to 16; a performance for a song is tried with: gainrider perform SONG FILE"
                return misfit
            })
        guard !draft.hasErrors else { return nil }
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 1024)
        let run = PerformanceRun(
            draft.performance, mappings: mappings, desk: studio.desk, player: player, keepsTake: false)
        run.endsWithEvents = true
        run.isInterrupted = { Interruption.isRequested }
        run.run()
        try store.close()
        try Interruption.check()
        return run
    }
}
