import Foundation

/// A file that takes another's place: on disk before it has the name, so that a power cut leaves the old or the new one.
enum FileReplacement {
    /// - Throws: ``SessionStoreError/inputOutput(path:reason:)``; the old file is then in its place.
    static func put(_ temporary: String, at path: String) throws(SessionStoreError) {
        try sync(temporary)
        guard rename(temporary, path) == 0 else { throw failure(path) }
        try keepName(of: path)
    }

    /// Syncs the folder that a file or folder stands in, so that its name is on the disk.
    static func keepName(of path: String) throws(SessionStoreError) {
        try sync(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    private static func sync(_ path: String) throws(SessionStoreError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(path) }
    }

    private static func failure(_ path: String) -> SessionStoreError {
        .inputOutput(path: path, reason: String(cString: strerror(errno)))
    }
}
