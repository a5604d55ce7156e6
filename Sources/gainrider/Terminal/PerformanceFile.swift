import Foundation
import Mapping

/// A performance from a file, with the mappings of its devices; every mistake is found before anything plays.
struct PerformanceFile {
    let performance: Performance
    /// By name of the performance's surfaces.
    let mappings: [String: DeviceMapping]

    /// - Parameters:
    ///   - path: YAML, or a Standard MIDI File by its ending; - is standard input.
    ///   - mappings: of a MIDI file's tracks, in their order.
    init(_ path: String, mappings names: [String]) throws {
        performance = try PerformanceFile.read(path, names)
        var mappings: [String: DeviceMapping] = [:]
        for surface in performance.surfaces {
            mappings[surface.name] = try Mappings.find(surface.mapping, beside: path)
        }
        self.mappings = mappings
        let mistakes = performance.check(mappings: mappings)
        guard !mistakes.contains(where: { $0.severity == .error }) else { throw Failure(mistakes) }
        for warning in mistakes { Terminal.error.line(warning.description) }
    }

    private static func read(_ path: String, _ mappings: [String]) throws -> Performance {
        if path.hasSuffix(".mid") || path.hasSuffix(".midi") {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw Failure(.missingInput, "gainrider: \(path) does not exist or cannot be read")
            }
            do {
                return try StandardMIDIFile(bytes: Array(data)).performance(mappings: mappings, file: path)
            } catch {
                throw Failure(.badData, "gainrider: \(path): \(error)")
            }
        }
        let (found, diagnostics) = PerformanceReader.read(text: try InputText.read(path), file: path)
        guard let found else { throw Failure(diagnostics) }
        for diagnostic in diagnostics { Terminal.error.line(diagnostic.description) }
        return found
    }
}
