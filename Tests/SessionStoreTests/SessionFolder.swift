import Foundation

@testable import SessionStore

/// A place for sessions that is gone when the test is over.
final class SessionFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var song: SessionLocation { SessionLocation(path + "/Song") }

    /// The session's files as they are on disk now, as after the end of its process.
    func cutOff(_ location: SessionLocation, as name: String = "Cut") throws -> SessionLocation {
        let copy = SessionLocation(path + "/" + name)
        try FileManager.default.copyItem(atPath: location.folder, toPath: copy.folder)
        try? FileManager.default.removeItem(atPath: copy.lock)
        return copy
    }

    /// A session of these files, in the place of one that was there under the name.
    func lay(_ files: [String: Data], as name: String) throws -> SessionLocation {
        let location = SessionLocation(path + "/" + name)
        try? FileManager.default.removeItem(atPath: location.folder)
        try FileManager.default.createDirectory(atPath: location.folder, withIntermediateDirectories: true)
        for (name, bytes) in files { try SessionFolder.write(bytes, to: location.folder + "/" + name) }
        return location
    }

    static func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    static func write(_ data: Data, to path: String) throws { try data.write(to: URL(fileURLWithPath: path)) }
}
