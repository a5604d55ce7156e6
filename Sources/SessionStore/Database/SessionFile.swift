import Foundation

/// The files of a session's folder as they stand, links not followed: a folder may come from a stranger.
enum SessionFile {
    /// What stands under a name.
    enum Kind: Equatable {
        case nothing
        case file
        /// Anything else, in words: `a link`, `a folder`.
        case other(String)
    }

    static func kind(_ path: String) -> Kind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .nothing }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFLNK: return .other("a link")
        case S_IFDIR: return .other("a folder")
        case S_IFIFO: return .other("a pipe")
        default: return .other("a device")
        }
    }

    static func exists(_ path: String) -> Bool { kind(path) != .nothing }

    /// Bytes of a file; 0 if there is none.
    static func size(_ path: String) -> Int {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The bytes of a plain file.
    ///
    /// - Throws: ``SessionStoreError/inputOutput(path:reason:)``.
    static func bytes(_ path: String) throws(SessionStoreError) -> Data {
        // Without waiting, since a pipe may stand there by now.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .inputOutput(path: path, reason: "it is no file")
        }
        do { return try handle.readToEnd() ?? Data() } catch {
            throw .inputOutput(path: path, reason: error.localizedDescription)
        }
    }

    /// Keeps a file under a second, free name: as a second name of the same file where the disk can do that, since a copy
    /// takes room that there may not be.
    ///
    /// - Throws: ``SessionStoreError/inputOutput(path:reason:)``, ``SessionStoreError/diskFull(path:)``.
    static func keep(_ path: String, as second: String) throws(SessionStoreError) {
        if link(path, second) == 0 { return }
        try copy(path, to: second)
    }

    /// Copies a plain file to a free name; nothing is left there if that fails.
    ///
    /// - Throws: as ``keep(_:as:)``.
    static func copy(_ path: String, to target: String) throws(SessionStoreError) {
        let bytes = try bytes(path)
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw failure(target) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: bytes)
            try handle.synchronize()
        } catch {
            unlink(target)
            let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace
            throw isFull ? .diskFull(path: target) : .inputOutput(path: target, reason: error.localizedDescription)
        }
    }

    /// Takes a file of ours away; that it is not there is as good.
    ///
    /// - Throws: ``SessionStoreError/inputOutput(path:reason:)``.
    static func remove(_ path: String) throws(SessionStoreError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
    }

    private static func failure(_ path: String) -> SessionStoreError {
        errno == ENOSPC || errno == EDQUOT
            ? .diskFull(path: path) : .inputOutput(path: path, reason: String(cString: strerror(errno)))
    }
}

extension SessionLocation {
    /// Everything that SQLite opens, makes or cuts in this folder has to be a file of its own.
    ///
    /// - Throws: ``SessionStoreError/notASession(path:reason:)`` that names the first that is not.
    func checkFiles() throws(SessionStoreError) {
        for path in [database, backup] {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                guard case .other(let kind) = SessionFile.kind(path + suffix) else { continue }
                throw .notASession(
                    path: folder,
                    reason: "its \((path + suffix).lastPart) is \(kind), expected a file; put the file itself there")
            }
        }
    }
}
