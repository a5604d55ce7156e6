import Desk
import Foundation
import Mapping

/// A performance from a file, with the mappings of its devices. Every mistake is found before anything plays, and all are told
/// at once: those of the file, those of its mappings, and what the session does not have.
struct PerformanceFile {
    private var draft: PerformanceDraft
    /// By name of the performance's surfaces.
    let mappings: [String: DeviceMapping]

    var performance: Performance { draft.performance }

    /// - Parameters:
    ///   - path: YAML, or a Standard MIDI File by its ending; - is standard input.
    ///   - mappings: of a MIDI file's tracks, in their order.
    init(_ path: String, mappings names: [String]) throws {
        let isMIDI = PerformanceFile.isMIDI(path)
        guard isMIDI || names.isEmpty else {
            throw Failure(.usage, "gainrider: --mapping goes with a MIDI file; \(path) names its mappings itself")
        }
        let file = path == "-" ? "standard input" : path
        draft =
            try isMIDI
            ? PerformanceFile.midi(path, names)
            : PerformanceReader.draft(text: try InputText.read(path), file: file)
        mappings = draft.findMappings(in: Mappings.library())
    }

    /// Whether a file is taken for a Standard MIDI File.
    static func isMIDI(_ path: String) -> Bool { path.hasSuffix(".mid") || path.hasSuffix(".midi") }

    /// Opens what the performance is to play on. If that fails, the performance's own mistakes are told with it.
    func open<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let failure as Failure where draft.hasErrors {
            throw Failure(.badData, lines: Failure(draft.diagnostics).lines + failure.lines)
        }
    }

    /// Ends the command if there is a mistake, also one that only the session shows; tells warnings.
    mutating func check(on desk: Desk) throws {
        draft.add(desk.misfits(of: performance))
        guard !draft.hasErrors else { throw Failure(draft.diagnostics) }
        for warning in draft.diagnostics { Terminal.error.line(warning.description) }
    }

    private static func midi(_ path: String, _ mappings: [String]) throws -> PerformanceDraft {
        let bytes = try InputText.bytes(path)
        do {
            let file = try StandardMIDIFile(bytes: bytes)
            let tracks = file.tracks.filter { !$0.messages.isEmpty }.count
            guard tracks == mappings.count else {
                throw Failure(
                    .usage,
                    "gainrider: \(path) has \(Terminal.count(tracks, "track")) with messages, and --mapping is given "
                        + "\(mappings.count == 1 ? "once" : "\(mappings.count) times"); give the mapping of each track, in their order"
                )
            }
            for name in mappings where !name.hasSuffix(".yaml") { try Mappings.known(name) }
            return PerformanceDraft(file.performance(mappings: mappings, file: path), file: path)
        } catch let error as MIDIFileError {
            throw Failure(.badData, "gainrider: \(path): \(error)")
        }
    }
}
