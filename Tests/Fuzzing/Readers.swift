import AudioFiles
import Foundation
import Mapping
import SessionStore

extension Reader {
    /// To fuzz another reader, add its row, and seeds in `Tests/Corpus/<name>/`.
    public static let all: [Reader] = [
        Reader("sound", longest: 1 << 15) { bytes in
            ScratchFile.with(bytes) { _ = try? AudioFile.verify($0) }
        },
        Reader("midi") { bytes in
            _ = (try? StandardMIDIFile(bytes: bytes))?.performance(mappings: ["a", "b"], file: "fuzz")
        },
        Reader("mapping", more: [("Mappings", ".yaml")]) { bytes in
            _ = MappingReader.read(text: String(decoding: bytes, as: UTF8.self), file: "fuzz")
        },
        Reader("performance", more: [("Mappings", ".test.yaml")]) { bytes in
            _ = PerformanceReader.draft(text: String(decoding: bytes, as: UTF8.self), file: "fuzz")
        },
        Reader("session-text") { bytes in
            _ = try? SessionDocument.load(text: String(decoding: bytes, as: UTF8.self), file: "fuzz")
        },
    ]
}

/// Bytes as a file, for readers that want one.
enum ScratchFile {
    private static let path = FileManager.default.temporaryDirectory.path + "/gainrider-fuzz-\(getpid())"

    static func with(_ bytes: [UInt8], _ body: (String) -> Void) {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
        defer { unlink(path) }
        body(path)
    }
}
