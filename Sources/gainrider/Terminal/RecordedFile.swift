import Foundation
import Mapping

/// Where a recording goes: that it can be written is known before anything is played.
struct RecordedFile {
    private let path: String

    init(_ path: String) throws {
        self.path = path
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(.cannotCreate, "gainrider: \(path) exists already; a recording replaces nothing")
        }
        guard FileManager.default.createFile(atPath: path, contents: Data()) else {
            throw Failure(.cannotCreate, "gainrider: cannot write \(path)")
        }
    }

    /// Writes the performance, and says so.
    func write(_ recorder: PerformanceRecorder) throws {
        do {
            try Data(recorder.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure(.inputOutput, "gainrider: cannot write \(path): \(error.localizedDescription)")
        }
        let full = recorder.isFull ? "; it is as long as a performance may be, so what came later is not in it" : ""
        Terminal.error.line("\(path): \(Terminal.count(recorder.count, "event"))\(full)")
    }

    /// How a performance names a mapping: by its file if the user has named that.
    static func name(of mapping: DeviceMapping) -> String {
        let isKnown = Mappings.library().folders.contains { mapping.file == "\($0)/\(mapping.id).yaml" }
        return isKnown ? mapping.id : URL(fileURLWithPath: mapping.file).path
    }
}
