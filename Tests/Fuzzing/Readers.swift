import AudioFiles
import Foundation
import Mapping
import Page
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
        Reader("device", longest: 1 << 18, least: 1 << 13) { DeviceBytes.read($0) },
        Reader("mapping", more: [("Mappings", ".yaml")]) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            for line in [nil, "{in: cc 99 ch 1}"] {
                let edit = MappingEdit(control: "fader/1", line: line, layer: "mix", action: "/strip/1/pan")
                _ = edit.applied(to: text).map { edit.applied(to: $0.text) }
            }
            guard let mapping = MappingReader.read(text: text, file: "fuzz").mapping else { return }
            for layer in mapping.layers.prefix(8) {
                for assignment in layer.assignments.prefix(8) {
                    _ = mapping.assignments(for: assignment.control, layer: layer.name)
                }
            }
        },
        Reader("performance", more: [("Mappings", ".test.yaml")]) { bytes in
            let draft = PerformanceReader.draft(text: String(decoding: bytes, as: UTF8.self), file: "fuzz")
            _ = draft.performance.check(mappings: [:])
        },
        Reader("session-text") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let document = try? SessionDocument.load(text: text, file: "fuzz") else { return }
            // What was read can be written, and is the same when it is read again.
            let again = try? SessionDocument.load(text: document.yaml(), file: "fuzz")
            precondition(again?.yaml() == document.yaml(), "a session's text does not come back")
        },
        Reader("session-database", longest: 1 << 18) { bytes in
            ScratchFile.session(bytes) { path in
                guard let store = try? SessionStore.open(at: SessionLocation(path)) else { return }
                while (try? store.undo()) ?? nil != nil {}
                while (try? store.redo()) ?? nil != nil {}
            }
        },
        Reader("page-request", longest: 1 << 14) { bytes in _ = StrangersBytes.request(bytes) },
        Reader("page-frames") { bytes in
            // However the network cuts it: the same events, and the same end.
            let whole = StrangersBytes.frames(bytes, portion: bytes.count)
            precondition(StrangersBytes.frames(bytes, portion: 7) == whole, "frames depend on how they come")
        },
        Reader("page-orders") { bytes in _ = StrangersBytes.message(String(decoding: bytes, as: UTF8.self)) },
    ]
}

/// Bytes as a file, for readers that want one.
enum ScratchFile {
    /// In memory where there is a file system for it: hundreds of files a second need no disk.
    private static let path =
        (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : FileManager.default.temporaryDirectory.path)
        + "/gainrider-fuzz-\(getpid())"

    static func with(_ bytes: [UInt8], _ body: (String) -> Void) {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { return }
        defer { unlink(path) }
        body(path)
    }

    /// Bytes as the database of a session.
    static func session(_ bytes: [UInt8], _ body: (String) -> Void) {
        let folder = path + ".gainrider"
        let files = FileManager.default
        // What a killed child left.
        try? files.removeItem(atPath: folder)
        guard (try? files.createDirectory(atPath: folder, withIntermediateDirectories: true)) != nil else { return }
        defer { try? files.removeItem(atPath: folder) }
        guard files.createFile(atPath: folder + "/session.sqlite", contents: Data(bytes)) else { return }
        body(folder)
    }
}
