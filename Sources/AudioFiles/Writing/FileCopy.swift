import Glibc

/// A copy of a file's content, whole or not at all.
public enum FileCopy {
    private static let piece = 1 << 20

    /// Copies what a path leads to, at most as much as it holds now, with its permissions and times.
    ///
    /// - Parameters:
    ///   - target: nothing may stand there.
    ///   - isInterrupted: asked after each megabyte.
    /// - Throws: ``FileError/notFound(path:)``, ``FileError/notReadable(path:reason:)``, ``FileError/folder(path:)``,
    ///   ``FileError/notRegular(path:)``, ``FileError/interrupted(path:)``, and as for writing; nothing is left then.
    /// - Thread: any but the audio thread.
    public static func copy(_ path: String, to target: String, isInterrupted: () -> Bool = { false })
        throws(FileError)
    {
        let (source, status) = try OpenedFile.open(path)
        defer { close(source) }
        let file = try UnseenFile(beside: target, for: target)
        let length = Int64(status.st_size)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 4096)
        defer { buffer.deallocate() }
        var done: Int64 = 0
        while done < length {
            if isInterrupted() { throw .interrupted(path: path) }
            let count = pread(source, buffer.baseAddress, Int(min(Int64(piece), length - done)), off_t(done))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .opening(path, errno) }
            guard count > 0 else {
                throw .notReadable(path: path, reason: "it became shorter while it was copied")
            }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            if let code = PatientOutput.write(bytes, to: file.descriptor, isInterrupted: isInterrupted) {
                throw .writing(target, code)
            }
            done += Int64(count)
        }
        fchmod(file.descriptor, status.st_mode & 0o777)
        var times = [status.st_atim, status.st_mtim]
        futimens(file.descriptor, &times)
        if let code = file.appear(at: target, replaces: false) {
            throw code == EEXIST ? .cannotWrite(path: target, reason: systemReason(code)) : .writing(target, code)
        }
    }
}

/// Opening input files, with the same errors in all commands.
enum OpenedFile {
    /// Opens a regular file for reading; a pipe does not hold it up.
    /// - Returns: the descriptor, which the caller closes, and what the system says of the file.
    static func open(_ path: String) throws(FileError) -> (descriptor: Int32, status: stat) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .opening(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw .opening(path, code)
        }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG else {
            close(descriptor)
            throw kind == S_IFDIR ? .folder(path: path) : .notRegular(path: path)
        }
        return (descriptor, status)
    }
}
