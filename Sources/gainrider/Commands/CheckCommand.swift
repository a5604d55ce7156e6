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
            """)

    @Argument(help: "Mapping files, and performances.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Flag(name: .long, help: "Do not run the tests that stand beside the mappings.")
    var noTests = false

    func run() throws {
        var faults: [Diagnostic] = []
        var missing: [String] = []
        var unmet = 0
        for file in files where !(isTest(file) && files.contains(mapping(of: file))) {
            guard FileManager.default.fileExists(atPath: file) else {
                missing.append("gainrider: \(file) does not exist")
                continue
            }
            if isTest(file) || isPerformance(file) {
                try runTest(file, &faults, &unmet)
                continue
            }
            let (mapping, diagnostics) = MappingLibrary.read(file)
            for diagnostic in diagnostics { Terminal.error.line(diagnostic.description) }
            faults += diagnostics
            guard let mapping else { continue }
            Terminal.output.line("\(file): \(summary(of: mapping))")
            let test = test(of: file)
            if !noTests, FileManager.default.fileExists(atPath: test) { try runTest(test, &faults, &unmet) }
        }
        for line in missing { Terminal.error.line(line) }
        if !faults.isEmpty { Terminal.error.line(Failure.count(faults)) }
        if faults.contains(where: { $0.severity == .error }) { throw ExitCode(Failure.Code.badData.rawValue) }
        if !missing.isEmpty { throw ExitCode(Failure.Code.missingInput.rawValue) }
        if unmet > 0 { throw ExitCode(Failure.Code.unmet.rawValue) }
    }

    private func isTest(_ file: String) -> Bool { file.hasSuffix(".test.yaml") }

    /// Whether a file of another name says of itself that it is a performance.
    private func isPerformance(_ file: String) -> Bool {
        guard let handle = FileHandle(forReadingAtPath: file), let start = try? handle.read(upToCount: 4096) else {
            return false
        }
        return String(decoding: start, as: UTF8.self).split(separator: "\n").contains { $0.hasPrefix("performance:") }
    }

    private func test(of file: String) -> String { file.replacingOccurrences(of: ".yaml", with: ".test.yaml") }

    private func mapping(of test: String) -> String { test.replacingOccurrences(of: ".test.yaml", with: ".yaml") }

    private func summary(of mapping: DeviceMapping) -> String {
        let assignments = mapping.layers.map(\.assignments.count).reduce(0, +)
        return "\(mapping.name): \(Terminal.count(mapping.controls.count, "control")), "
            + "\(Terminal.count(assignments, "assignment")) in \(Terminal.count(mapping.layers.count, "layer"))"
    }

    private func runTest(_ file: String, _ faults: inout [Diagnostic], _ unmet: inout Int) throws {
        var draft = MappingLibrary.readPerformance(file)
        let mappings = draft.findMappings(in: Mappings.library())
        let run = try TestSession.run(&draft, mappings: mappings)
        for diagnostic in draft.diagnostics { Terminal.error.line(diagnostic.description) }
        faults += draft.diagnostics
        guard let run else { return }
        for failure in run.failures { Terminal.error.line(failure.description) }
        unmet += run.failures.count
        let total = draft.performance.expectations.count
        Terminal.output.line(
            "\(file): \(run.failures.isEmpty ? "all \(total)" : "\(total - run.failures.count) of \(total)") expectations held"
        )
    }
}

/// The session in which mappings are tested: 16 strips of silence, ten minutes, 48 kHz, faders at 0 dB, mode read, stopped.
enum TestSession {
    /// Runs a performance; one that has mistakes, or means what this session has not, is only told so.
    static func run(_ draft: inout PerformanceDraft, mappings: [String: DeviceMapping]) throws -> PerformanceRun? {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "gainrider-check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var mix = Mix(sampleRate: 48_000)
        // Sources that are never there are silence; they only give the song its length.
        mix.strips = (1...16).map { number in
            Strip(
                name: "Strip \(number)",
                source: Source(path: "none", fingerprint: "", channels: 1, sampleRate: 48_000, frames: 600 * 48_000))
        }
        let store = try SessionStore.create(at: SessionLocation(folder.path), document: SessionDocument(mix: mix))
        let studio = Studio(store, isLive: false)
        draft.add(studio.desk.misfits(of: draft.performance))
        guard !draft.hasErrors else { return nil }
        let player = OfflinePlayer(engine: studio.engine, disk: studio.disk, blockSize: 1024)
        let run = PerformanceRun(
            draft.performance, mappings: mappings, desk: studio.desk, player: player, keepsTake: false)
        run.endsWithEvents = true
        run.run()
        try store.close()
        return run
    }
}
