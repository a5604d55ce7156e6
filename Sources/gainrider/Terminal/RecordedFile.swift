import AudioFiles
import Foundation
import Mapping

/// Where a recording goes: that it can be written is known before anything is played, and a command that fails leaves nothing there.
struct RecordedFile {
    private let file: NewTextFile

    init(_ path: String) throws { file = try NewTextFile(at: path) }

    /// Writes the performance, and says so.
    func write(_ recorder: PerformanceRecorder) throws {
        try file.write(recorder.text)
        let full = recorder.isFull ? "; it is as long as a performance may be, so what came later is not in it" : ""
        Terminal.error.line("\(file.path): \(Terminal.count(recorder.count, "event"))\(full)")
    }

    /// How a performance names a mapping: by its file if the user has named that.
    static func name(of mapping: DeviceMapping) -> String {
        let isKnown = Mappings.library().folders.contains { mapping.file == "\($0)/\(mapping.id).yaml" }
        return isKnown ? mapping.id : URL(fileURLWithPath: mapping.file).path
    }
}
